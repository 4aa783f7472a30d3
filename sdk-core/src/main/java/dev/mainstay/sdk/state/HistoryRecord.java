package dev.mainstay.sdk.state;

import java.time.Instant;

/**
 * Something that happened to the service, for people. The newest {@link #SLOTS} are kept, in a
 * ring.
 *
 * @param number counts from 0 on
 * @param at when
 * @param kind of what
 * @param subject what it happened to: a plan, a step, a pod, a task, a configuration
 * @param text what happened, and why
 * @param by who wanted it; empty for the scheduler itself
 */
public record HistoryRecord(
    long number, Instant at, Kind kind, String subject, String text, String by)
    implements StateRecord {

  /** How many are kept: some weeks of a service at rest, and less than a megabyte. */
  public static final int SLOTS = 1_000;

  /** Kinds of things that happen. */
  public enum Kind {
    /** A run of a plan began or ended. */
    PLAN,
    /** A step of a plan changed. */
    STEP,
    /** Tasks were launched. */
    LAUNCH,
    /** Something failed. */
    FAILURE,
    /** A pod that failed is well again. */
    RECOVERY,
    /** A pod instance is given up with what it holds. */
    REPLACEMENT,
    /** An operator said something. */
    COMMAND,
    /** A configuration became the target, or was reached. */
    CONFIGURATION
  }

  @Override
  public RecordKey key() {
    return RecordKey.history(number % SLOTS);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.history(this);
  }
}
