package dev.mainstay.sdk.testing.world;

/** What becomes of an update on its way from its agent to the scheduler. */
public enum UpdateFate {
  /** It never comes; its agent sends it again until it is acknowledged. */
  LOST,
  /** It comes later, after others that were sent after it. */
  LATE,
  /** It comes twice: at once, and later again. */
  DOUBLED
}
