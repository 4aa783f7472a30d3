package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.StepStatuses.Standing;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.RolloutWork;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Derives how a whole plan stands, for readers: work in proportion to its size, away from the
 * scheduler's loop.
 */
public final class PlanViews {

  private static final String BY_OPERATOR = "interrupted by the operator";

  private final Plan plan;
  private final ServiceState state;
  private final Instant now;
  private final PlanProgress progress;
  private final Function<PodId, Optional<String>> otherPlans;

  private PlanViews(
      Plan plan, ServiceState state, Instant now, Function<PodId, Optional<String>> otherPlans) {
    this.plan = plan;
    this.state = state;
    this.now = now;
    this.progress = new PlanProgress(plan, state);
    this.otherPlans = otherPlans;
  }

  /** A plan by itself. */
  public static PlanView of(Plan plan, ServiceState state, Instant now) {
    return of(plan, state, now, pod -> Optional.empty());
  }

  /**
   * A plan beside others.
   *
   * @param otherPlans the plan that works on a pod and comes before this one
   */
  public static PlanView of(
      Plan plan, ServiceState state, Instant now, Function<PodId, Optional<String>> otherPlans) {
    return new PlanViews(plan, state, now, otherPlans).view();
  }

  private PlanView view() {
    List<PhaseView> phases = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (int index = 0; index < plan.phases().size(); index++) {
      PhaseView view = phase(index);
      phases.add(view);
      parts.add(new Part(view.status(), progress.hasTurn(index)));
    }
    ImmutableList<String> errors =
        phases.stream()
            .flatMap(phase -> phase.steps().stream())
            .filter(step -> step.status() == Status.ERROR)
            .map(step -> step.name() + ": " + step.message())
            .collect(ImmutableList.toImmutableList());
    Status status = aggregate(parts, progress.isInterrupted() || progress.isStopped());
    if (plan.purpose() == Plan.Purpose.DEPLOY && state.isInDoubt()) {
      status = Status.ERROR;
      errors = ImmutableList.<String>builder().add(FrameworkRecord.IN_DOUBT).addAll(errors).build();
    }
    return new PlanView(plan.name(), status, plan.strategy(), errors, ImmutableList.copyOf(phases));
  }

  private PhaseView phase(int index) {
    Phase phase = plan.phases().get(index);
    PhaseProgress ofPhase = progress.phase(index);
    List<StepView> steps = new ArrayList<>();
    boolean stopped = false;
    List<Part> parts = new ArrayList<>();
    for (int number = 0; number < phase.steps().size(); number++) {
      Step step = phase.steps().get(number);
      StepDecision decision = progress.decisions().step(step.id());
      StepView view =
          withFailure(
              step,
              StepStatuses.view(plan, step, decision, state, standing(index, number, step), now));
      stopped |= Rollout.stops(plan, step, decision, state);
      steps.add(view);
      parts.add(new Part(view.status(), ofPhase.isCandidate(number)));
    }
    Status status =
        aggregate(parts, ofPhase.isInterrupted() || ofPhase.isCanaryWaiting() || stopped);
    String rollout =
        phase.steps().stream()
            .findFirst()
            .flatMap(step -> Rollout.policy(plan, step.pod(), state))
            .map(RolloutSpec::describe)
            .orElse("");
    return new PhaseView(
        phase.id(), phase.name(), status, phase.strategy(), ImmutableList.copyOf(steps), rollout);
  }

  /** The step with how it failed its rollout policy, if it has. */
  private StepView withFailure(Step step, StepView view) {
    StepDecision decision = progress.decisions().step(step.id());
    Optional<String> failure =
        Rollout.work(step, decision, state)
            .map(RolloutWork::failure)
            .filter(unused -> Rollout.hasFailed(plan, step, decision, state));
    if (failure.isEmpty()) {
      return view;
    }
    boolean passedOver = Rollout.isPassedOver(plan, step, decision, state);
    boolean shows = passedOver || view.status() == Status.COMPLETE || view.status() == Status.ERROR;
    String next =
        passedOver ? "the rollout goes on" : "the rollout is paused, 'plan resume' goes on";
    String text = "failed: " + failure.get() + "; " + next;
    return new StepView(
        view.id(),
        view.name(),
        shows ? view.status() : Status.WAITING,
        view.message().isEmpty() ? text : text + " (" + view.message() + ")",
        view.delayedUntil(),
        !passedOver);
  }

