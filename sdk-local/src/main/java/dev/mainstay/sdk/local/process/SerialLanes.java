package dev.mainstay.sdk.local.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Keeps the jobs of one key in order while those of different keys run side by side.
 *
 * @param <K> what jobs are kept in order for
 */
final class SerialLanes<K> {

  private final ConcurrentHashMap<K, CompletableFuture<Void>> tails = new ConcurrentHashMap<>();

  /** Runs {@code job} on {@code pool} when the key's earlier jobs are done. */
  void submit(K key, Executor pool, Runnable job) {
    CompletableFuture<Void> mine =
        tails.compute(
            key,
            (sameKey, tail) ->
                (tail == null ? CompletableFuture.<Void>completedFuture(null) : tail)
                    .handle((nothing, failure) -> null)
                    .thenRunAsync(job, pool));
    var unused = mine.whenComplete((nothing, failure) -> tails.remove(key, mine));
  }

  /** Done when all jobs are that were submitted before. */
  CompletableFuture<Void> idle() {
    return CompletableFuture.allOf(
        tails.values().stream()
            .map(tail -> tail.handle((nothing, failure) -> null))
            .toArray(CompletableFuture<?>[]::new));
  }
}
