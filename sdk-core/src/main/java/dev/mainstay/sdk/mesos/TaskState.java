package dev.mainstay.sdk.mesos;

/** How a task stands; names are those of Mesos without {@code TASK_}. */
public enum TaskState {
  STAGING(false),
  STARTING(false),
  RUNNING(false),
  KILLING(false),
  FINISHED(true),
  FAILED(true),
  KILLED(true),
  ERROR(true),
  /** Only for frameworks without PARTITION_AWARE, and on graceful removal of an agent for all. */
  LOST(true),
  DROPPED(true),
  UNREACHABLE(false),
  GONE(true),
  GONE_BY_OPERATOR(true),
  UNKNOWN(false);

  private final boolean terminal;

  TaskState(boolean terminal) {
    this.terminal = terminal;
  }

  /**
   * No further state follows. UNREACHABLE and UNKNOWN are not terminal: the task may be running.
   */
  public boolean isTerminal() {
    return terminal;
  }
}
