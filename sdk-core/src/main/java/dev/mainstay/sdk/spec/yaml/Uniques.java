package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.input.Field;
import java.util.HashMap;
import java.util.Map;

/** Names or numbers that may be given once only; tells of the second at its place. */
final class Uniques {

  private final String kind;
  private final String remedy;
  private final boolean warns;
  private final Map<String, SourceLocation> places = new HashMap<>();

  /**
   * An empty collection.
   *
   * @param kind what they are, for the message: {@code fixed port}
   */
  Uniques(String kind, String remedy) {
    this(kind, remedy, false);
  }

  private Uniques(String kind, String remedy, boolean warns) {
    this.kind = kind;
    this.remedy = remedy;
    this.warns = warns;
  }

  /** An empty collection whose doubles are allowed, but probably not meant. */
  static Uniques warning(String kind, String remedy) {
    return new Uniques(kind, remedy, true);
  }

  /** Tells of {@code value} at the field if it has been there before. */
  void add(String value, Field field) {
    tellIfThere(value, field);
    places.putIfAbsent(value, field.at());
  }

  /** As {@link #add}, but what comes later knows nothing of it. */
  void tellIfThere(String value, Field field) {
    SourceLocation earlier = places.get(value);
    if (earlier == null || value.isEmpty()) {
      return;
    }
    String what = kind + " '" + value + "' is already used in line " + earlier.line();
    if (warns) {
      field.warning(what, remedy);
    } else {
      field.error(what, remedy);
    }
  }
}
