package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands snapshots from the loop to readers: made when somebody asks, and not too often. */
final class Snapshots {

  /** How old a snapshot may be: readers that poll share one. */
  static final Duration MAX_AGE = Duration.ofMillis(100);

  private record Published(ServiceSnapshot snapshot, Instant at) {}

  private final InstantSource clock;
  private final Runnable wakeLoop;
  private final List<CompletableFuture<ServiceSnapshot>> waiting = new ArrayList<>();

  /** Those that asked before the turn under way began. */
  private final List<CompletableFuture<ServiceSnapshot>> due = new ArrayList<>();

  private @Nullable Published published;
  private boolean changed = true;
  private boolean ended;

  /**
   * For one loop.
   *
   * @param wakeLoop makes the loop come by soon
   */
  Snapshots(InstantSource clock, Runnable wakeLoop) {
    this.clock = clock;
    this.wakeLoop = wakeLoop;
  }

  synchronized Optional<ServiceSnapshot> latest() {
    return Optional.ofNullable(published).map(Published::snapshot);
  }

  /** Contains all that was put into the queue before, unless a young one is there. */
  synchronized CompletionStage<ServiceSnapshot> fresh() {
    if (ended) {
      return CompletableFuture.failedStage(new IllegalStateException("the scheduler has ended"));
    }
    Published last = published;
    if (last != null && clock.instant().isBefore(last.at().plus(MAX_AGE))) {
      return CompletableFuture.completedFuture(last.snapshot());
    }
    return next();
  }

  /** Contains all that was decided before. */
  synchronized CompletionStage<ServiceSnapshot> next() {
    if (ended) {
      return CompletableFuture.failedStage(new IllegalStateException("the scheduler has ended"));
    }
    CompletableFuture<ServiceSnapshot> future = new CompletableFuture<>();
    waiting.add(future);
    wakeLoop.run();
    return future;
  }

  /** The loop begins a turn, with the events that wait now; says whether somebody waits for it. */
  synchronized boolean beginTurn() {
    due.addAll(waiting);
    waiting.clear();
    return !due.isEmpty();
  }

  /**
   * The loop ends a turn, with all that it decided durable.
   *
   * @param happened whether there was any event in it
   */
  void endTurn(Supplier<ServiceSnapshot> make, boolean happened) {
    List<CompletableFuture<ServiceSnapshot>> served;
    ServiceSnapshot snapshot;
    synchronized (this) {
      changed |= happened;
      if (due.isEmpty() && published != null) {
        return;
      }
      Published last = published;
      snapshot = last == null || changed ? make.get() : last.snapshot();
      published = new Published(snapshot, clock.instant());
      changed = false;
      served = new ArrayList<>(due);
      due.clear();
    }
    served.forEach(future -> future.complete(snapshot));
  }

  /** Nothing more will be published. */
  void end() {
    List<CompletableFuture<ServiceSnapshot>> left;
    synchronized (this) {
      ended = true;
      left = new ArrayList<>(waiting);
      left.addAll(due);
      waiting.clear();
      due.clear();
    }
    left.forEach(
        future ->
            future.completeExceptionally(new IllegalStateException("the scheduler has ended")));
  }
}
