package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.base.SourceLocation;
import java.util.HashMap;
import java.util.Map;

/** Names or numbers that may be given once only; tells of the second at its place. */
final class Uniques {

  private final String kind;
  private final String remedy;
  private final Map<String, SourceLocation> places = new HashMap<>();

  /**
   * An empty collection.
   *
   * @param kind what they are, for the message: {@code fixed port}
   */
  Uniques(String kind, String remedy) {
    this.kind = kind;
    this.remedy = remedy;
  }

  /** Tells of {@code value} at the field if it has been there before. */
  void add(String value, Field field) {
    SourceLocation earlier = places.putIfAbsent(value, field.at());
    if (earlier != null && !value.isEmpty()) {
      field.error(kind + " '" + value + "' is already used in line " + earlier.line(), remedy);
    }
  }

  /** The same so far; what is added later to one is not in the other. */
  Uniques copy() {
    Uniques copy = new Uniques(kind, remedy);
    copy.places.putAll(places);
    return copy;
  }
}
