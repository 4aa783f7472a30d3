package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;

/** What an operator may tell a running scheduler. */
public sealed interface OperatorCommand {

  <R> R accept(Visitor<R> visitor);

  /**
   * Ends tasks of a pod instance; those that should run are launched again on the same reservations
   * and volumes.
   *
   * @param tasks names; empty for all of the pod
   */
  record RestartPod(PodId pod, ImmutableSet<String> tasks) implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.restartPod(this);
    }
  }

  /**
   * Gives a pod instance up, with all that it holds, data included, and places it anew. Never waits
   * for an agent that cannot be reached.
   */
  record ReplacePod(PodId pod) implements OperatorCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.replacePod(this);
    }
  }

  /** One case for each command. */
  interface Visitor<R> {
    R restartPod(RestartPod command);

    R replacePod(ReplacePod command);
  }
}
