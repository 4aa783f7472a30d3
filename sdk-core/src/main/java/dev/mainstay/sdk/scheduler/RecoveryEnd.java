package dev.mainstay.sdk.scheduler;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.HistoryRecord;
import dev.mainstay.sdk.state.HistoryRecord.Kind;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells that a pod which failed is well again: after how many launches, and how long that took. */
final class RecoveryEnd {

  private RecoveryEnd() {}

  /** It failed of late, or was well at some time: a first launch that succeeds recovers nothing. */
  static boolean hasHistory(PodRecord pod) {
    return pod.backoff().failures() > 0
        || !pod.backoff().lastFailure().isEmpty()
        || pod.tasks().values().stream().anyMatch(task -> task.goal() != null);
  }

  /** Each task that should run does, and is ready; there is one. */
  static boolean isWell(PodRecord pod, ServiceState state) {
    List<TaskRecord> wanted =
        pod.tasks().values().stream().filter(task -> isToRun(pod, task, state)).toList();
    return !wanted.isEmpty()
        && wanted.stream().allMatch(task -> task.isRunning() && task.condition().ready());
  }

  private static boolean isToRun(PodRecord pod, TaskRecord task, ServiceState state) {
    PodSpec spec = state.specOf(task.launch().config()).pod(pod.id());
    return spec.task(task.name()).goal() == TaskSpec.Goal.RUNNING && !task.launch().paused();
  }

  /**
   * What is said of a pod that became well now; empty when the history tells no failure since it
   * was well last.
   *
   * @param history the oldest first
   */
  static Optional<String> told(PodId pod, ImmutableList<HistoryRecord> history, Instant now) {
    int launches = 0;
    int tries = 0;
    @Nullable Instant failed = null;
    for (HistoryRecord entry : Lists.reverse(history)) {
      if (!isAbout(pod, entry.subject())) {
        continue;
      }
      if (entry.kind() == Kind.RECOVERY) {
        break;
      }
      if (entry.kind() == Kind.LAUNCH) {
        launches++;
      }
      if (entry.kind() == Kind.FAILURE) {
        failed = entry.at();
        tries = launches;
      }
    }
    if (failed == null) {
      return Optional.empty();
    }
    String time = shown(Duration.between(failed, now));
    return Optional.of(
        switch (tries) {
          case 0 -> "came back, after " + time;
          case 1 -> "recovered, in " + time;
          default -> "recovered, after %d tries, in %s".formatted(tries, time);
        });
  }

  /** The pod itself, a task of it, {@code web-0-server}, or a step, {@code web-0:[server]}. */
  private static boolean isAbout(PodId pod, String subject) {
    String name = pod.toString();
    return subject.equals(name) || subject.startsWith(name + "-") || subject.startsWith(name + ":");
  }

  /** {@code 42s}, {@code 3m 05s}, {@code 1h 02m}; a clock that was set back shows none. */
  private static String shown(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? seconds / 60 + "m " + two(seconds % 60) + "s"
        : seconds / 3600 + "h " + two(seconds % 3600 / 60) + "m";
  }

  private static String two(long number) {
    return Strings.padStart(Long.toString(number), 2, '0');
  }
}
