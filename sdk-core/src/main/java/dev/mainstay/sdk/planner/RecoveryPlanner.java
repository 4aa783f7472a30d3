package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.OwnRecovery;
import dev.mainstay.sdk.state.OwnRecovery.Restart;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.util.function.Predicate;

/**
 * Makes the recovery plan: a phase for each pod with a task that had reached its goal and now does
 * not run, cannot be reached, is not ready again yet or idles because an operator paused it. It is
 * empty, and COMPLETE, while nothing has failed.
 */
public final class RecoveryPlanner {

  private RecoveryPlanner() {}

  /**
   * The recovery plan as the state gives it, for readers: without the pods that the plan of the
   * target is bringing up, as it launches them itself.
   */
  public static Plan recovery(Plan deploy, ServiceState state) {
    PlanProgress progress = new PlanProgress(deploy, state);
    return recovery(deploy.config(), state, pod -> progress.candidateOf(pod).isEmpty());
  }

  /** The same with these too. */
  public static Plan recovery(ConfigId target, ServiceState state) {
    return recovery(target, state, pod -> true);
  }

  private static Plan recovery(ConfigId target, ServiceState state, Predicate<PodId> shown) {
    ImmutableList<Phase> phases =
        state.pods().stream()
            .filter(pod -> shown.test(pod.id()) && !pod.isGivenUpForGood())
            .filter(pod -> isRestarting(pod) || !recovering(pod, state).isEmpty())
            .map(pod -> phase(pod, state))
            .collect(ImmutableList.toImmutableList());
    return new Plan(
        Plan.RECOVERY, Purpose.RECOVERY, Plan.RECOVERY, target, StrategyKind.PARALLEL, phases);
  }

  /** An operator lets nothing of the recovery begin, or nothing for this pod. */
  public static boolean isInterrupted(PodId pod, ServiceState state) {
    return state
        .planRun(Plan.RECOVERY)
        .map(PlanRunRecord::decisions)
        .map(
            decisions ->
                decisions.interrupted()
                    || decisions.phase(Phase.idOf(Plan.RECOVERY, pod.toString())).interrupted())
        .orElse(false);
  }

  private static Phase phase(PodRecord pod, ServiceState state) {
    String id = pod.id().toString();
    ImmutableList<String> recovering = recovering(pod, state);
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    steps.add(
        Step.of(
            Plan.RECOVERY,
            id,
            pod.id(),
            recovering.isEmpty() ? running(pod.id(), state) : recovering));
    OwnRecovery own = pod.recovery();
    if (own == null || own.phase().isEmpty()) {
      return Phase.of(Plan.RECOVERY, id, StrategyKind.SERIAL, steps.build());
    }
    for (Restart restart : own.restarts()) {
      ImmutableList<String> tasks = running(restart.pod(), state);
      if (!tasks.isEmpty()) {
        steps.add(
            Step.of(Plan.RECOVERY, id, restart.pod(), tasks).after(ImmutableSet.of(pod.id())));
      }
    }
    return new Phase(
        Phase.idOf(Plan.RECOVERY, id),
        id + " " + own.phase(),
        StrategyKind.SERIAL,
        steps.build(),
        ImmutableSet.of());
  }

  private static boolean isRestarting(PodRecord pod) {
    return pod.recovery() != null && pod.recovery().back();
  }

  private static ImmutableList<String> running(PodId id, ServiceState state) {
    return state.pod(id).stream()
        .flatMap(pod -> state.specOf(pod.config()).pod(id).tasks().values().stream())
        .filter(task -> task.goal() == TaskSpec.Goal.RUNNING)
        .map(TaskSpec::name)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Nothing of what the restart ends is the instance's any more, and it is well; or there is
   * nothing to wait for, as it is gone or an operator paused it.
   */
  public static boolean isRestarted(Restart restart, ServiceState state) {
    return state
        .pod(restart.pod())
        .filter(pod -> pod.paused().isEmpty() && !pod.isGivenUpForGood())
        .map(
            pod ->
                pod.tasks().values().stream()
                        .noneMatch(task -> restart.ends().contains(task.taskId()))
                    && recovering(pod, state).isEmpty())
        .orElse(true);
  }

  /** Tasks of the pod that should run and were deployed, and do not as they should. */
  public static ImmutableList<String> recovering(PodRecord pod, ServiceState state) {
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
