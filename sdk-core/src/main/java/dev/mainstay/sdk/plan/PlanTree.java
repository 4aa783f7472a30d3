package dev.mainstay.sdk.plan;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Draws a plan as a tree: plan, phases, steps, each with its status. */
public final class PlanTree {

  /** How words are written where there are colours. */
  public interface Paint {
    String status(Status status);

    String error(String text);
  }

  /** No colours. */
  private static final Paint PLAIN =
      new Paint() {
        @Override
        public String status(Status status) {
          return status.name();
        }

        @Override
        public String error(String text) {
          return text;
        }
      };

  private final Paint paint;

  public PlanTree(Paint paint) {
    this.paint = paint;
  }

  /** One without colours. */
  public static PlanTree plain() {
    return new PlanTree(PLAIN);
  }

  /** The tree, and under it the errors if there are any. */
  public ImmutableList<String> lines(PlanView plan) {
    return lines(plan, "");
  }

  /**
   * The same.
   *
   * @param standing what stands in the place of the plan's own status; empty for nothing
   */
  public ImmutableList<String> lines(PlanView plan, String standing) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(
        element(
            plan.name(),
            plan.strategy(),
            standing.isEmpty() ? paint.status(plan.status()) : standing));
    for (int i = 0; i < plan.phases().size(); i++) {
      boolean last = i == plan.phases().size() - 1;
      addPhase(lines, plan.phases().get(i), last);
    }
    if (!plan.errors().isEmpty()) {
      lines.add("", "Errors:");
      plan.errors().forEach(error -> lines.add("- " + paint.error(error)));
    }
    return lines.build();
  }

  private void addPhase(ImmutableList.Builder<String> lines, PhaseView phase, boolean lastPhase) {
    lines.add(
        (lastPhase ? "└─ " : "├─ ")
            + element(phase.name(), phase.strategy(), paint.status(phase.status()))
            + (phase.rollout().isEmpty() ? "" : "  rollout: " + phase.rollout()));
    for (int i = 0; i < phase.steps().size(); i++) {
      boolean lastStep = i == phase.steps().size() - 1;
      lines.add(
          (lastPhase ? "   " : "│  ") + (lastStep ? "└─ " : "├─ ") + step(phase.steps().get(i)));
    }
  }

  private String step(StepView step) {
    String status = "(" + paint.status(step.status()) + ")";
    Instant retry = step.delayedUntil();
    String next = retry == null ? "" : "  next try at " + retry.truncatedTo(ChronoUnit.SECONDS);
    String message = step.message().isEmpty() ? "" : "  " + step.message();
    return step.name() + " " + status + message + next;
  }

  private static String element(String name, StrategyKind strategy, String status) {
    return "%s (%s strategy) (%s)"
        .formatted(name, Ascii.toLowerCase(strategy.name()).replace('_', '-'), status);
  }
}
