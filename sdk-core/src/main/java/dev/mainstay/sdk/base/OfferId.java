package dev.mainstay.sdk.base;

/** Id of one resource offer; valid until the offer is used, declined or rescinded. */
public record OfferId(String value) implements Comparable<OfferId> {

  public OfferId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("OfferId must not be empty");
    }
  }

  @Override
  public int compareTo(OfferId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
