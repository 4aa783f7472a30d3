package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;

/**
 * Makes the recovery plan: a phase for each pod with a task that had reached its goal and now does
 * not run, cannot be reached, is not ready again yet or idles because an operator paused it. It is
 * empty, and COMPLETE, while nothing has failed.
 */
public final class RecoveryPlanner {

  private RecoveryPlanner() {}

  /** The recovery plan as the state gives it, for readers. */
  public static Plan recovery(ConfigId target, ServiceState state) {
    ImmutableList<Phase> phases =
        state.pods().stream()
            .filter(pod -> !isGivenUpForGood(pod) && !recovering(pod, state).isEmpty())
            .map(pod -> phase(pod, state))
            .collect(ImmutableList.toImmutableList());
    return new Plan(
        Plan.RECOVERY, Purpose.RECOVERY, Plan.RECOVERY, target, StrategyKind.PARALLEL, phases);
  }

  /** An operator lets nothing of the recovery begin, or nothing for this pod. */
  static boolean isInterrupted(PodId pod, ServiceState state) {
    return state
        .planRun(Plan.RECOVERY)
        .map(PlanRunRecord::decisions)
        .map(
            decisions ->
                decisions.interrupted()
                    || decisions.phase(Phase.idOf(Plan.RECOVERY, pod.toString())).interrupted())
        .orElse(false);
  }

  private static boolean isGivenUpForGood(PodRecord pod) {
    return pod.replacement() != null && pod.replacement().forGood();
  }

  private static Phase phase(PodRecord pod, ServiceState state) {
    Step step = Step.of(Plan.RECOVERY, pod.id().toString(), pod.id(), recovering(pod, state));
    return Phase.of(
        Plan.RECOVERY, pod.id().toString(), StrategyKind.SERIAL, ImmutableList.of(step));
  }

  private static ImmutableList<String> recovering(PodRecord pod, ServiceState state) {
    return state.specOf(pod.config()).pod(pod.id()).tasks().values().stream()
        .filter(task -> task.goal() == TaskSpec.Goal.RUNNING)
        .map(TaskSpec::name)
        .filter(
            name ->
                pod.task(name)
                    .map(
                        task ->
                            (!task.condition().ready() || task.isOutOfReach())
                                && (task.goal() != null || task.launch().paused()))
                    .orElse(false))
        .collect(ImmutableList.toImmutableList());
  }
}
