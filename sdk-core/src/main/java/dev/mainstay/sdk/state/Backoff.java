package dev.mainstay.sdk.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failures of a pod in a row.
 *
 * @param failures launches since the last success that ended before their goal
 * @param notBefore when the next launch may be tried, absent for now
 * @param lastFailure what happened last, for people; empty for nothing
 * @param since when the first of them was, absent without any
 */
public record Backoff(
    int failures, @Nullable Instant notBefore, String lastFailure, @Nullable Instant since) {

  /** How the last failure begins when it was a reservation that Mesos refused. */
  public static final String RESERVATION_FAILED = "a reservation of the pod failed";

  public static final Backoff NONE = new Backoff(0, null, "", null);

  /** It allows the next launch later than the other one does. */
  public boolean outlasts(Backoff other) {
    return notBefore != null && (other.notBefore == null || notBefore.isAfter(other.notBefore));
  }

  /** The last failure was that Mesos refused a reservation. */
  public boolean tellsOfReservation() {
    return lastFailure.startsWith(RESERVATION_FAILED);
  }
}
