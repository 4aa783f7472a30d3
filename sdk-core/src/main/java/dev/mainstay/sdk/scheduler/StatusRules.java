package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.CheckResult;
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
import java.util.Objects;

/** What a status update of a current task makes of its pod. Pure. */
final class StatusRules {

  private StatusRules() {}

  /**
   * The pod after the update; the same one for a duplicate, and for anything after a terminal
   * state.
   *
   * @param spec the pod as the task's own configuration defines it
   */
  static PodRecord apply(
      PodRecord pod, TaskRecord task, TaskStatus status, PodSpec spec, Instant now) {
    if (!task.isActive()) {
      return pod;
    }
    TaskSpec definition = spec.task(task.name());
    TaskCondition condition = condition(task.condition(), definition, status, now);
    TaskRecord changed = task.withCondition(condition);
    if (reachesGoal(definition, condition)) {
      changed = changed.withReachedGoal(task.launch().config());
    }
    PodRecord after = pod.withTask(changed);
    if (status.state() == TaskState.STARTING || status.state() == TaskState.RUNNING) {
      after = after.withHoldings(confirmed(pod, definition));
    }
    return condition.state().isTerminal()
        ? ended(after, task, changed, definition, spec, now)
        : after;
  }

  private static TaskCondition condition(
      TaskCondition old, TaskSpec definition, TaskStatus status, Instant now) {
    TaskState state = status.state();
    return new TaskCondition(
        state,
        ready(old, definition, status),
        status.healthy() == null ? old.healthy() : status.healthy(),
        Objects.requireNonNullElse(status.message(), ""),
        status.reason(),
        state == old.state() ? old.since() : now);
  }

  /** The last non-empty result of the check; without a check a task is ready as long as it runs. */
  private static boolean ready(TaskCondition old, TaskSpec definition, TaskStatus status) {
    if (status.state().isTerminal()) {
      return false;
    }
    if (definition.readinessCheck() == null) {
      return status.state() == TaskState.RUNNING
          || (old.ready() && status.state() == TaskState.UNREACHABLE);
    }
    CheckResult result = status.checkResult();
    if (result == null || result.isEmpty()) {
      return old.ready();
    }
    return result.passed();
  }

  private static boolean reachesGoal(TaskSpec definition, TaskCondition condition) {
    return switch (definition.goal()) {
      case RUNNING -> condition.state() == TaskState.RUNNING && condition.ready();
      case FINISH, ONCE -> condition.state() == TaskState.FINISHED;
    };
  }

  /** A task that runs has proven the reservations that it and its executor stand on. */
  private static ImmutableList<Holding> confirmed(PodRecord pod, TaskSpec definition) {
    return pod.holdings().stream()
        .map(
            holding ->
                holding.owner().equals(Holding.EXECUTOR)
                        || holding.owner().equals(definition.resourceSet())
                    ? holding.held()
                    : holding)
        .collect(ImmutableList.toImmutableList());
  }

  private static PodRecord ended(
      PodRecord pod,
      TaskRecord before,
      TaskRecord task,
      TaskSpec definition,
      PodSpec spec,
      Instant now) {
    boolean done = definition.goal() != TaskSpec.Goal.RUNNING && task.state() == TaskState.FINISHED;
    boolean wanted = before.endWanted() != null;
    PodRecord after =
        task.state() == TaskState.DROPPED && isStaleOffer(task) ? withoutAsked(pod) : pod;
    if (done || wanted) {
      return after;
    }
    if (task.state() == TaskState.ERROR) {
      return refused(after, task, now);
    }
    after =
        counts(before, task) ? after.withBackoff(backoff(pod.backoff(), before, task, now)) : after;
    return definition.essential() && definition.goal() == TaskSpec.Goal.RUNNING
        ? endOthers(after, task, spec, now)
        : after;
  }

  /**
   * Mesos refused the launch. When its reservations were refused too that is the cause, and another
   * offer may do; otherwise a person has to look.
   */
  private static PodRecord refused(PodRecord pod, TaskRecord task, Instant now) {
    boolean reserved =
        !pod.holdings().isEmpty() && pod.holdings().stream().allMatch(Holding::isHeld);
    if (reserved) {
      return pod.withError(task.name() + ": " + task.condition().message());
    }
    return pod.withBackoff(next(pod.backoff(), pod.backoff().failures() + 1, describe(task), now));
  }

  private static boolean isStaleOffer(TaskRecord task) {
    return task.condition().reason() == StatusReason.INVALID_OFFERS;
  }

  /** The operations beside a launch on a stale offer were never carried out. */
  static PodRecord withoutAsked(PodRecord pod) {
    ImmutableList<Holding> held =
        pod.holdings().stream().filter(Holding::isHeld).collect(ImmutableList.toImmutableList());
    if (held.size() == pod.holdings().size()) {
      return pod;
    }
    return held.isEmpty()
        ? pod.withHoldings(held).withPlace(null).withExecutor(null)
        : pod.withHoldings(held);
  }

  /**
   * Whether the end is the task's own failure: a launch into an ending executor, or on a stale
   * offer, is not.
   */
  private static boolean counts(TaskRecord before, TaskRecord task) {
    boolean staging = before.state() == TaskState.STAGING;
    return switch (task.state()) {
      case DROPPED -> !isStaleOffer(task);
      case FAILED -> !(staging && task.condition().reason() == StatusReason.EXECUTOR_TERMINATED);
      case GONE, LOST -> !staging;
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

  private static Backoff backoff(Backoff old, TaskRecord before, TaskRecord task, Instant now) {
    boolean wasStable =
        before.isRunning()
            && Duration.between(before.condition().since(), now).compareTo(Timing.STABLE_AFTER)
                >= 0;
    return next(old, wasStable ? 1 : old.failures() + 1, describe(task), now);
  }

  private static Backoff next(Backoff old, int failures, String cause, Instant now) {
    if (failures <= 1) {
      return new Backoff(failures, null, cause);
    }
    Instant proposed = now.plus(Timing.doubled(Timing.BACKOFF, failures - 2, Timing.BACKOFF_MAX));
    Instant planned = old.notBefore();
    return new Backoff(
        failures, planned != null && planned.isAfter(proposed) ? planned : proposed, cause);
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
