package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.evaluate.Refit;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.ContainerStatus;
import dev.mainstay.sdk.mesos.NetworkInfo;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a status update of a current task makes of its pod. Pure. */
final class StatusRules {

  private StatusRules() {}

  /**
   * What a task does for plans.
   *
   * @param bakes to be ready is not yet the task's goal: it has to stay so for some time
   * @param ofRun it was launched for a run of an author's plan: where it is to end, its failures
   *     are no matter of the pod, which goes on beside it
   * @param underWay the runs of plans that are not over
   */
  record Work(boolean bakes, boolean ofRun, ImmutableSet<String> underWay) {}

  /**
   * The pod after the update; the same one for a duplicate, and for anything after a terminal
   * state.
   *
   * @param spec the pod as the task's own configuration defines it
   * @param work what the task does for plans
   */
  static PodRecord apply(
      PodRecord pod, TaskRecord task, TaskStatus status, PodSpec spec, Work work, Instant now) {
    if (!task.isActive() || isOutdated(task.state(), status.state())) {
      return pod;
    }
    TaskSpec definition = spec.task(task.name());
    boolean idles = task.launch().paused();
    TaskCondition condition =
        condition(
            pod,
            task.condition(),
            idles ? Checks.IDLES : Checks.of(definition),
            status,
            StatusText.of(pod.id(), definition, task, status, spec),
            now);
    TaskRecord changed = task.withCondition(condition);
    if (!idles && reachesGoal(definition, condition, work.bakes())) {
      changed = changed.withReachedGoal(work.underWay());
    }
    boolean fails = task.condition().readySince() != null && condition.readySince() == null;
    boolean over =
        fails && definition.goal() == TaskSpec.Goal.RUNNING && hasBeenWell(pod, spec, now);
    PodRecord after = (over ? pod.withBackoff(Backoff.NONE) : pod).withTask(changed);
    if (status.state() == TaskState.STARTING || status.state() == TaskState.RUNNING) {
      after = confirmed(after, definition);
    }
    if (!condition.state().isTerminal()) {
      return after;
    }
    return work.ofRun() && definition.goal() != TaskSpec.Goal.RUNNING
        ? endedAside(after, task, changed, definition, spec, now)
        : ended(after, task, changed, definition, spec, now);
  }

  /** What tells that a task is ready. */
  private enum Checks {
    /** Nothing: it does not do its work. */
    IDLES,
    /** That it runs. */
    NONE,
    /** The last result of its check. */
    READINESS;

    static Checks of(TaskSpec definition) {
      return definition.readinessCheck() == null ? NONE : READINESS;
    }
  }

  /**
   * A newer status of the same agent is known: this one was late, or came again. Whether it is so
   * for certain only that agent's clock could tell, so that the master is to be asked. The end of a
   * task is never passed over.
   */
  static boolean isSuperseded(TaskRecord task, TaskStatus status) {
    Instant reported = task.condition().reported();
    return status.uuid() != null
        && status.timestamp() != null
        && reported != null
        && status.timestamp().isBefore(reported)
        && !status.state().isTerminal();
  }

  /** A task that came further never goes back to its start: the update was late or doubled. */
  private static boolean isOutdated(TaskState known, TaskState said) {
    boolean cameFurther = known == TaskState.RUNNING || known == TaskState.KILLING;
    return (said == TaskState.STAGING && (cameFurther || known == TaskState.STARTING))
        || (said == TaskState.STARTING && cameFurther);
  }

  private static TaskCondition condition(
      PodRecord pod,
      TaskCondition old,
      Checks checks,
      TaskStatus status,
      String message,
      Instant now) {
    TaskState state = stateOf(pod, status);
    boolean ready = ready(old, state, checks, status);
    return new TaskCondition(
        state,
        ready,
        status.healthy() == null ? old.healthy() : status.healthy(),
        message,
        status.reason(),
        state == old.state() || (isAway(state) && isAway(old.state())) ? old.since() : now,
        addresses(old, status),
        status.uuid() == null || status.timestamp() == null ? old.reported() : status.timestamp(),
        readySince(old, state, ready, now));
  }

  private static @Nullable Instant readySince(
      TaskCondition old, TaskState state, boolean ready, Instant now) {
    if (state != TaskState.RUNNING || !ready) {
      return null;
    }
    return old.readySince() == null ? now : old.readySince();
  }

  /** Nobody can tell how it is, first as its agent is out of reach, then as that is forgotten. */
  private static boolean isAway(TaskState state) {
    return state == TaskState.UNREACHABLE || state == TaskState.UNKNOWN;
  }

