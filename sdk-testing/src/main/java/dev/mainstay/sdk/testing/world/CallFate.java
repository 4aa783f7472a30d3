package dev.mainstay.sdk.testing.world;

/** What becomes of a call, of which the scheduler hears nothing back. */
public enum CallFate {
  /** The master never gets it. */
  LOST,
  /** The master takes it, and its answer is lost. */
  ANSWER_LOST
}