  private Standing standing(int phase, int step, Step which) {
    PhaseProgress ofPhase = progress.phase(phase);
    if (ofPhase.isInterrupted(step)) {
      return new Standing(false, true, BY_OPERATOR);
    }
    if (ofPhase.isWaitingCanary(step)) {
      return new Standing(false, true, canary(plan.phases().get(phase)));
    }
    if (!progress.hasTurn(phase) && !ofPhase.isPassedOver(step)) {
      return new Standing(false, false, "");
    }
    PlanDecisions decisions = progress.decisions();
    if (progress.isInterrupted() && !decisions.interrupted()) {
      return new Standing(false, false, "");
    }
    if (decisions.interrupted()) {
      String cause = decisions.cause().isEmpty() ? BY_OPERATOR : decisions.cause();
      return new Standing(false, false, ofPhase.isCandidate(step) ? "the plan is " + cause : "");
    }
    if (ofPhase.isInterrupted()) {
      return new Standing(false, false, "the phase is " + BY_OPERATOR);
    }
    boolean candidate = progress.candidateOf(which.pod()).equals(Optional.of(which));
    if (!candidate && ofPhase.isCandidate(step) && progress.isStopped()) {
      String hold = "waits for " + progress.rollout().stoppedBy() + ", whose rollout failed";
      return new Standing(false, false, hold);
    }
    if (!candidate && ofPhase.isCandidate(step) && progress.rollout().isHeld(which.pod())) {
      return new Standing(false, false, progress.rollout().hold(which.pod()));
    }
    if (!candidate && !ofPhase.isCandidate(step)) {
      return new Standing(false, false, "");
    }
    if (state.isInDoubt()) {
      return new Standing(false, false, "waits for an operator's word about leftovers");
    }
    return otherPlans
        .apply(which.pod())
        .map(
            other ->
                new Standing(
                    false,
                    false,
                    "waits for pod %s, on which plan %s works".formatted(which.pod(), other)))
        .orElseGet(() -> new Standing(true, false, ""));
  }

  /** Names the command that a canary waits for. */
  private String canary(Phase phase) {
    String name = phase.name().matches("[\\w.-]+") ? phase.name() : "\"" + phase.name() + "\"";
    return "waits for 'mainstay plan resume %s --phase %s'".formatted(plan.name(), name);
  }

  /** A part of a whole: its status, and whether it is its turn. */
  record Part(Status status, boolean turn) {}

  /**
   * The status of a whole from those of its parts; a whole without parts is COMPLETE.
   *
   * @param interrupted nothing of it may begin before an operator says so
   */
  static Status aggregate(List<Part> parts, boolean interrupted) {
    if (has(parts, Status.ERROR)) {
      return Status.ERROR;
    }
    if (parts.stream().allMatch(part -> part.status() == Status.COMPLETE)) {
      return Status.COMPLETE;
    }
    if (interrupted) {
      return Status.WAITING;
    }
    if (has(parts, Status.DELAYED)) {
      return Status.DELAYED;
    }
    if (has(parts, Status.PREPARED)
        || has(parts, Status.STARTING)
        || has(parts, Status.STARTED)
        || has(parts, Status.IN_PROGRESS)) {
      return Status.IN_PROGRESS;
    }
    boolean somethingMayBegin =
        parts.stream().anyMatch(part -> part.turn() && part.status() == Status.PENDING);
    if (!somethingMayBegin && has(parts, Status.WAITING)) {
      return Status.WAITING;
    }
    return has(parts, Status.COMPLETE) ? Status.IN_PROGRESS : Status.PENDING;
  }

  private static boolean has(List<Part> parts, Status status) {
    return parts.stream().anyMatch(part -> part.status() == status);
  }
}
