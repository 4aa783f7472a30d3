package dev.mainstay.sdk.mesos.wire;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Notices that a stream is silent for too long; see {@link SilenceCount}. */
final class Heartbeats {

  private final ScheduledExecutorService timer;
  private final Runnable onSilence;

  private Duration interval;
  private boolean reading;
  private final SilenceCount silence;
  private boolean stopped;
  private @Nullable ScheduledFuture<?> next;

  Heartbeats(ScheduledExecutorService timer, Duration interval, int allowed, Runnable onSilence) {
    this.timer = timer;
    this.interval = interval;
    this.silence = new SilenceCount(allowed);
    this.onSilence = onSilence;
  }

  synchronized void start() {
    schedule();
  }

  /** The master said how often it sends. */
  synchronized void expectEvery(Duration newInterval) {
    interval = newInterval;
    silence.reset();
    ScheduledFuture<?> pending = next;
    if (pending != null) {
      pending.cancel(false);
    }
    schedule();
  }

  synchronized void readingBegins() {
    reading = true;
    silence.reset();
  }

  synchronized void readingEnded() {
    reading = false;
  }

  synchronized void stop() {
    stopped = true;
    ScheduledFuture<?> pending = next;
    if (pending != null) {
      pending.cancel(false);
    }
  }

  private synchronized void tick() {
    if (stopped) {
      return;
    }
    if (silence.intervalOver(reading)) {
      stopped = true;
      onSilence.run();
    } else {
      schedule();
    }
  }

  private void schedule() {
    if (stopped) {
      return;
    }
    try {
      next = timer.schedule(this::tick, interval.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The client was closed in this moment: nobody waits for heartbeats any more.
      stopped = true;
    }
  }
}
