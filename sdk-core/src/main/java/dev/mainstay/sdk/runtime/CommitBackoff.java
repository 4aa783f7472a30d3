package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/** What the loop does about a write that failed. It waits for nothing itself; for one thread. */
public final class CommitBackoff {

  /** Before the first repetition; doubles from there. */
  static final Duration FIRST = Duration.ofMillis(100);

  /** Bound of the doubling. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration next = FIRST;

  /**
   * How long to wait before the same write is tried again; empty when another scheduler leads, so
   * that this one has to end.
   *
   * @throws StoreException the failure itself when to try again is no use
   */
  public Optional<Duration> after(StoreException failed) {
    return switch (failed.failure()) {
      case UNAVAILABLE -> {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        yield Optional.of(pause);
      }
      case LOST_LEADERSHIP -> Optional.empty();
      case NEWER_FORMAT, INTERNAL -> throw failed;
    };
  }

  /** A write was done: the next failure is a first one again. */
  public void succeeded() {
    next = FIRST;
  }
}
