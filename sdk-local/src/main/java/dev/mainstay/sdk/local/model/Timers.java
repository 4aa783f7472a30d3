package dev.mainstay.sdk.local.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What is to be done at a later time, in order of time and then of asking. */
final class Timers {

  /** One thing to do. */
  static final class Timer {
    private final Instant at;
    private final long order;
    private final Runnable action;
    private boolean cancelled;

    private Timer(Instant at, long order, Runnable action) {
      this.at = at;
      this.order = order;
      this.action = action;
    }

    void cancel() {
      cancelled = true;
    }
  }

  private static final Comparator<Timer> ORDER =
      Comparator.<Timer, Instant>comparing(timer -> timer.at)
          .thenComparingLong(timer -> timer.order);

  private final PriorityQueue<Timer> queue = new PriorityQueue<>(ORDER);
  private long asked;

  Timer at(Instant time, Runnable action) {
    Timer timer = new Timer(time, asked++, action);
    queue.add(timer);
    return timer;
  }

  Optional<Instant> next() {
    dropCancelled();
    return Optional.ofNullable(queue.peek()).map(timer -> timer.at);
  }

  /** Takes the next action that is due by {@code now}. */
  Optional<Runnable> takeDue(Instant now) {
    dropCancelled();
    Timer first = queue.peek();
    if (first == null || first.at.isAfter(now)) {
      return Optional.empty();
    }
    queue.remove();
    return Optional.of(first.action);
  }

  private void dropCancelled() {
    Timer first = queue.peek();
    while (first != null && first.cancelled) {
      queue.remove();
      first = queue.peek();
    }
  }
}
