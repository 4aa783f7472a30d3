package dev.mainstay.sdk.mesos;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A planned maintenance; without a duration it has no end. */
public record Unavailability(Instant start, @Nullable Duration duration) {}
