package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one task of a pod instance.
 *
 * @param launch its last launch
 * @param condition how that launch stands
 * @param goal when it last reached its goal, absent before the first time; a later failure does not
 *     clear it
 * @param endWanted set when it should end: KILL is repeated until it is terminal
 * @param backoff failures in a row of launches for the same run of a plan of the author's, which
 *     hold up nothing else of the pod; absent without any, and for all other tasks, whose failures
 *     are the pod's
 */
public record TaskRecord(
    String name,
    TaskLaunch launch,
    TaskCondition condition,
    @Nullable Goal goal,
    @Nullable EndWanted endWanted,
    @Nullable Backoff backoff) {

  /** One without failures of its own. */
  public TaskRecord(
      String name,
      TaskLaunch launch,
      TaskCondition condition,
      @Nullable Goal goal,
      @Nullable EndWanted endWanted) {
    this(name, launch, condition, goal, endWanted, null);
  }

  /** Why and since when a task should end. */
  public record EndWanted(String reason, Instant since) {}

  public TaskId taskId() {
    return launch.taskId();
  }

  /** The configuration in which it last reached its goal. */
  public @Nullable ConfigId reachedGoal() {
    return goal == null ? null : goal.config();
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

  /** It may be running, and nobody can tell: its agent cannot be reached, or is not known. */
  public boolean isOutOfReach() {
    return condition.state() == TaskState.UNREACHABLE || condition.state() == TaskState.UNKNOWN;
  }

  /** It runs, and does nothing: an operator paused it. */
  public boolean idles() {
    return isRunning() && launch.paused();
  }

  /**
   * How it stands, in a few words for people: {@code running, not ready}, {@code failed: Command
   * exited with status 1}.
   */
  public String describe() {
    if (idles()) {
      return "paused by the operator";
    }
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
        goal,
        newCondition.state().isTerminal() ? null : endWanted,
        backoff);
  }

  /**
   * It reached its goal with its last launch, in that one's configuration and for its work.
   *
   * @param underWay runs of plans that may ask whether it ever did so for them
   */
  public TaskRecord withReachedGoal(Set<String> underWay) {
    Goal reached =
        goal == null
            ? new Goal(launch.config(), launch.mark())
            : goal.again(launch.config(), launch.mark(), underWay);
    return new TaskRecord(name, launch, condition, reached, endWanted, backoff);
  }

  public TaskRecord withEndWanted(String reason, Instant since) {
    return endWanted != null
        ? this
        : new TaskRecord(name, launch, condition, goal, new EndWanted(reason, since), backoff);
  }

  /** A launch after this one, which goes on with the failures of the same work. */
  public TaskRecord launchedAgain(TaskLaunch newLaunch, TaskCondition newCondition) {
    return new TaskRecord(
        name,
        newLaunch,
        newCondition,
        goal,
        null,
        newLaunch.mark().equals(launch.mark()) ? backoff : null);
  }

  public TaskRecord withBackoff(@Nullable Backoff newBackoff) {
    return new TaskRecord(name, launch, condition, goal, endWanted, newBackoff);
  }
}
