package dev.mainstay.sdk.testing.world;

/** Where in its life a scheduler's process can be killed: at its start, or in one of its turns. */
public enum KillPoint {
  /** Events are in the queue, and none is decided about. */
  RECEIVED,
  /** The core has decided about an event, and nothing is durable. */
  DECIDED,
  /** Decisions are durable, and none of their effects is performed. */
  COMMITTED,
  /** An effect is performed, and those after it are not. */
  PERFORMED,
  /** It has taken the lead and written what it starts with, and has not subscribed. */
  LOADED
}