  /** Updates of a task's end do not tell them: the last ones that were told stay. */
  private static ImmutableList<String> addresses(TaskCondition old, TaskStatus status) {
    ContainerStatus container = status.containerStatus();
    if (container == null) {
      return old.addresses();
    }
    ImmutableList<String> told =
        container.networks().stream()
            .flatMap(network -> network.ipAddresses().stream())
            .map(NetworkInfo.IpAddress::address)
            .distinct()
            .collect(ImmutableList.toImmutableList());
    return told.isEmpty() ? old.addresses() : told;
  }

  /**
   * What nobody knows is certain to be over once the pod's reservations show that; a pod that holds
   * none has nothing to wait for.
   */
  private static TaskState stateOf(PodRecord pod, TaskStatus status) {
    return status.state() == TaskState.UNKNOWN && pod.holdings().isEmpty()
        ? TaskState.LOST
        : status.state();
  }

  /** The last non-empty result of the check; without a check a task is ready as long as it runs. */
  private static boolean ready(
      TaskCondition old, TaskState state, Checks checks, TaskStatus status) {
    if (state.isTerminal()) {
      return false;
    }
    return switch (checks) {
      case IDLES -> false;
      case NONE -> state == TaskState.RUNNING || (old.ready() && state == TaskState.UNREACHABLE);
      case READINESS -> {
        CheckResult result = status.checkResult();
        yield (result == null || result.isEmpty()) ? old.ready() : result.passed();
      }
    };
  }

  private static boolean reachesGoal(TaskSpec definition, TaskCondition condition, boolean bakes) {
    return switch (definition.goal()) {
      case RUNNING -> condition.state() == TaskState.RUNNING && condition.ready() && !bakes;
      case FINISH, ONCE -> condition.state() == TaskState.FINISHED;
    };
  }

  /** A task that runs has proven the reservations that it and its executor stand on. */
  private static PodRecord confirmed(PodRecord pod, TaskSpec definition) {
    return OperationRules.proven(
        pod,
        holding ->
            holding.owner().equals(Holding.EXECUTOR)
                || holding.owner().equals(definition.resourceSet()));
  }

  /** Of a task whose failures are its own. */
  private static PodRecord endedAside(
      PodRecord pod,
      TaskRecord before,
      TaskRecord task,
      TaskSpec definition,
      PodSpec spec,
      Instant now) {
    PodRecord after =
        task.state() == TaskState.DROPPED && isStaleOffer(task) ? withoutAsked(pod) : pod;
    if (!before.launch().paused() && task.state() == TaskState.FINISHED) {
      return after.withTask(task.withBackoff(null));
    }
    if (before.endWanted() != null) {
      return after;
    }
    if (task.state() == TaskState.ERROR) {
      return refused(after, task, definition, spec, now);
    }
    Backoff row = task.backoff() == null ? Backoff.NONE : task.backoff();
    return counts(pod, before, task)
        ? after.withTask(task.withBackoff(backoff(row, before, task, now)))
        : after;
  }

  private static PodRecord ended(
      PodRecord pod,
      TaskRecord before,
      TaskRecord task,
      TaskSpec definition,
      PodSpec spec,
      Instant now) {
    boolean idled = before.launch().paused();
    boolean done =
        !idled && definition.goal() != TaskSpec.Goal.RUNNING && task.state() == TaskState.FINISHED;
    boolean wanted = before.endWanted() != null;
    boolean over = done || isRowOver(pod.backoff(), before, now);
    PodRecord told = over ? pod.withBackoff(Backoff.NONE) : pod;
    PodRecord after =
        task.state() == TaskState.DROPPED && isStaleOffer(task) ? withoutAsked(told) : told;
    if (done || wanted) {
      return after;
    }
    if (task.state() == TaskState.ERROR) {
      return refused(after, task, definition, spec, now);
    }
    boolean counts = counts(pod, before, task);
    after = counts ? after.withBackoff(backoff(pod.backoff(), before, task, now)) : after;
    boolean begun = counts || before.state() != TaskState.STAGING;
    return begun && !idled && definition.essential() && definition.goal() == TaskSpec.Goal.RUNNING
        ? endOthers(after, task, spec, now)
        : after;
  }

  /**
   * Mesos refused the launch. When its reservations were refused too, which the master says first,
   * that is the cause, and another try may do; otherwise a person has to look.
   */
  private static PodRecord refused(
      PodRecord pod, TaskRecord task, TaskSpec definition, PodSpec spec, Instant now) {
    boolean complete =
        Refit.of(pod, spec, ImmutableList.of(task.name()), false).missing().stream()
            .noneMatch(
                need ->
                    need.owner().equals(Holding.EXECUTOR)
                        || need.owner().equals(definition.resourceSet()));
    if (complete) {
      return pod.withError(task.name() + ": " + task.condition().message());
    }
    String cause =
        pod.backoff().tellsOfReservation() ? pod.backoff().lastFailure() : describe(task);
    return pod.withBackoff(failedAgain(pod.backoff(), cause, now));
  }

