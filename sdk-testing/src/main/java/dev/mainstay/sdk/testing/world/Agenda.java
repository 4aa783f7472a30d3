package dev.mainstay.sdk.testing.world;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What happens when, in the order of time and then of asking. For one thread. */
final class Agenda {

  private record Item(Instant at, long order, Runnable action) {}

  private static final Comparator<Item> ORDER =
      Comparator.comparing(Item::at).thenComparingLong(Item::order);

  private final PriorityQueue<Item> items = new PriorityQueue<>(ORDER);
  private long asked;

  void at(Instant time, Runnable action) {
    items.add(new Item(time, asked++, action));
  }

  @Nullable Instant next() {
    Item first = items.peek();
    return first == null ? null : first.at;
  }

  /** Takes the next action that is due by {@code now}; empty when there is none. */
  Optional<Runnable> takeDue(Instant now) {
    Item first = items.peek();
    if (first == null || first.at.isAfter(now)) {
      return Optional.empty();
    }
    items.remove();
    return Optional.of(first.action);
  }
}
