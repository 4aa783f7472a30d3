package dev.mainstay.sdk.local.model;

import java.time.Duration;

/** What became of a {@link ContainerCommand}, and what happened to a container by itself. */
public sealed interface ContainerEvent {

  /** Whose event it is. */
  ContainerId id();

  <R> R accept(Visitor<R> visitor);

  /**
   * The container is set up and, for a task, its process runs. {@code pid} is 0 for an executor.
   */
  record Started(ContainerId id, int pid) implements ContainerEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.started(this);
    }
  }

  /**
   * The container could not be set up.
   *
   * @param cause what failed
   * @param message the text that Mesos shows for it
   */
  record LaunchFailed(ContainerId id, Cause cause, String message) implements ContainerEvent {

    /** What failed. */
    public enum Cause {
      /** A URI could not be fetched. */
      FETCH,
      /** Anything else: volumes, user, an option that is not supported. */
      SETUP
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.launchFailed(this);
    }
  }

  /**
   * A task's process ended.
   *
   * @param signal that ended it, 0 for a normal end
   * @param exitCode of a normal end
   */
  record Exited(ContainerId id, int signal, int exitCode) implements ContainerEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.exited(this);
    }
  }

  /**
   * A probe's outcome.
   *
   * @param value the exit code (COMMAND), the status code (HTTP), 1 or 0 (TCP); -1 when there is
   *     none: timed out, killed by a signal, connection refused (HTTP), or the container is gone
   * @param steadyFor every try that begins earlier than so long after this one began would give the
   *     same, unless {@link ProbesUnsteady} comes: such tries need not be made. Zero for a real
   *     process, of which nobody knows
   */
  record Probed(long probeId, ContainerId id, int value, Duration steadyFor)
      implements ContainerEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.probed(this);
    }
  }

  /** What {@link Probed} said of later tries does not hold any more. */
  record ProbesUnsteady(ContainerId id) implements ContainerEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.probesUnsteady(this);
    }
  }

  /** One case for each event. */
  interface Visitor<R> {
    R started(Started event);

    R launchFailed(LaunchFailed event);

    R exited(Exited event);

    R probed(Probed event);

    R probesUnsteady(ProbesUnsteady event);
  }
}
