package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.plan.StepStatuses;
import dev.mainstay.sdk.plan.WorkBeside;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides which plan owns a pod and what it wants launched there. A deploy step owns its pod while
 * it is a candidate or at work; else recovery does, in the configuration that the pod has.
 */
public final class DutyPlanner {

  private DutyPlanner() {}

  /** What should be launched for the pod, whether or not its back-off allows it now. */
  public static Optional<Duty> dutyOf(PodId id, WorkPlans plans, ServiceState state) {
    Optional<PodRecord> pod = state.pod(id);
    if (pod.isPresent() && !mayLaunch(pod.get())) {
      return Optional.empty();
    }
    if (pod.isPresent() && !EndPlanner.of(pod.get(), plans, state).isNothing()) {
      return Optional.empty();
    }
    Optional<Step> step = plans.deploy().candidateOf(id);
    if (step.isPresent()) {
      Plan plan = plans.deploy().plan();
      return duty(
          id,
          plan,
          plan.config(),
          deployTasks(step.get(), plans.deploy(), pod, state),
          markOf(plan, step.get(), state));
    }
    return pod.flatMap(record -> later(record, plans, state));
  }

  /**
   * Recovery, then what drains the pod, or an author's plan; what that launches anyway need not be
   * recovered before.
   */
  private static Optional<Duty> later(PodRecord pod, WorkPlans plans, ServiceState state) {
    Optional<WorkPlans.Candidate> candidate = plans.laterCandidate(pod.id());
    boolean interrupted = RecoveryPlanner.isInterrupted(pod.id(), state);
    ImmutableList<String> failed =
        failedTasks(pod, state.specOf(pod.config())).stream()
            .filter(task -> !interrupted)
            .filter(task -> candidate.isEmpty() || !candidate.get().step().tasks().contains(task))
            .collect(ImmutableList.toImmutableList());
    if (!failed.isEmpty() || candidate.isEmpty()) {
      return failed.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Duty(
                  pod.id(), Plan.RECOVERY, pod.config(), failed, null, ImmutableSortedMap.of()));
    }
    Step step = candidate.get().step();
    Plan plan = candidate.get().plan().plan();
    RunMark mark = markOf(plan, step, state);
    ConfigId config = WorkBeside.configOf(plan.config(), pod, state);
    return duty(pod.id(), plan, config, customTasks(step, config, mark, pod, state), mark)
        .map(duty -> duty.withParameters(parametersOf(plan, pod.id(), state)));
  }

  private static ImmutableSortedMap<String, String> parametersOf(
      Plan plan, PodId pod, ServiceState state) {
    if (plan.purpose() == Plan.Purpose.DECOMMISSION) {
      return DecommissionPlanner.parameters(pod, state);
    }
    return state
        .planRun(plan.name())
        .map(PlanRunRecord::parameters)
        .orElse(ImmutableSortedMap.of());
  }

  /** The mark of the step's work: how many times it was restarted in this run is decided there. */
  private static RunMark markOf(Plan plan, Step step, ServiceState state) {
    return new RunMark(plan.run(), StepStatuses.generation(plan, step, state));
  }

  private static ImmutableList<String> customTasks(
      Step step, ConfigId config, RunMark mark, PodRecord pod, ServiceState state) {
    return state.specOf(config).pod(pod.id()).tasks().keySet().stream()
        .filter(step.tasks()::contains)
        .filter(
            name ->
                pod.task(name)
                    .map(
                        task ->
                            !task.isActive()
                                && (task.goal() == null
                                    || !task.goal().isOf(mark.run(), mark.generation())))
                    .orElse(true))
        .collect(ImmutableList.toImmutableList());
  }

  /** When back-off allows the launch, if that is later than {@code now}. */
  public static Optional<Instant> delayOf(Duty duty, ServiceState state, Instant now) {
    return state
        .pod(duty.pod())
        .map(pod -> pod.backoffOf(duty.tasks(), mark -> mark.equals(duty.mark())))
        .map(Backoff::notBefore)
        .filter(time -> time.isAfter(now));
  }

  /** Tasks of the pod that recovery has to bring back. */
  public static ImmutableList<String> failedTasks(PodRecord pod, ServiceSpec spec) {
    PodSpec definition = spec.pod(pod.id());
    return definition.tasks().values().stream()
        .filter(task -> task.goal() == TaskSpec.Goal.RUNNING)
        .filter(
            task ->
                pod.task(task.name())
                    .map(known -> !known.isActive() && isRecovered(pod, known))
                    .orElse(false))
        .map(TaskSpec::name)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * A task that never came to its goal is the deploy plan's; but one that is to idle, or did until
   * now, is brought back whatever that plan is at.
   */
  private static boolean isRecovered(PodRecord pod, TaskRecord task) {
    return task.goal() != null || task.launch().paused() || pod.paused().contains(task.name());
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
      Step step, PlanProgress deploy, Optional<PodRecord> pod, ServiceState state) {
    PodSpec definition = state.specOf(deploy.plan().config()).pod(step.pod());
    return definition.tasks().values().stream()
        .filter(task -> isWanted(task, step, deploy, pod, state))
        .map(TaskSpec::name)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean isWanted(
      TaskSpec task, Step step, PlanProgress deploy, Optional<PodRecord> pod, ServiceState state) {
    Optional<TaskRecord> known = pod.flatMap(record -> record.task(task.name()));
    boolean ofStep = step.tasks().contains(task.name());
    if (known.isEmpty()) {
      return ofStep;
    }
    if (known.get().isActive()) {
      return false;
    }
    if (ofStep) {
      return task.goal() == TaskSpec.Goal.RUNNING
          || !StepStatuses.reached(deploy.plan(), step, known.get(), state);
    }
    return task.goal() == TaskSpec.Goal.RUNNING
        && known.get().reachedGoal() != null
        && runsBeside(task.name(), known.get(), step, deploy, state);
  }

  /**
   * Whether a task that ran before comes back with the step: not when a later step is to launch it,
   * nor when no step of the plan does any more.
   */
  private static boolean runsBeside(
      String task, TaskRecord known, Step step, PlanProgress deploy, ServiceState state) {
    boolean later =
        deploy.openStepsOf(step.pod()).stream()
            .anyMatch(open -> !open.id().equals(step.id()) && open.tasks().contains(task));
    ServiceSpec before = state.specOf(known.launch().config());
    return !later
        && (deploy.names(step.pod(), task)
            || !DeployPlanner.names(before, deploy.plan().name(), step.pod(), task));
  }

  private static Optional<Duty> duty(
      PodId id, Plan plan, ConfigId config, ImmutableList<String> tasks, RunMark mark) {
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(new Duty(id, plan.name(), config, tasks, mark, ImmutableSortedMap.of()));
  }
}
