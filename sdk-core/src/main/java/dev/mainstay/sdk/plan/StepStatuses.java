package dev.mainstay.sdk.plan;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PlanRunRecord.Outcome;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Derives how a step stands from what is known of its pod. */
public final class StepStatuses {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private StepStatuses() {}

  /** What was decided about this run of the plan. */
  public static PlanDecisions decisions(Plan plan, ServiceState state) {
    return runOf(plan, state).map(PlanRunRecord::decisions).orElse(PlanDecisions.NONE);
  }

  /** An author's plan that was not started, or whose run has ended. */
  static boolean isIdle(Plan plan, ServiceState state) {
    return plan.purpose() == Plan.Purpose.CUSTOM
        && runOf(plan, state).filter(PlanRunRecord::isActive).isEmpty();
  }

  private static Optional<PlanRunRecord> runOf(Plan plan, ServiceState state) {
    return state.planRun(plan.name()).filter(record -> record.run().equals(plan.run()));
  }

  /** How many times the step was restarted in the plan's run. */
  public static int generation(Plan plan, Step step, ServiceState state) {
    return decisions(plan, state).step(step.id()).generation();
  }

  /** Whether the task has done what the step wants of it. */
  public static boolean reached(Plan plan, Step step, TaskRecord task, ServiceState state) {
    return reached(plan, step, decisions(plan, state).step(step.id()), task, state);
  }

  /** Whether the step is complete, with what was decided about it. */
  public static boolean isComplete(Plan plan, Step step, ServiceState state) {
    return isComplete(plan, step, decisions(plan, state).step(step.id()), state);
  }

  /**
   * Whether each task of the step has reached its goal: with the plan's definition of the pod, or
   * at any time where the goal is ONCE; in this run of an author's plan; once the step was
   * restarted, since then. For recovery: whether each runs and is ready. An operator may have said
   * that it counts as complete.
   */
  static boolean isComplete(Plan plan, Step step, StepDecision decision, ServiceState state) {
    return decision.forced()
        || isOver(plan, state)
        || (isRemoval(plan, step)
            ? RemovalSteps.isComplete(step, state)
            : isDrained(plan, step, state)
                || (isEachReached(plan, step, decision, state) && !isLost(plan, step, state)));
  }

  private static boolean isRemoval(Plan plan, Step step) {
    return switch (plan.purpose()) {
      case DECOMMISSION -> !RemovalSteps.isDraining(step);
      case UNINSTALL -> true;
      case DEPLOY, RECOVERY, CUSTOM -> false;
    };
  }

  /** An instance that is being given up, or was, need not be drained any more. */
  private static boolean isDrained(Plan plan, Step step, ServiceState state) {
    return plan.purpose() == Plan.Purpose.DECOMMISSION
        && state.pod(step.pod()).map(PodRecord::isGivenUpForGood).orElse(true);
  }

  /** The target has the instance, but what is there of it is being given up, and comes anew. */
  private static boolean isLost(Plan plan, Step step, ServiceState state) {
    return plan.purpose() == Plan.Purpose.DEPLOY
        && state.pod(step.pod()).filter(PodRecord::isGivenUpForGood).isPresent();
  }

  private static boolean isEachReached(
      Plan plan, Step step, StepDecision decision, ServiceState state) {
    return tasksOf(step, state)
        .allMatch(task -> task.isPresent() && reached(plan, step, decision, task.get(), state));
  }

  /** A run that was complete stays so, whatever its tasks are launched for later. */
  private static boolean isOver(Plan plan, ServiceState state) {
    return plan.purpose() == Plan.Purpose.CUSTOM
        && runOf(plan, state)
            .map(PlanRunRecord::outcome)
            .filter(Outcome.COMPLETE::equals)
            .isPresent();
  }

  /** Whether nothing was left to do for the step when this run of the plan began. */
  static boolean wasComplete(Plan plan, Step step, ServiceState state) {
    return tasksOf(step, state)
        .allMatch(
            task ->
                task.isPresent()
                    && reached(plan, step, StepDecision.NONE, task.get(), state)
                    && !isOfRun(plan, task.get()));
  }

  private static boolean isOfRun(Plan plan, TaskRecord task) {
    return task.goal() != null && task.goal().isOf(plan.run(), 0);
  }

  private static Stream<Optional<TaskRecord>> tasksOf(Step step, ServiceState state) {
    Optional<PodRecord> pod = state.pod(step.pod());
    return step.tasks().stream().map(name -> pod.flatMap(known -> known.task(name)));
  }

