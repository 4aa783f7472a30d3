package dev.mainstay.sdk.testing.world;

/** Where in its turn a scheduler's process can be killed. */
public enum KillPoint {
  /** Events are in the queue, and none is decided about. */
  RECEIVED,
  /** The core has decided about an event, and nothing is durable. */
  DECIDED,
  /** Decisions are durable, and none of their effects is performed. */
  COMMITTED,
  /** An effect is performed, and those after it are not. */
  PERFORMED
}
