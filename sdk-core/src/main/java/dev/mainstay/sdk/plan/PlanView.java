package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan with the status of each part, as it is shown to people.
 *
 * @param errors of all its steps
 */
public record PlanView(
    String name,
    Status status,
    StrategyKind strategy,
    ImmutableList<String> errors,
    ImmutableList<PhaseView> phases) {

  /**
   * A phase.
   *
   * @param rollout the policy that holds for its steps, for people; empty for none
   */
  public record PhaseView(
      UUID id,
      String name,
      Status status,
      StrategyKind strategy,
      ImmutableList<StepView> steps,
      String rollout) {

    /** One without a rollout policy. */
    public PhaseView(
        UUID id, String name, Status status, StrategyKind strategy, ImmutableList<StepView> steps) {
      this(id, name, status, strategy, steps, "");
    }
  }

  /**
   * A step.
   *
   * @param message why it stands so, for people; empty when the status says it all
   * @param delayedUntil with DELAYED, the time of the next try
   * @param stops it failed its rollout policy, and nothing more of its plan begins before an
   *     operator says so
   */
  public record StepView(
      UUID id,
      String name,
      Status status,
      String message,
      @Nullable Instant delayedUntil,
      boolean stops) {

    /** One that stops nothing. */
    public StepView(
        UUID id, String name, Status status, String message, @Nullable Instant delayedUntil) {
      this(id, name, status, message, delayedUntil, false);
    }

    /** The same with another message. */
    public StepView withMessage(String newMessage) {
      return new StepView(id, name, status, newMessage, delayedUntil, stops);
    }
  }

  /** How many steps are COMPLETE. */
  public long completeSteps() {
    return phases.stream()
        .flatMap(phase -> phase.steps().stream())
        .filter(step -> step.status() == Status.COMPLETE)
        .count();
  }

  /** How many steps there are. */
  public long steps() {
    return phases.stream().mapToLong(phase -> phase.steps().size()).sum();
  }
}
