package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one task of a pod instance.
 *
 * @param launch its last launch
 * @param condition how that launch stands
 * @param reachedGoal the configuration in which it last reached its goal (running and ready, or
 *     finished); a later failure does not clear it
 * @param endWanted set when it should end: KILL is repeated until it is terminal
 */
public record TaskRecord(
    String name,
    TaskLaunch launch,
    TaskCondition condition,
    @Nullable ConfigId reachedGoal,
    @Nullable EndWanted endWanted) {

  /** Why and since when a task should end. */
  public record EndWanted(String reason, Instant since) {}

  public TaskId taskId() {
    return launch.taskId();
  }

  public TaskState state() {
    return condition.state();
  }

  /** It may be running somewhere. */
  public boolean isActive() {
    return !condition.state().isTerminal();
  }

  /** Mesos says that it runs; it need not be ready. */
  public boolean isRunning() {
    return condition.state() == TaskState.RUNNING;
  }

  /**
   * How it stands, in a few words for people: {@code running, not ready}, {@code failed: Command
   * exited with status 1}.
   */
  public String describe() {
    if (isRunning() && condition.ready()) {
      return "ready";
    }
    String state =
        isRunning()
            ? "running, not ready"
            : condition.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return condition.message().isEmpty() ? state : state + ": " + condition.message();
  }

  public TaskRecord withCondition(TaskCondition newCondition) {
    return new TaskRecord(
        name,
        launch,
        newCondition,
        reachedGoal,
        newCondition.state().isTerminal() ? null : endWanted);
  }

  public TaskRecord withReachedGoal(ConfigId config) {
    return new TaskRecord(name, launch, condition, config, endWanted);
  }

  public TaskRecord withEndWanted(String reason, Instant since) {
    return endWanted != null
        ? this
        : new TaskRecord(name, launch, condition, reachedGoal, new EndWanted(reason, since));
  }
}
