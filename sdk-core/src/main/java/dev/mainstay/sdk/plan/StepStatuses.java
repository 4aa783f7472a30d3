package dev.mainstay.sdk.plan;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Derives how a step stands from what is known of its pod. */
public final class StepStatuses {

  private StepStatuses() {}

  /**
   * Whether each task of the step has reached its goal with the plan's definition of the pod, or at
   * any time where the goal is ONCE. For recovery: whether each runs and is ready.
   */
  public static boolean isComplete(Plan plan, Step step, ServiceState state) {
    Optional<PodRecord> pod = state.pod(step.pod());
    return pod.isPresent()
        && step.tasks().stream()
            .allMatch(
                name ->
                    pod.get()
                        .task(name)
                        .map(task -> reached(plan, step, task, state))
                        .orElse(false));
  }

  private static boolean reached(Plan plan, Step step, TaskRecord task, ServiceState state) {
    return switch (plan.purpose()) {
      case DEPLOY -> {
        ConfigId reached = task.reachedGoal();
        yield reached != null
            && (isOnce(plan, step, task, state)
                || sameDefinition(state, reached, plan.config(), step.pod().type()));
      }
      case RECOVERY -> task.condition().ready();
      case CUSTOM, DECOMMISSION, UNINSTALL -> false;
    };
  }

  private static boolean isOnce(Plan plan, Step step, TaskRecord task, ServiceState state) {
    return state.specOf(plan.config()).pod(step.pod()).task(task.name()).goal()
        == TaskSpec.Goal.ONCE;
  }

  /** Whether two configurations define a pod type alike. */
  public static boolean sameDefinition(
      ServiceState state, ConfigId one, ConfigId other, String podType) {
    return one.equals(other)
        || state
            .configuration(one)
            .map(configuration -> configuration.spec().pods().get(podType))
            .map(pod -> pod.equals(state.specOf(other).pods().get(podType)))
            .orElse(false);
  }

  /**
   * The step as it is shown.
   *
   * @param candidate its strategies allow it to work now
   */
  public static StepView view(
      Plan plan, Step step, ServiceState state, boolean candidate, Instant now) {
    if (isComplete(plan, step, state)) {
      return of(step, Status.COMPLETE, "", null);
    }
    Optional<PodRecord> known = state.pod(step.pod());
    if (known.isEmpty()) {
      return of(
          step,
          candidate ? Status.PREPARED : Status.PENDING,
          candidate ? "waits for an offer" : "",
          null);
    }
    PodRecord pod = known.get();
    if (!pod.error().isEmpty()) {
      return of(step, Status.ERROR, pod.error(), null);
    }
    List<TaskRecord> active =
        step.tasks().stream()
            .flatMap(name -> pod.task(name).stream())
            .filter(TaskRecord::isActive)
            .toList();
    boolean someToLaunch =
        step.tasks().stream().anyMatch(name -> isToLaunch(plan, step, pod.task(name), state));
    if (!active.isEmpty() && !someToLaunch) {
      boolean allRun = active.stream().allMatch(TaskRecord::isRunning);
      return of(step, allRun ? Status.STARTED : Status.STARTING, messageOf(active), null);
    }
    Instant notBefore = pod.backoff().notBefore();
    if (candidate && notBefore != null && notBefore.isAfter(now)) {
      return of(step, Status.DELAYED, pod.backoff().lastFailure(), notBefore);
    }
    if (!active.isEmpty()) {
      return of(step, Status.STARTING, messageOf(active), null);
    }
    String waiting =
        pod.place() == null
            ? "waits for an offer"
            : "waits for its reservations on " + pod.place().hostname();
    return of(step, candidate ? Status.PREPARED : Status.PENDING, candidate ? waiting : "", null);
  }

  private static boolean isToLaunch(
      Plan plan, Step step, Optional<TaskRecord> task, ServiceState state) {
    return task.map(known -> !known.isActive() && !reached(plan, step, known, state)).orElse(true);
  }

  private static StepView of(Step step, Status status, String message, @Nullable Instant until) {
    return new StepView(step.id(), step.name(), status, message, until);
  }

  private static String messageOf(List<TaskRecord> tasks) {
    return tasks.stream()
        .filter(task -> !task.condition().ready())
        .map(task -> task.name() + " " + task.describe())
        .collect(Collectors.joining(", "));
  }
}
