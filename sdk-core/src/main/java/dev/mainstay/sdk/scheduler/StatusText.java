package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a status update says, in words that help an operator on. */
final class StatusText {

  private StatusText() {}

  /**
   * Mesos's message, and what it leaves out.
   *
   * @param known what was known of the task before the update
   * @param spec the pod as the task's own configuration defines it
   */
  static String of(PodId pod, TaskSpec task, TaskRecord known, TaskStatus status, PodSpec spec) {
    TaskCondition old = known.condition();
    boolean isChecked = task.readinessCheck() != null && !known.launch().paused();
    String said = Objects.requireNonNullElse(status.message(), "");
    if (status.state() == TaskState.RUNNING && isChecked) {
      return readiness(old, status.checkResult());
    }
    return mayBeFetch(task, old, status, spec)
        ? said
            + " before it ran, as when a URI cannot be fetched; see './mainstay logs "
            + pod
            + "-"
            + task.name()
            + " --stderr'"
        : said;
  }

  /** The last failure of the check; an empty result tells nothing new. */
  private static String readiness(TaskCondition old, @Nullable CheckResult result) {
    if (result == null || result.isEmpty()) {
      return old.state() == TaskState.RUNNING ? old.message() : "";
    }
    if (result.passed()) {
      return "";
    }
    return switch (result.kind()) {
      case COMMAND -> "readiness check exited with status " + result.value();
      case HTTP -> "readiness check got HTTP status " + result.value();
      case TCP -> "readiness check cannot connect";
      case UNKNOWN -> "readiness check failed";
    };
  }

  /**
   * Mesos's default executor fails a task whose URIs it cannot fetch between STARTING and RUNNING,
   * as if the task had exited with 1 (or was killed, when the URI itself is no good), and with no
   * reason.
   */
  private static boolean mayBeFetch(
      TaskSpec task, TaskCondition old, TaskStatus status, PodSpec spec) {
    boolean hasToFetch =
        !spec.uris().isEmpty() || !task.uris().isEmpty() || !task.configs().isEmpty();
    boolean neverRan = old.state() == TaskState.STAGING || old.state() == TaskState.STARTING;
    return status.state() == TaskState.FAILED
        && status.reason() == null
        && status.message() != null
        && neverRan
        && hasToFetch;
  }
}
