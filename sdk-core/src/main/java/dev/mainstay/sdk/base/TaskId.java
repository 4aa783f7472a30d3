package dev.mainstay.sdk.base;

/**
 * Id of one launch of a task: {@code <service>__<pod>-<index>-<task>__<uuid>} for tasks of ours.
 */
public record TaskId(String value) implements Comparable<TaskId> {

  public TaskId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("TaskId must not be empty");
    }
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
