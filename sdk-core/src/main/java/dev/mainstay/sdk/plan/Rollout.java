package dev.mainstay.sdk.plan;

import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.RolloutSpec.OnFailure;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RolloutWork;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a plan's rollout policies say of its steps: a function of the state. */
public final class Rollout {

  private Rollout() {}

  /** The policy that holds for a pod's steps; only deploy and update plans have some. */
  public static Optional<RolloutSpec> policy(Plan plan, PodId pod, ServiceState state) {
    if (plan.purpose() != Plan.Purpose.DEPLOY) {
      return Optional.empty();
    }
    ServiceSpec spec = state.specOf(plan.config());
    return spec.pods().containsKey(pod.type()) ? spec.rolloutOf(pod) : Optional.empty();
  }

  /** What the step is at, since it was last restarted; absent before it began. */
  public static Optional<RolloutWork> work(Plan plan, Step step, ServiceState state) {
    return work(step, StepStatuses.decisions(plan, state).step(step.id()), state);
  }

  static Optional<RolloutWork> work(Step step, StepDecision decision, ServiceState state) {
    return state
        .pod(step.pod())
        .map(PodRecord::rollout)
        .filter(work -> work.step().equals(step.id().toString()))
        .filter(work -> work.generation() == decision.generation());
  }

  /** It failed, and nothing more of the plan begins. */
  public static boolean stops(Plan plan, Step step, ServiceState state) {
    return stops(plan, step, StepStatuses.decisions(plan, state).step(step.id()), state);
  }

  /**
   * Whether work for the step has begun: something of the pod is to end, is launched or was
   * refused.
   */
  public static boolean isBegun(Plan plan, Step step, PodRecord pod, ServiceState state) {
    StepDecision decision = StepStatuses.decisions(plan, state).step(step.id());
    return pod.replacement() != null
        || !pod.error().isEmpty()
        || pod.tasks().values().stream()
            .filter(TaskRecord::isActive)
            .anyMatch(
                task ->
                    task.endWanted() != null
                        || (step.tasks().contains(task.name())
                            && StepStatuses.isAtWork(plan, step, decision, task, state)
                            && !StepStatuses.reached(plan, step, decision, task, state)));
  }

  static boolean hasFailed(Plan plan, Step step, StepDecision decision, ServiceState state) {
    return !decision.forced()
        && work(step, decision, state).filter(RolloutWork::hasFailed).isPresent()
        && policy(plan, step.pod(), state).isPresent();
  }

  /** It failed and the others go on without it. */
  static boolean isPassedOver(Plan plan, Step step, StepDecision decision, ServiceState state) {
    return hasFailed(plan, step, decision, state) && goesOn(plan, step.pod(), state);
  }

  /** It failed, and nothing more of the plan begins. */
  static boolean stops(Plan plan, Step step, StepDecision decision, ServiceState state) {
    return hasFailed(plan, step, decision, state) && !goesOn(plan, step.pod(), state);
  }

  private static boolean goesOn(Plan plan, PodId pod, ServiceState state) {
    return policy(plan, pod, state)
        .filter(policy -> policy.whenFailed() == OnFailure.CONTINUE)
        .isPresent();
  }

  /**
   * How long a task of the pod has to stay ready before it has reached its goal for the plan; zero
   * for one that has, or that no open step is about.
   */
  public static Duration bake(
      PlanProgress progress, PodId pod, TaskRecord task, ServiceState state) {
    Plan plan = progress.plan();
    Duration bake = policy(plan, pod, state).map(RolloutSpec::bake).orElse(Duration.ZERO);
    boolean open =
        !bake.isZero()
            && progress.openStepsOf(pod).stream()
                .anyMatch(
                    step ->
                        step.tasks().contains(task.name())
                            && !StepStatuses.reached(plan, step, task, state))
            && StepStatuses.sameDefinition(state, task.launch().config(), plan, pod);
    return open ? bake : Duration.ZERO;
  }

  /** When the task will have been ready for long enough; absent while it is not ready. */
  public static Optional<Instant> bakesUntil(TaskRecord task, Duration bake) {
    return Optional.ofNullable(task.condition().readySince()).map(since -> since.plus(bake));
  }
}
