package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.planner.CustomPlanner;
import dev.mainstay.sdk.planner.DecommissionPlanner;
import dev.mainstay.sdk.planner.DeployPlanner;
import dev.mainstay.sdk.planner.WorkPlans;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The plans that are at work, with how far each is: made anew when the target or a run changes,
 * kept up to date pod by pod in between. For one thread.
 */
final class PlanBook {

  private WorkPlans plans;

  PlanBook(ServiceState state) {
    plans = made(state);
  }

  private static WorkPlans made(ServiceState state) {
    TargetRecord target =
        state
            .targetRecord()
            .orElseThrow(
                () -> new IllegalArgumentException("the state has no target configuration"));
    ConfigurationRecord configuration = state.target().orElseThrow();
    return new WorkPlans(
        new PlanProgress(DeployPlanner.of(target, configuration.spec()), state),
        new PlanProgress(DecommissionPlanner.endings(state), state),
        CustomPlanner.active(state).stream()
            .map(plan -> new PlanProgress(plan, state))
            .collect(ImmutableList.toImmutableList()));
  }

  WorkPlans plans() {
    return plans;
  }

  PlanProgress deploy() {
    return plans.deploy();
  }

  /** The target, a run or what was decided about one changed. */
  void changed(ServiceState state) {
    plans = made(state);
  }

  /** Pods that have a step which may work now. */
  Set<PodId> candidatePods() {
    Set<PodId> pods = new LinkedHashSet<>(plans.deploy().candidatePods());
    pods.addAll(plans.decommission().candidatePods());
    plans.custom().forEach(plan -> pods.addAll(plan.candidatePods()));
    return pods;
  }

  /**
   * Takes note of a changed pod.
   *
   * @param completed told of each step that is complete because of it
   * @return pods whose steps may work now because of it
   */
  Set<PodId> update(PodId pod, ServiceState state, BiConsumer<Plan, Step> completed) {
    Set<PodId> released = new LinkedHashSet<>(update(plans.deploy(), pod, state, completed));
    released.addAll(update(plans.decommission(), pod, state, completed));
    plans.custom().forEach(plan -> released.addAll(update(plan, pod, state, completed)));
    return released;
  }

  private static Set<PodId> update(
      PlanProgress plan, PodId pod, ServiceState state, BiConsumer<Plan, Step> completed) {
    ImmutableList<Step> open = plan.openStepsOf(pod);
    Set<PodId> released = plan.update(pod, state);
    if (!released.isEmpty()) {
      ImmutableList<Step> left = plan.openStepsOf(pod);
      open.stream()
          .filter(step -> !left.contains(step))
          .forEach(step -> completed.accept(plan.plan(), step));
    }
    return released;
  }

  /** Plans of an author's that are complete. */
  ImmutableSet<String> completed() {
    return plans.custom().stream()
        .filter(PlanProgress::isComplete)
        .map(plan -> plan.plan().name())
        .collect(ImmutableSet.toImmutableSet());
  }
}
