package dev.mainstay.sdk.base;

/** Id that a framework gives an offer operation so that the master answers with its outcome. */
public record OperationId(String value) implements Comparable<OperationId> {

  public OperationId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("OperationId must not be empty");
    }
  }

  @Override
  public int compareTo(OperationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
