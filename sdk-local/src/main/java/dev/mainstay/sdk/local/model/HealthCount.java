package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import dev.mainstay.sdk.mesos.HealthCheck;
import java.time.Instant;

/**
 * Counts a health check's outcomes and says which are to be told (Mesos's {@code
 * src/checks/health_checker.cpp}).
 */
final class HealthCount {

  /** What an outcome means. */
  enum Verdict {
    NOTHING_NEW,
    HEALTHY,
    UNHEALTHY,
    /** Unhealthy, and for the last time: the task is to be killed. */
    FATAL
  }

  private final HealthCheck check;
  private final Instant start;
  private boolean initializing = true;
  private int failures;

  HealthCount(HealthCheck check, Instant start) {
    this.check = check;
    this.start = start;
  }

  Verdict count(int value, Instant now) {
    return passed(check.kind(), value) ? success() : failure(now);
  }

  /** A further success would be no news. */
  boolean isHealthy() {
    return !initializing && failures == 0;
  }

  private Verdict success() {
    boolean news = initializing || failures > 0;
    initializing = false;
    failures = 0;
    return news ? Verdict.HEALTHY : Verdict.NOTHING_NEW;
  }

  private Verdict failure(Instant now) {
    if (initializing
        && check.gracePeriod().toNanos() > 0
        && !now.isAfter(start.plus(check.gracePeriod()))) {
      return Verdict.NOTHING_NEW;
    }
    initializing = false;
    failures++;
    return failures >= check.consecutiveFailures() ? Verdict.FATAL : Verdict.UNHEALTHY;
  }

  private static boolean passed(ProbeKind kind, int value) {
    return switch (kind) {
      case COMMAND -> value == 0;
      case HTTP -> value >= 200 && value <= 399;
      case TCP -> value == 1;
      case UNKNOWN -> false;
    };
  }
}
