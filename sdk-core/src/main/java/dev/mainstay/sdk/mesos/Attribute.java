package dev.mainstay.sdk.mesos;

/**
 * A property of an agent as its operator set it: text, a number or ranges, kept in its text form.
 */
public record Attribute(String name, Kind kind, String value) {

  /** The type that Mesos gives it. */
  public enum Kind {
    TEXT,
    SCALAR,
    RANGES
  }
}
