package dev.mainstay.sdk.mesos.wire;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a client subscribes again after its stream ended. It waits for nothing itself. */
public final class Resubscription {

  private final ClientSettings settings;
  private final RandomGenerator jitter;
  private int failures;

  /** For one client that has not tried yet. */
  public Resubscription(ClientSettings settings, RandomGenerator jitter) {
    this.settings = settings;
    this.jitter = jitter;
  }

  /** Ends in a row without a subscription between them; a subscription that ended counts as one. */
  public int failures() {
    return failures;
  }

  /**
   * How long to wait before the next attempt.
   *
   * @param subscribed whether the one that ended had got as far as SUBSCRIBED
   */
  public Duration pauseAfter(boolean subscribed) {
    failures = subscribed ? 1 : failures + 1;
    return settings.backoff(failures, jitter);
  }
}
