package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.plan.StepStatuses;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides which tasks of a pod are in the way of what should run there: those of another definition
 * when an update works on the pod, those of an earlier run when a step is to be run anew, those
 * that idle and should not, or the other way round.
 */
public final class EndPlanner {

  private EndPlanner() {}

  /** What has to end now. A pod that is being given up needs no word of a plan. */
  public static Ending of(PodRecord pod, WorkPlans plans, ServiceState state) {
    if (pod.replacement() != null) {
      return Ending.NOTHING;
    }
    Optional<Step> deploying = plans.deploy().candidateOf(pod.id());
    if (deploying.isPresent()) {
      Ending ending = byDeploy(pod, deploying.get(), plans.deploy().plan(), state);
      if (!ending.isNothing()) {
        return ending;
      }
    } else {
      Ending again = stayingAfterAll(pod, state);
      if (!again.isNothing()) {
        return again;
      }
      Optional<WorkPlans.Candidate> custom = plans.laterCandidate(pod.id());
      if (custom.isPresent()) {
        Ending ending = earlier(pod, custom.get().step(), custom.get().plan().plan(), state);
        if (!ending.isNothing()) {
          return ending;
        }
      }
    }
    return byPause(pod);
  }

  /** The target has an instance again that had begun to leave. */
  private static Ending stayingAfterAll(PodRecord pod, ServiceState state) {
    ImmutableList<TaskRecord> drained = DecommissionPlanner.drained(pod);
    boolean stays =
        !drained.isEmpty()
            && !DecommissionPlanner.isLeaving(pod.id(), state.target().orElseThrow().spec());
    return stays
        ? ending(
            pod,
            drained::contains,
            "the service has the instance again, which had begun to leave",
            false)
        : Ending.NOTHING;
  }

  private static Ending byDeploy(PodRecord pod, Step step, Plan plan, ServiceState state) {
    ConfigId target = plan.config();
    boolean differs =
        active(pod, task -> !isOf(pod, task.launch().config(), plan, state))
            || (!pod.holdings().isEmpty() && !isOf(pod, pod.config(), plan, state));
    if (differs) {
      // Only what has really ended is placed elsewhere: one on an agent out of reach may live on.
      boolean relocates =
          !active(pod, task -> true) && !pod.holdings().isEmpty() && relocates(pod, plan, state);
      return ending(pod, task -> true, "updated to configuration " + target, relocates);
    }
    return earlier(pod, step, plan, state);
  }

  private static boolean isOf(PodRecord pod, ConfigId config, Plan plan, ServiceState state) {
    return StepStatuses.sameDefinition(state, config, plan, pod.id());
  }

  private static boolean relocates(PodRecord pod, Plan plan, ServiceState state) {
    Optional<PodDefinition> before = state.definition(pod.config(), plan.name(), pod.id());
    PodDefinition now = state.definition(plan.config(), plan.name(), pod.id()).orElseThrow();
    return before.isPresent() && PodChange.kind(before.get(), now) == PodChange.Kind.RELOCATED;
  }

  /** Tasks of the step that were launched for an earlier run of it. */
  private static Ending earlier(PodRecord pod, Step step, Plan plan, ServiceState state) {
    int generation = StepStatuses.generation(plan, step, state);
    if (plan.purpose() == Plan.Purpose.DEPLOY && generation == 0) {
      return Ending.NOTHING;
    }
    return ending(
        pod,
        task ->
            step.tasks().contains(task.name())
                && !StepStatuses.isSince(plan, generation, task.launch().mark()),
        "plan " + plan.name() + " runs it anew",
        false);
  }

  private static Ending byPause(PodRecord pod) {
    Ending pausing =
        ending(
            pod,
            task -> pod.paused().contains(task.name()) && !task.launch().paused(),
            "paused by the operator",
            false);
    return pausing.isNothing()
        ? ending(
            pod,
            task -> !pod.paused().contains(task.name()) && task.launch().paused(),
            "resumed by the operator",
            false)
        : pausing;
  }

  private static boolean active(PodRecord pod, Predicate<TaskRecord> which) {
    return pod.tasks().values().stream().anyMatch(task -> task.isActive() && which.test(task));
  }

  private static Ending ending(
      PodRecord pod, Predicate<TaskRecord> which, String reason, boolean relocates) {
    ImmutableSet<String> tasks =
        pod.tasks().values().stream()
            .filter(task -> task.isActive() && task.endWanted() == null && which.test(task))
            .map(TaskRecord::name)
            .collect(ImmutableSet.toImmutableSet());
    return new Ending(tasks, reason, relocates);
  }
}
