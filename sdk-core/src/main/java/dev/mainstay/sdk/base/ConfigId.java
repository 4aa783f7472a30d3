package dev.mainstay.sdk.base;

/** Id of a stored, accepted configuration. */
public record ConfigId(String value) implements Comparable<ConfigId> {

  public ConfigId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("ConfigId must not be empty");
    }
  }

  @Override
  public int compareTo(ConfigId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
