package dev.mainstay.sdk.base;

/** Id of one run of a pod: each run has a fresh one. */
public record ExecutorId(String value) implements Comparable<ExecutorId> {

  public ExecutorId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("ExecutorId must not be empty");
    }
  }

  @Override
  public int compareTo(ExecutorId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
