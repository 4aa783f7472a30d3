package dev.mainstay.sdk.mesos;

import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A check by which the executor kills an unhealthy task.
 *
 * @param probe what is tried; absent only in requests that are refused
 * @param delay to the first try; Mesos's default is 15 s
 * @param interval between tries; 10 s
 * @param timeout of one try; 20 s
 * @param consecutiveFailures how many failures in a row kill the task; 3
 * @param gracePeriod from the start, in which failures do not count; 10 s
 */
public record HealthCheck(
    ProbeKind kind,
    @Nullable Probe probe,
    Duration delay,
    Duration interval,
    Duration timeout,
    int consecutiveFailures,
    Duration gracePeriod) {}
