package dev.mainstay.sdk.local.model;

/** How a framework stands with the master. */
public enum FrameworkStanding {
  /** Not known, or removed: {@code Framework cannot be found}. */
  UNKNOWN,
  /** Known, without an event stream. */
  DISCONNECTED,
  CONNECTED
}
