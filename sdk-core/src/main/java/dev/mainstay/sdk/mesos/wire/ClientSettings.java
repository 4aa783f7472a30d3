package dev.mainstay.sdk.mesos.wire;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link MesosClient} behaves.
 *
 * @param connectTimeout to open a connection
 * @param callTimeout until a call's answer is no longer waited for, and until SUBSCRIBE is answered
 * @param firstBackoff after the first failure in a row; doubles with each further one
 * @param maxBackoff upper bound of the wait between attempts
 * @param missedHeartbeats so many intervals without a byte, while we read, mean that the stream is
 *     dead
 * @param maxQueuedCalls calls that wait to be sent; further ones are not taken
 * @param maxRecordBytes of one event
 * @param credentials for HTTP basic authentication, absent for none
 */
public record ClientSettings(
    Duration connectTimeout,
    Duration callTimeout,
    Duration firstBackoff,
    Duration maxBackoff,
    int missedHeartbeats,
    int maxQueuedCalls,
    int maxRecordBytes,
    @Nullable Credentials credentials) {

  /** A principal and its secret. */
  public record Credentials(String principal, String secret) {

    /** Never shows the secret. */
    @Override
    public String toString() {
      return "Credentials[" + principal + "]";
    }
  }

  /**
   * For production: five heartbeats are what the Mesos documentation advises
   * (scheduler-http-api.md); a queue of 10,000 calls is a launch of as many pods at once.
   */
  public static ClientSettings production() {
    return new ClientSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        5,
        10_000,
        RecordIoDecoder.DEFAULT_MAX_RECORD_BYTES,
        null);
  }

  public ClientSettings withCredentials(@Nullable Credentials newCredentials) {
    return new ClientSettings(
        connectTimeout,
        callTimeout,
        firstBackoff,
        maxBackoff,
        missedHeartbeats,
        maxQueuedCalls,
        maxRecordBytes,
        newCredentials);
  }

  /**
   * Exponential, at least half of it, the rest by chance so that schedulers do not come in step.
   */
  Duration backoff(int failures, RandomGenerator jitter) {
    double factor = Math.pow(2, Math.min(failures - 1, 30));
    double full = Math.min(firstBackoff.toMillis() * factor, (double) maxBackoff.toMillis());
    return Duration.ofMillis(Math.round(full * (0.5 + 0.5 * jitter.nextDouble())));
  }
}
