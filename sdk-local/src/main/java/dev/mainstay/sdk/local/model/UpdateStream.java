package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The updates of one task, or of one operation, that its framework has not acknowledged: one is on
 * its way at a time, and is sent again after 10 s, 20 s, 40 s and so on, up to ten minutes (Mesos's
 * {@code STATUS_UPDATE_RETRY_INTERVAL}).
 */
final class UpdateStream<T> {

  private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

  private record Pending<T>(UUID uuid, T update) {}

  private final ModelContext context;
  private final Consumer<T> send;
  private final Deque<Pending<T>> pending = new ArrayDeque<>();
  private Timers.@Nullable Timer retry;

  UpdateStream(ModelContext context, Consumer<T> send) {
    this.context = context;
    this.send = send;
  }

  void add(UUID uuid, T update) {
    pending.add(new Pending<>(uuid, update));
    if (pending.size() == 1) {
      sendFirst(context.settings().statusRetry());
    }
  }

  /**
   * Takes the update that was acknowledged away and sends the next one; absent if it is not the one
   * on its way.
   */
  Optional<T> acknowledge(UUID uuid) {
    Pending<T> first = pending.peek();
    if (first == null || !first.uuid.equals(uuid)) {
      return Optional.empty();
    }
    pending.remove();
    stopRetry();
    if (!pending.isEmpty()) {
      sendFirst(context.settings().statusRetry());
    }
    return Optional.of(first.update);
  }

  /** Sends the first one again, now. */
  void replay() {
    if (!pending.isEmpty()) {
      stopRetry();
      sendFirst(context.settings().statusRetry());
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  ImmutableList<T> unacknowledged() {
    return pending.stream().map(Pending::update).collect(ImmutableList.toImmutableList());
  }

  /** Forgets everything. */
  void close() {
    stopRetry();
    pending.clear();
  }

  private void sendFirst(Duration wait) {
    retry = context.after(wait, () -> sendFirst(doubled(wait)));
    send.accept(pending.element().update);
  }

  private static Duration doubled(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : twice;
  }

  private void stopRetry() {
    if (retry != null) {
      retry.cancel();
      retry = null;
    }
  }
}
