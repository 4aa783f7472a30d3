package dev.mainstay.sdk.state;

import java.time.Instant;

/**
 * What a step with a rollout policy is at with its pod.
 *
 * @param step the text of the step's id, which is another one in each run of the plan
 * @param generation of the step
 * @param began when its time began: with the first task that was to end or was launched for it, or
 *     when an operator let it go on
 * @param failure how it failed its policy, for people; empty when it has not
 */
public record RolloutWork(String step, int generation, Instant began, String failure) {

  public boolean hasFailed() {
    return !failure.isEmpty();
  }

  public RolloutWork failed(String how) {
    return new RolloutWork(step, generation, began, how);
  }

  /** With as much time as at the beginning. */
  public RolloutWork begunAnew(Instant now) {
    return new RolloutWork(step, generation, now, "");
  }
}
