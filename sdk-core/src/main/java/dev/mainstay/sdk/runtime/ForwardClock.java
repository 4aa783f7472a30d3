package dev.mainstay.sdk.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that never goes back. When the machine's is set back, this one goes on from where it was,
 * as long as the process lives: what was to happen in a minute does not wait for hours. It has to
 * be asked now and then, as it notices nothing between two questions.
 */
public final class ForwardClock implements InstantSource {

  private final InstantSource machine;
  private Duration ahead = Duration.ZERO;
  private Instant last = Instant.MIN;

  /** Over the machine's clock. */
  public ForwardClock(InstantSource machine) {
    this.machine = machine;
  }

  @Override
  public synchronized Instant instant() {
    Instant time = machine.instant().plus(ahead);
    if (time.isBefore(last)) {
      ahead = ahead.plus(Duration.between(time, last));
      time = last;
    }
    last = time;
    return time;
  }
}
