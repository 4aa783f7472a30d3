package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.plan.StepStatuses;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which plan owns a pod and what it wants launched there. A deploy step owns its pod while
 * it is a candidate or at work; else recovery does, in the configuration that the pod has.
 */
public final class DutyPlanner {

  private DutyPlanner() {}

  /** What should be launched for the pod, whether or not its back-off allows it now. */
  public static Optional<Duty> dutyOf(PodId id, PlanProgress deploy, ServiceState state) {
    Optional<PodRecord> pod = state.pod(id);
    if (pod.isPresent() && !mayLaunch(pod.get())) {
      return Optional.empty();
    }
    Optional<Step> step = deploy.candidateOf(id);
    if (step.isPresent()) {
      return duty(
          id,
          deploy.plan().name(),
          deploy.plan().config(),
          deployTasks(step.get(), deploy.plan(), pod, state),
          new RunMark(deploy.plan().run(), 0));
    }
    return pod.flatMap(record -> recovery(record, state));
  }

  /** When the pod's back-off allows the next launch, if that is later than {@code now}. */
  public static Optional<Instant> delayOf(PodId id, ServiceState state, Instant now) {
    return state.pod(id).map(pod -> pod.backoff().notBefore()).filter(time -> time.isAfter(now));
  }

  /** Tasks of the pod that recovery has to bring back. */
  public static ImmutableList<String> failedTasks(PodRecord pod, ServiceSpec spec) {
    PodSpec definition = spec.pod(pod.id());
    return definition.tasks().values().stream()
        .filter(task -> task.goal() == TaskSpec.Goal.RUNNING)
        .filter(
            task ->
                pod.task(task.name())
                    .map(known -> known.reachedGoal() != null && !known.isActive())
                    .orElse(false))
        .map(TaskSpec::name)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Not while a person is asked for or the instance is given up, nor while an old instance may
   * still be ending or its end is not certain.
   */
  private static boolean mayLaunch(PodRecord pod) {
    if (!pod.error().isEmpty() || pod.replacement() != null) {
      return false;
    }
    boolean someActive = false;
    boolean someRunning = false;
    for (TaskRecord task : pod.tasks().values()) {
      if (task.isActive()) {
        someActive = true;
        someRunning |= task.isRunning();
        if (task.endWanted() != null) {
          return false;
        }
      }
    }
    return !someActive || someRunning;
  }

  private static ImmutableList<String> deployTasks(
      Step step, Plan plan, Optional<PodRecord> pod, ServiceState state) {
    PodSpec definition = state.specOf(plan.config()).pod(step.pod());
    return definition.tasks().values().stream()
        .filter(task -> isWanted(task, step, plan, pod, state))
        .map(TaskSpec::name)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean isWanted(
      TaskSpec task, Step step, Plan plan, Optional<PodRecord> pod, ServiceState state) {
    Optional<TaskRecord> known = pod.flatMap(record -> record.task(task.name()));
    boolean ofStep = step.tasks().contains(task.name());
    if (known.isEmpty()) {
      return ofStep;
    }
    if (known.get().isActive()) {
      return false;
    }
    ConfigId reached = known.get().reachedGoal();
    return switch (task.goal()) {
      case RUNNING -> ofStep || reached != null;
      case FINISH ->
          ofStep
              && (reached == null
                  || !StepStatuses.sameDefinition(state, reached, plan, step.pod()));
      case ONCE -> ofStep && reached == null;
    };
  }

  private static Optional<Duty> recovery(PodRecord pod, ServiceState state) {
    return duty(
        pod.id(), Plan.RECOVERY, pod.config(), failedTasks(pod, state.specOf(pod.config())), null);
  }

  private static Optional<Duty> duty(
      PodId id, String plan, ConfigId config, ImmutableList<String> tasks, @Nullable RunMark mark) {
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(new Duty(id, plan, config, tasks, mark, ImmutableSortedMap.of()));
  }
}
