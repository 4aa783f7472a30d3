package dev.mainstay.sdk.spec;

import java.time.Duration;

/**
 * When a pod instance is given up, with its data, and placed anew without an operator.
 *
 * @param permanentFailureTimeout how long a task of it has failed, or could not be reached
 * @param minReplaceDelay between two such replacements in the service
 */
public record ReplacementPolicySpec(
    @SpecKey(
            value = "permanent-failure-timeout-secs",
            about =
                "Seconds that a task has to have failed, or could not be reached, before its pod is replaced.",
            standard = "1200",
            example = "3600")
        Duration permanentFailureTimeout,
    @SpecKey(
            value = "min-replace-delay-secs",
            about = "Seconds between two replacements of pods of the service.",
            standard = "600",
            example = "1800")
        Duration minReplaceDelay) {

  /** As in dcos-commons ({@code ReplacementFailurePolicy}). */
  public static final Duration STANDARD_TIMEOUT = Duration.ofMinutes(20);

  /** As in dcos-commons ({@code ReplacementFailurePolicy}). */
  public static final Duration STANDARD_DELAY = Duration.ofMinutes(10);
}