  private static boolean isStaleOffer(TaskRecord task) {
    return task.condition().reason() == StatusReason.INVALID_OFFERS;
  }

  /**
   * The operations beside a launch on a stale offer were never carried out. A pod of which anything
   * is held was reserved by an earlier one: it keeps all.
   */
  static PodRecord withoutAsked(PodRecord pod) {
    return pod.holdings().stream().anyMatch(Holding::isHeld)
        ? pod
        : pod.withHoldings(ImmutableList.of()).withPlace(null).withExecutor(null);
  }

  /**
   * Whether the end is the task's own failure: a launch into an ending executor, or on a stale
   * offer, is not.
   */
  private static boolean counts(PodRecord pod, TaskRecord before, TaskRecord task) {
    boolean staging = before.state() == TaskState.STAGING;
    return switch (task.state()) {
      case DROPPED -> !isStaleOffer(task);
      case FAILED ->
          !(staging
              && task.condition().reason() == StatusReason.EXECUTOR_TERMINATED
              && joined(pod, task));
      // The agent lost it: it was restarted, stopped or never got it.
      case GONE, LOST -> false;
      case STAGING,
          STARTING,
          RUNNING,
          KILLING,
          FINISHED,
          KILLED,
          ERROR,
          UNREACHABLE,
          GONE_BY_OPERATOR,
          UNKNOWN ->
          true;
    };
  }

  /** It was launched into the executor of another task of the pod, which then was active. */
  private static boolean joined(PodRecord pod, TaskRecord task) {
    Instant launch = task.launch().launchedAt();
    return pod.tasks().values().stream()
        .filter(other -> !other.name().equals(task.name()))
        .filter(other -> other.launch().launchedAt().isBefore(launch))
        .anyMatch(other -> other.isActive() || !other.condition().since().isBefore(launch));
  }

  /** All that should run does, and has been ready for long: whatever failed before is over. */
  private static boolean hasBeenWell(PodRecord pod, PodSpec spec, Instant now) {
    return pod.tasks().values().stream()
        .filter(task -> spec.tasks().containsKey(task.name()) && !task.launch().paused())
        .filter(task -> spec.task(task.name()).goal() == TaskSpec.Goal.RUNNING)
        .map(task -> task.condition().readySince())
        .allMatch(since -> since != null && !since.plus(Timing.STABLE_AFTER).isAfter(now));
  }

  /** Failures in a row were followed by this launch, which lived long and well: a success. */
  private static boolean isRowOver(Backoff row, TaskRecord before, Instant now) {
    Instant since = row.since();
    return since != null && !since.isAfter(before.launch().launchedAt()) && wasStable(before, now);
  }

  private static boolean wasStable(TaskRecord before, Instant now) {
    Duration lived = Duration.between(before.launch().launchedAt(), now);
    // One that is being ended is ready no more, whatever it was.
    boolean well = before.condition().ready() || before.state() == TaskState.KILLING;
    return well && lived.compareTo(Timing.STABLE_AFTER) >= 0;
  }

  private static Backoff backoff(Backoff old, TaskRecord before, TaskRecord task, Instant now) {
    int failures = wasStable(before, now) ? 1 : old.failures() + 1;
    return next(old, failures, describe(task), now);
  }

  /** After one more failure in a row. */
  static Backoff failedAgain(Backoff old, String cause, Instant now) {
    return next(old, old.failures() + 1, cause, now);
  }

  private static Backoff next(Backoff old, int failures, String cause, Instant now) {
    if (failures <= 1) {
      return new Backoff(failures, null, cause, now);
    }
    Instant proposed = now.plus(Timing.doubled(Timing.BACKOFF, failures - 2, Timing.BACKOFF_MAX));
    Instant planned = old.notBefore();
    return new Backoff(
        failures,
        planned != null && planned.isAfter(proposed) ? planned : proposed,
        cause,
        old.since() == null ? now : old.since());
  }

  private static String describe(TaskRecord task) {
    String state = task.state().name().toLowerCase(Locale.ROOT);
    String message = task.condition().message();
    return task.name() + " " + state + (message.isEmpty() ? "" : ": " + message);
  }

  /** The end of an essential task restarts the pod's other RUNNING tasks. */
  private static PodRecord endOthers(PodRecord pod, TaskRecord ended, PodSpec spec, Instant now) {
    PodRecord after = pod;
    for (TaskRecord other : pod.tasks().values()) {
      boolean runs =
          spec.tasks().containsKey(other.name())
              && spec.task(other.name()).goal() == TaskSpec.Goal.RUNNING;
      if (!other.name().equals(ended.name()) && other.isActive() && runs) {
        after =
            after.withTask(other.withEndWanted("essential task " + ended.name() + " ended", now));
      }
    }
    return after;
  }
}