  static boolean reached(
      Plan plan, Step step, StepDecision decision, TaskRecord task, ServiceState state) {
    return switch (plan.purpose()) {
      case DEPLOY -> {
        Goal goal = task.goal();
        yield goal != null
            && (decision.generation() == 0 || goal.isOf(plan.run(), decision.generation()))
            && (isOnce(plan, step, task, state)
                || (isOfLaunch(plan, goal, task)
                    && sameDefinition(state, goal.config(), plan, step.pod())
                    && sameDefinition(state, task.launch().config(), plan, step.pod())));
      }
      case RECOVERY ->
          task.condition().ready() && !task.isOutOfReach() && !isToRestart(step, task, state);
      case CUSTOM, DECOMMISSION ->
          task.goal() != null && task.goal().isOf(plan.run(), decision.generation());
      case UNINSTALL -> false;
    };
  }

  /**
   * It was reached as what was launched last. What failed since then and was brought back as it was
   * counts; what the plan launched in the place of another definition has to come to it anew, even
   * where it once was the same.
   */
  private static boolean isOfLaunch(Plan plan, Goal goal, TaskRecord task) {
    boolean ofThisRun = task.launch().mark().run().equals(plan.run());
    return !ofThisRun || goal.mark().run().equals(plan.run());
  }

  /** In this run, and not before the restart of the step that began the generation. */
  public static boolean isSince(Plan plan, int generation, RunMark mark) {
    return mark.run().equals(plan.run()) && mark.generation() >= generation;
  }

  /** What may run of the task was launched for this step, or is as if it had been. */
  static boolean isAtWork(
      Plan plan, Step step, StepDecision decision, TaskRecord task, ServiceState state) {
    if (!task.isActive()) {
      return false;
    }
    return switch (plan.purpose()) {
      case DEPLOY ->
          (decision.generation() == 0 || isSince(plan, decision.generation(), task.launch().mark()))
              && sameDefinition(state, task.launch().config(), plan, step.pod());
      case CUSTOM, DECOMMISSION -> isSince(plan, decision.generation(), task.launch().mark());
      case RECOVERY -> !isToRestart(step, task, state);
      case UNINSTALL -> true;
    };
  }

  /** A step of recovery that comes after the return of another instance restarts what ran then. */
  private static boolean isToRestart(Step step, TaskRecord task, ServiceState state) {
    return step.after().stream()
        .flatMap(pod -> state.pod(pod).stream())
        .flatMap(pod -> Optional.ofNullable(pod.recovery()).stream())
        .anyMatch(
            recovery ->
                !recovery.back()
                    || recovery.restarts().stream()
                        .anyMatch(restart -> restart.ends().contains(task.taskId())));
  }

  private static boolean isOnce(Plan plan, Step step, TaskRecord task, ServiceState state) {
    return state.specOf(plan.config()).pod(step.pod()).task(task.name()).goal()
        == TaskSpec.Goal.ONCE;
  }

  /** Whether a configuration defines a pod as the one that the plan brings it to. */
  public static boolean sameDefinition(ServiceState state, ConfigId config, Plan plan, PodId pod) {
    if (config.equals(plan.config())) {
      return true;
    }
    Optional<PodDefinition> before = state.definition(config, plan.name(), pod);
    return before.isPresent() && before.equals(state.definition(plan.config(), plan.name(), pod));
  }

  /**
   * Where a step stands in its plan.
   *
   * @param candidate it may work now
   * @param waiting it waits for an operator, not for its turn
   * @param hold what it waits for, for people; empty for its turn, or for nothing
   */
  record Standing(boolean candidate, boolean waiting, String hold) {

    /** Of one whose pod is not at work for it. */
    Status idle() {
      return candidate ? Status.PREPARED : waiting ? Status.WAITING : Status.PENDING;
    }
  }

  /** The step as it is shown. */
  static StepView view(
      Plan plan,
      Step step,
      StepDecision decision,
      ServiceState state,
      Standing standing,
      Instant now) {
    if (isRemoval(plan, step)) {
      return RemovalSteps.view(step, decision, state, standing);
    }
    if (isComplete(plan, step, decision, state)) {
      String message = decision.forced() ? "completed by the operator's word" : "";
      return of(step, Status.COMPLETE, message, null);
    }
    Optional<PodRecord> known = state.pod(step.pod());
    if (known.isEmpty()) {
      return idle(step, standing, "waits for an offer");
    }
    PodRecord pod = known.get();
    if (isLost(plan, step, state)) {
      return idle(step, standing, "is given up with its data first, and placed anew then");
    }
    if (!pod.error().isEmpty()) {
      return of(step, Status.ERROR, pod.error(), null);
    }
    List<TaskRecord> active =
        step.tasks().stream()
            .flatMap(name -> pod.task(name).stream())
            .filter(task -> isAtWork(plan, step, decision, task, state))
            .toList();
    boolean someToLaunch =
        tasksOf(step, state).anyMatch(task -> isToLaunch(plan, step, decision, task, state));
    if (!active.isEmpty() && !someToLaunch) {
      String message = told(pod, active);
      return of(
          step,
          working(plan, active),
          message.isEmpty() ? bakes(plan, step, active, state) : message,
          null);
    }
    Backoff backoff =
        pod.backoffOf(step.tasks(), mark -> isSince(plan, decision.generation(), mark));
    Instant notBefore = backoff.notBefore();
    if (standing.candidate() && notBefore != null && notBefore.isAfter(now)) {
      return of(step, Status.DELAYED, backoff.lastFailure(), notBefore);
    }
    if (!active.isEmpty()) {
      return of(step, Status.STARTING, told(pod, active), null);
    }
    return WorkBeside.hindrance(plan, left(plan, step, decision, pod, state), pod, state)
        .filter(hindrance -> standing.candidate())
        .map(hindrance -> of(step, Status.WAITING, hindrance, null))
        .orElseGet(() -> idle(step, standing, refused(pod, waitsFor(pod))));
  }

