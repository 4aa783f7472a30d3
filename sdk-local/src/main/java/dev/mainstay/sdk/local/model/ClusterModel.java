package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.MasterInfo;
import java.time.Instant;
import java.util.Optional;

/**
 * A Mesos master, its allocator, its agents and their default executors as one deterministic state
 * machine. The embedded cluster drives it with real processes and the wall's time, the simulation
 * with scripts and virtual time.
 *
 * <p>It has no thread and no clock: {@link #handle} is to be called by one thread at a time, with a
 * {@code now} that never goes back, for each input and again (with {@link ClusterInput.Tick}) not
 * long after {@link #nextWake()}.
 */
public final class ClusterModel {

  /** A cluster without agents, as {@code image} left it. */
  public ClusterModel(ClusterSettings settings, IdSource ids, ClusterImage image, Instant now) {
    throw new UnsupportedOperationException("not there yet: " + settings + ids + image + now);
  }

  /**
   * Takes one input, and says what is to be done for it, in order. Whatever is due by {@code now}
   * is done first.
   */
  public ImmutableList<ClusterOutput> handle(ClusterInput input, Instant now) {
    throw new UnsupportedOperationException("not there yet: " + input + now);
  }

  /** When the model has something to do by itself, if no input comes before. */
  public Optional<Instant> nextWake() {
    throw new UnsupportedOperationException("not there yet");
  }

  /** Whether calls of this framework are taken. */
  public FrameworkStanding standingOf(FrameworkId frameworkId) {
    throw new UnsupportedOperationException("not there yet: " + frameworkId);
  }

  /** The stream that a framework's events go to; calls with another one's id are to be refused. */
  public Optional<StreamId> streamOf(FrameworkId frameworkId) {
    throw new UnsupportedOperationException("not there yet: " + frameworkId);
  }

  /** The id of the agent with {@link AgentSpec#name()}. */
  public Optional<AgentId> agentNamed(String name) {
    throw new UnsupportedOperationException("not there yet: " + name);
  }

  /** How the master presents itself. */
  public MasterInfo masterInfo() {
    throw new UnsupportedOperationException("not there yet");
  }

  /** What the master knows now. Its cost is in proportion to the cluster's size. */
  public ClusterView view() {
    throw new UnsupportedOperationException("not there yet");
  }

  /** What is to be kept so that a new process can go on from here. */
  public ClusterImage image() {
    throw new UnsupportedOperationException("not there yet");
  }
}
