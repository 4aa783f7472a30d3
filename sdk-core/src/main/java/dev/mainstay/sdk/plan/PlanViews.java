package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Derives how a whole plan stands, for readers: work in proportion to its size, away from the
 * scheduler's loop.
 */
public final class PlanViews {

  private PlanViews() {}

  public static PlanView of(Plan plan, ServiceState state, Instant now) {
    List<PhaseView> phases = new ArrayList<>();
    boolean open = true;
    for (Phase phase : plan.phases()) {
      PhaseView view = phase(plan, phase, state, open, now);
      phases.add(view);
      if (plan.strategy() == StrategyKind.SERIAL && view.status() != Status.COMPLETE) {
        open = false;
      }
    }
    ImmutableList<String> errors =
        phases.stream()
            .flatMap(phase -> phase.steps().stream())
            .filter(step -> step.status() == Status.ERROR)
            .map(step -> step.name() + ": " + step.message())
            .collect(ImmutableList.toImmutableList());
    Status status = aggregate(phases.stream().map(PhaseView::status).toList());
    return new PlanView(plan.name(), status, plan.strategy(), errors, ImmutableList.copyOf(phases));
  }

  private static PhaseView phase(
      Plan plan, Phase phase, ServiceState state, boolean candidate, Instant now) {
    List<StepView> steps = new ArrayList<>();
    boolean open = candidate;
    for (Step step : phase.steps()) {
      StepView view = StepStatuses.view(plan, step, state, open, now);
      steps.add(view);
      if (phase.strategy() == StrategyKind.SERIAL && view.status() != Status.COMPLETE) {
        open = false;
      }
    }
    Status status = aggregate(steps.stream().map(StepView::status).toList());
    return new PhaseView(
        phase.id(), phase.name(), status, phase.strategy(), ImmutableList.copyOf(steps));
  }

  /** The status of a whole from those of its parts; a whole without parts is COMPLETE. */
  static Status aggregate(List<Status> parts) {
    List<Status> open =
        parts.stream().filter(status -> status != Status.COMPLETE).collect(Collectors.toList());
    if (open.isEmpty()) {
      return Status.COMPLETE;
    }
    if (open.contains(Status.ERROR)) {
      return Status.ERROR;
    }
    if (open.contains(Status.WAITING)) {
      return Status.WAITING;
    }
    if (open.contains(Status.DELAYED)) {
      return Status.DELAYED;
    }
    boolean untouched =
        open.size() == parts.size() && open.stream().allMatch(status -> status == Status.PENDING);
    return untouched ? Status.PENDING : Status.IN_PROGRESS;
  }
}
