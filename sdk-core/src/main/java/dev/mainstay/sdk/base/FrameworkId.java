package dev.mainstay.sdk.base;

/** Id that the Mesos master gives a framework; kept for the life of the service. */
public record FrameworkId(String value) implements Comparable<FrameworkId> {

  public FrameworkId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("FrameworkId must not be empty");
    }
  }

  @Override
  public int compareTo(FrameworkId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
