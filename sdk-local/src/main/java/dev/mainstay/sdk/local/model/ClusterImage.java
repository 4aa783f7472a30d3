package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.Resource;

/**
 * What outlives the whole cluster's process: what a master keeps in its registry and agents in
 * their work directories. Tasks and executors are not in it: they end with the process.
 */
public record ClusterImage(
    ImmutableList<Agent> agents,
    ImmutableList<Framework> frameworks,
    ImmutableList<FrameworkId> removedFrameworks) {

  public static final ClusterImage EMPTY =
      new ClusterImage(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());

  /**
   * An agent.
   *
   * @param name {@link AgentSpec#name()}
   * @param checkpointed its dynamic reservations and persistent volumes, as they are reserved now
   * @param gone it was marked gone and never comes back under this id
   */
  public record Agent(
      String name, AgentId id, ImmutableList<Resource> checkpointed, boolean gone) {}

  /** A framework that was not torn down; its info has the id. */
  public record Framework(FrameworkId id, FrameworkInfo info) {}
}