  /** Names of the tasks that have yet to be launched for the step. */
  private static List<String> left(
      Plan plan, Step step, StepDecision decision, PodRecord pod, ServiceState state) {
    return step.tasks().stream()
        .filter(name -> isToLaunch(plan, step, decision, pod.task(name), state))
        .toList();
  }

  /** All run and are ready, but not yet for as long as the rollout policy wants. */
  private static String bakes(Plan plan, Step step, List<TaskRecord> active, ServiceState state) {
    Duration bake =
        Rollout.policy(plan, step.pod(), state).map(RolloutSpec::bake).orElse(Duration.ZERO);
    return active.stream()
        .filter(task -> !bake.isZero() && task.condition().ready())
        .flatMap(task -> Rollout.bakesUntil(task, bake).stream())
        .max(Comparator.naturalOrder())
        .map(until -> "bakes until " + TIME.format(until))
        .orElse("");
  }

  /**
   * Of a step whose tasks are all launched: one of them may idle until an operator resumes it, or
   * be where nobody can tell whether it comes back.
   */
  private static Status working(Plan plan, List<TaskRecord> active) {
    if (plan.purpose() == Plan.Purpose.RECOVERY
        && active.stream().anyMatch(TaskRecord::isOutOfReach)) {
      return Status.WAITING;
    }
    if (!active.stream().allMatch(TaskRecord::isRunning)) {
      return Status.STARTING;
    }
    return active.stream().anyMatch(TaskRecord::idles) ? Status.WAITING : Status.STARTED;
  }

  /** What its tasks do; those that end again because of a refused reservation say so. */
  private static String told(PodRecord pod, List<TaskRecord> active) {
    String text = messageOf(active);
    return active.stream().anyMatch(task -> task.endWanted() != null) ? refused(pod, text) : text;
  }

  private static String refused(PodRecord pod, String text) {
    return pod.backoff().tellsOfReservation() ? text + "; " + pod.backoff().lastFailure() : text;
  }

  private static StepView idle(Step step, Standing standing, String waitsFor) {
    String message = standing.hold().isEmpty() && standing.candidate() ? waitsFor : standing.hold();
    return of(step, standing.idle(), message, null);
  }

  private static String waitsFor(PodRecord pod) {
    List<String> ending =
        pod.tasks().values().stream()
            .filter(task -> task.isActive() && task.endWanted() != null)
            .map(TaskRecord::name)
            .toList();
    if (!ending.isEmpty()) {
      return "waits for " + String.join(", ", ending) + " to end";
    }
    if (pod.place() != null && pod.tasks().values().stream().anyMatch(TaskRecord::isOutOfReach)) {
      return "waits for %s, which cannot be reached".formatted(pod.place().hostname());
    }
    return pod.place() == null
        ? "waits for an offer"
        : "waits for its reservations on " + pod.place().hostname();
  }

  private static boolean isToLaunch(
      Plan plan, Step step, StepDecision decision, Optional<TaskRecord> task, ServiceState state) {
    return task.map(
            known ->
                !isAtWork(plan, step, decision, known, state)
                    && !reached(plan, step, decision, known, state))
        .orElse(true);
  }

  private static StepView of(Step step, Status status, String message, @Nullable Instant until) {
    return new StepView(step.id(), step.name(), status, message, until);
  }

  private static String messageOf(List<TaskRecord> tasks) {
    return tasks.stream()
        .filter(task -> !task.condition().ready() || task.isOutOfReach())
        .map(task -> task.name() + " " + (task.isOutOfReach() ? away(task) : task.describe()))
        .collect(Collectors.joining(", "));
  }

  private static String away(TaskRecord task) {
    return "cannot be reached since " + task.condition().since().truncatedTo(ChronoUnit.SECONDS);
  }
}
