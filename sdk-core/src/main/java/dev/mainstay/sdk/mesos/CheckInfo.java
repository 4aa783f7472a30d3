package dev.mainstay.sdk.mesos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A check whose results are reported and change nothing else: readiness is built on it.
 *
 * @param probe what is tried; absent only in requests that are refused
 * @param delay from the start of the task to the first try; Mesos's default is 15 s
 * @param interval between tries; 10 s
 * @param timeout of one try; 20 s
 */
public record CheckInfo(
    ProbeKind kind, @Nullable Probe probe, Duration delay, Duration interval, Duration timeout) {

  /** Which kind; UNKNOWN for a type that a request left out or that is not known. */
  public enum ProbeKind {
    UNKNOWN,
    COMMAND,
    HTTP,
    TCP
  }
}
