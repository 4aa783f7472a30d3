package dev.mainstay.sdk.base;

/**
 * Value of the {@code resource_id} label of a reservation: one id for each reserved resource or
 * volume.
 */
public record ResourceId(String value) implements Comparable<ResourceId> {

  public ResourceId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("ResourceId must not be empty");
    }
  }

  @Override
  public int compareTo(ResourceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
