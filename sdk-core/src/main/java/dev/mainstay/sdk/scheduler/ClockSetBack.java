package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.RolloutWork;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskLaunch;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.state.TaskRecord.EndWanted;
import dev.mainstay.sdk.state.UninstallRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Times that were stored before the machine's clock was set back lie ahead. Taken as they are, what
 * is to happen some time after them would wait for much longer, and what happens now would seem to
 * be older. They are brought back to now, which keeps their order but for those that then are the
 * same. Pure.
 */
final class ClockSetBack {

  private ClockSetBack() {}

  /** The pod without a time that lies ahead of what it can; the same one where none does. */
  static PodRecord within(PodRecord pod, Instant now) {
    PodRecord after = pod.withBackoff(within(pod.backoff(), now));
    for (TaskRecord task : pod.tasks().values()) {
      TaskRecord changed = within(task, now);
      after = changed.equals(task) ? after : after.withTask(changed);
    }
    Instant replacedAt = pod.replacedAt();
    if (replacedAt != null) {
      after = after.withReplacedAt(earlier(replacedAt, now));
    }
    Replacement replacement = pod.replacement();
    if (replacement != null && replacement.since().isAfter(now)) {
      after =
          after.withReplacement(
              new Replacement(
                  replacement.cause(), now, replacement.agentGone(), replacement.forGood()));
    }
    RolloutWork work = pod.rollout();
    if (work != null && work.began().isAfter(now)) {
      after =
          after.withRollout(new RolloutWork(work.step(), work.generation(), now, work.failure()));
    }
    return after;
  }

  /** The removal of the service likewise. */
  static UninstallRecord within(UninstallRecord record, Instant now) {
    return new UninstallRecord(earlier(record.since(), now), record.abandoned(), record.endedAt());
  }

  private static TaskRecord within(TaskRecord task, Instant now) {
    EndWanted ending = task.endWanted();
    Backoff backoff = task.backoff();
    return new TaskRecord(
        task.name(),
        within(task.launch(), now),
        within(task.condition(), now),
        task.goal(),
        ending == null ? null : new EndWanted(ending.reason(), earlier(ending.since(), now)),
        backoff == null ? null : within(backoff, now));
  }

  private static TaskLaunch within(TaskLaunch launch, Instant now) {
    return new TaskLaunch(
        launch.taskId(),
        launch.config(),
        earlier(launch.launchedAt(), now),
        launch.token(),
        launch.environment(),
        launch.peers(),
        launch.mark(),
        launch.parameters(),
        launch.paused());
  }

  /** When the last status was made is by the clock of its agent, and stays. */
  private static TaskCondition within(TaskCondition condition, Instant now) {
    return new TaskCondition(
        condition.state(),
        condition.ready(),
        condition.healthy(),
        condition.message(),
        condition.reason(),
        earlier(condition.since(), now),
        condition.addresses(),
        condition.reported(),
        orNone(condition.readySince(), now));
  }

  /** No back-off is longer than any can be. */
  private static Backoff within(Backoff backoff, Instant now) {
    return new Backoff(
        backoff.failures(),
        orNone(backoff.notBefore(), now.plus(Timing.BACKOFF_MAX)),
        backoff.lastFailure(),
        orNone(backoff.since(), now));
  }

  private static @Nullable Instant orNone(@Nullable Instant time, Instant latest) {
    return time == null ? null : earlier(time, latest);
  }

  private static Instant earlier(Instant time, Instant latest) {
    return time.isAfter(latest) ? latest : time;
  }
}
