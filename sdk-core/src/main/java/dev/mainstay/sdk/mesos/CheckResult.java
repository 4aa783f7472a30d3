package dev.mainstay.sdk.mesos;

import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import org.jspecify.annotations.Nullable;

/**
 * The latest result of a task's check.
 *
 * @param value the exit code (COMMAND), the status code (HTTP), 1 or 0 (TCP: succeeded or not);
 *     absent while there is no result, or after one that could not be had
 */
public record CheckResult(ProbeKind kind, @Nullable Integer value) {

  /** There is no result. */
  public boolean isEmpty() {
    return value == null;
  }

  /** Passed: exit code 0, HTTP status 200 to 399, a TCP connection. False when empty. */
  public boolean passed() {
    Integer result = value;
    if (result == null) {
      return false;
    }
    return switch (kind) {
      case COMMAND -> result == 0;
      case HTTP -> result >= 200 && result <= 399;
      case TCP -> result == 1;
      case UNKNOWN -> false;
    };
  }
}
