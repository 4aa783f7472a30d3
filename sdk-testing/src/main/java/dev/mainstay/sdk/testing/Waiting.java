package dev.mainstay.sdk.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions of the world outside of the test's process. */
public final class Waiting {

  private static final Duration INTERVAL = Duration.ofMillis(250);

  private Waiting() {}

  /** Asks again and again until the answer is yes. Fails when that takes longer than a time. */
  public static void until(String what, Duration timeout, Callable<Boolean> condition)
      throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > timeout.toNanos()) {
        throw new AssertionError(what + ": not within " + timeout);
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }
}
