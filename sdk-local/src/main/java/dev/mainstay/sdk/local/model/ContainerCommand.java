package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.time.Duration;

/**
 * What the model of the agents asks of the machine. The embedded cluster carries it out with real
 * processes, the simulation with scripts; outcomes come back as {@link ContainerEvent}s. Commands
 * for one container are carried out in order; different containers are independent.
 */
public sealed interface ContainerCommand {

  <R> R accept(Visitor<R> visitor);

  /**
   * Sets up the sandbox of an executor's run, with its volumes. The default executor has no process
   * of its own here: {@link ContainerEvent.Started} or {@link ContainerEvent.LaunchFailed} follows.
   *
   * @param user system user that owns the sandbox, empty for the one that runs the cluster
   */
  record LaunchExecutor(ContainerId id, FrameworkId frameworkId, ExecutorInfo executor, String user)
      implements ContainerCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.launchExecutor(this);
    }
  }

  /**
   * Sets up a task's sandbox (nested in the executor's, or its own for a command task), fetches its
   * URIs and starts its command. {@link ContainerEvent.Started}, then later {@link
   * ContainerEvent.Exited} follow, or {@link ContainerEvent.LaunchFailed}.
   *
   * @param task with command, container (SANDBOX_PATH volumes, rlimits) and resources (persistent
   *     volumes)
   * @param environment the whole environment but for MESOS_SANDBOX, the task's own variables last
   */
  record LaunchTask(
      ContainerId id,
      FrameworkId frameworkId,
      ExecutorInfo executor,
      TaskInfo task,
      String user,
      ImmutableList<String> environment)
      implements ContainerCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.launchTask(this);
    }
  }

  /**
   * Signals the process group of a task. No outcome but, in its time, {@link
   * ContainerEvent.Exited}.
   */
  record Signal(ContainerId id, SignalKind signal) implements ContainerCommand {

    /** Which signal. */
    public enum SignalKind {
      TERM,
      KILL
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.signal(this);
    }
  }

  /**
   * Tries a probe once against a running task; {@link ContainerEvent.Probed} follows. A COMMAND
   * probe runs in the task's sandbox with its environment; HTTP and TCP go to the agent's address.
   *
   * @param probeId unique in the cluster's life
   */
  record RunProbe(long probeId, ContainerId id, Probe probe, Duration timeout)
      implements ContainerCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.runProbe(this);
    }
  }

  /** The executor's run is over: whatever is left of its processes ends; its sandbox stays. */
  record ExecutorEnded(ContainerId id) implements ContainerCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.executorEnded(this);
    }
  }

  /** A persistent volume was created: its folder is made. */
  record CreateVolume(AgentId agentId, Resource volume) implements ContainerCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.createVolume(this);
    }
  }

  /** A persistent volume was destroyed: its folder is removed with all that is in it. */
  record DestroyVolume(AgentId agentId, Resource volume) implements ContainerCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.destroyVolume(this);
    }
  }

  /** One case for each command. */
  interface Visitor<R> {
    R launchExecutor(LaunchExecutor command);

    R launchTask(LaunchTask command);

    R signal(Signal command);

    R runProbe(RunProbe command);

    R executorEnded(ExecutorEnded command);

    R createVolume(CreateVolume command);

    R destroyVolume(DestroyVolume command);
  }
}
