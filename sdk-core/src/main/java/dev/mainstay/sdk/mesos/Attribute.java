package dev.mainstay.sdk.mesos;

/**
 * A property of an agent as its operator set it: text, a number or ranges, kept in its text form:
 * {@code 8}, {@code [1-2,5-9]}. A set, which no agent can be started with, is the text {@code
 * {a,b}}.
 */
public record Attribute(String name, Kind kind, String value) {

  /** The type that Mesos gives it. */
  public enum Kind {
    TEXT,
    SCALAR,
    RANGES
  }
}
