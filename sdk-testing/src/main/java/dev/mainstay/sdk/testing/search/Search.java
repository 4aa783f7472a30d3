package dev.mainstay.sdk.testing.search;

import com.google.common.primitives.Longs;
import dev.mainstay.sdk.testing.world.Tampering;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Runs seed after seed on several threads, each in a world of its own. */
public final class Search {

  private static final long TOLD_EVERY = 1_000;

  private final long first;
  private final long count;
  private final Consumer<SearchSummary> listener;
  private final Consumer<SeedOutcome> failureListener;
  private final SearchSummary summary = new SearchSummary();
  private final AtomicLong next = new AtomicLong();

  /**
   * A search.
   *
   * @param first seed
   * @param count of seeds from there on
   */
  public Search(long first, long count) {
    this(first, count, summary -> {}, failure -> {});
  }

  /**
   * The same, and tells how far it is after each {@value #TOLD_EVERY} seeds, and each failure at
   * once, on their threads.
   */
  private Search(
      long first,
      long count,
      Consumer<SearchSummary> listener,
      Consumer<SeedOutcome> failureListener) {
    this.first = first;
    this.count = count;
    this.listener = listener;
    this.failureListener = failureListener;
  }

  /**
   * Runs all of them; returns when that is done.
   *
   * @throws IllegalStateException when a thread broke off, so that seeds are missing
   */
  public SearchSummary run(int threads) throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    List<Throwable> broken = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < threads; i++) {
      Thread worker = new Thread(this::work, "search-" + i);
      worker.setUncaughtExceptionHandler((thread, failure) -> broken.add(failure));
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      worker.join();
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException("the search broke off", broken.get(0));
    }
    return summary;
  }

  private void work() {
    for (long done = next.getAndIncrement(); done < count; done = next.getAndIncrement()) {
      SeedOutcome outcome = SeedRun.of(first + done);
      summary.add(outcome);
      if (outcome.failure().isPresent()) {
        failureListener.accept(outcome);
      }
      if ((done + 1) % TOLD_EVERY == 0) {
        listener.accept(summary);
      }
    }
  }

  /**
   * Searches until it is stopped, or through so many seeds; shrinks what fails.
   *
   * @param arguments the first seed, and how many; 0 and no end without them
   */
  public static void main(String[] arguments) throws InterruptedException {
    long first = number(arguments, 0, 0);
    long count = number(arguments, 1, Long.MAX_VALUE);
    PrintStream out = System.out;
    long start = System.nanoTime();
    int threads = Runtime.getRuntime().availableProcessors();
    Search search =
        new Search(
            first,
            count,
            summary -> out.println(summary.text(Duration.ofNanos(System.nanoTime() - start))),
            failure -> out.println(failure.line()));
    SearchSummary summary = search.run(threads);
    out.println(summary.text(Duration.ofNanos(System.nanoTime() - start)));
    for (SeedOutcome failure : summary.failures()) {
      out.println(Shrinker.shrink(failure, () -> Tampering.NONE).report());
    }
    if (!summary.failures().isEmpty()) {
      System.exit(1);
    }
  }

  private static long number(String[] arguments, int place, long absent) {
    if (arguments.length <= place) {
      return absent;
    }
    Long number = Longs.tryParse(arguments[place]);
    if (number == null || number < 0 || arguments.length > 2) {
      throw new IllegalArgumentException(
          "'%s': the arguments are the first seed and how many, both whole numbers from 0: Search 0 1000"
              .formatted(String.join(" ", arguments)));
    }
    return number;
  }
}
