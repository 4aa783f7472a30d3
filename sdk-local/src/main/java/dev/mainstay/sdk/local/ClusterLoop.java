package dev.mainstay.sdk.local;

import dev.mainstay.sdk.local.http.ClusterPort;
import dev.mainstay.sdk.local.http.EventSink;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link ClusterModel} on one thread: takes inputs from any thread, wakes the model when its
 * time has come, and carries out its outputs in order.
 *
 * <p>A failure of the model, or of keeping its image, ends the loop: {@link #end} tells.
 */
final class ClusterLoop implements ClusterPort, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterLoop.class);

  /** Work that waits: beyond it, calls are refused and reports of containers wait. */
  private static final int QUEUE = 10_000;

  private final ClusterModel model;
  private final Consumer<ContainerCommand> containers;
  private final Consumer<ClusterImage> keeper;
  private final Time time;
  private final LinkedBlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>(QUEUE);
  private final EventSink events;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Inputs inputs = this::handle;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * The wall's time that never goes back: the clock at the start and what passed since.
   *
   * @param start of {@code System.nanoTime()}
   */
  record Time(Instant instant, long start) {

    /** From now on. */
    static Time begin() {
      return new Time(Instant.now(), System.nanoTime());
    }

    Instant now() {
      return instant.plusNanos(System.nanoTime() - start);
    }
  }

  /**
   * A loop that is not started.
   *
   * @param model made with {@code time}'s instant; nobody else touches it from now on
   * @param events takes what is for schedulers, without blocking
   * @param containers carries out commands, without blocking
   * @param keeper keeps the image durably before it returns
   */
  ClusterLoop(
      ClusterModel model,
      Time time,
      EventSink events,
      Consumer<ContainerCommand> containers,
      Consumer<ClusterImage> keeper) {
    this.model = model;
    this.time = time;
    this.events = events;
    this.containers = containers;
    this.keeper = keeper;
    this.thread = new Thread(this::work, "cluster-loop");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Runs a piece of work on the loop's thread and waits for it.
   *
   * @throws RejectedExecutionException when too much is waiting or the loop has ended
   */
  @Override
  public <T> T onModel(Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    boolean taken = !closed && queue.offer(new Job<>(work, result));
    if (!taken) {
      throw closed ? ended() : new RejectedExecutionException("the embedded cluster is too busy");
    }
    if (closed) {
      refuseWaiting();
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static RejectedExecutionException ended() {
    return new RejectedExecutionException("the embedded cluster has ended");
  }

  private void refuseWaiting() {
    for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
      job.result().completeExceptionally(ended());
    }
  }

  /** Tells the model of a container; waits while too much else is waiting. */
  void report(ContainerEvent event) {
    Job<?> job =
        new Job<>(
            (current, given) -> given.handle(new ClusterInput.ContainerReport(event)),
            new CompletableFuture<>());
    try {
      while (!closed && !queue.offer(job, 1, TimeUnit.SECONDS)) {
        LOG.debug("Waiting to report event={}", event);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Done when the loop has ended; exceptionally when a failure ended it. */
  CompletableFuture<Void> end() {
    return end.copy();
  }

  private void work() {
    try {
      while (!closed) {
        Job<?> job = next();
        if (job == null) {
          handle(new ClusterInput.Tick());
        } else {
          job.run(model, inputs);
        }
      }
      finish(null);
    } catch (InterruptedException e) {
      finish(null); // closed while it waited
    } catch (Throwable e) {
      LOG.error("The embedded cluster failed and has ended", e);
      finish(e);
    }
  }

  private void finish(@Nullable Throwable failure) {
    closed = true;
    refuseWaiting();
    if (failure == null) {
      end.complete(null);
    } else {
      end.completeExceptionally(failure);
    }
  }

  /** The next job; null when the model's time has come. */
  private @Nullable Job<?> next() throws InterruptedException {
    Optional<Instant> wake = model.nextWake();
    if (wake.isEmpty()) {
      return queue.take();
    }
    long left = Duration.between(time.now(), wake.get()).toNanos();
    return left <= 0 ? null : queue.poll(left, TimeUnit.NANOSECONDS);
  }

  /** Ends the loop after what it is doing now. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    if (thread.isAlive() && Thread.currentThread() != thread) {
      var unused = end.handle((nothing, failure) -> true).join();
    }
  }

  /** Nothing is certain any more after an input was half done. */
  private static final class BrokenModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenModelException(ClusterInput input, RuntimeException cause) {
      super("failed at " + input, cause);
    }
  }

  private record Job<T>(Work<T> work, CompletableFuture<T> result) {

    /** Fails its future with what the work throws; only a broken model ends the loop. */
    void run(ClusterModel model, Inputs inputs) {
      try {
        result.complete(work.run(model, inputs));
      } catch (BrokenModelException e) {
        result.completeExceptionally(e);
        throw e;
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  private Optional<ClusterOutput.CallRefused> handle(ClusterInput input) {
    Carrying carrying = new Carrying();
    try {
      for (ClusterOutput output : model.handle(input, time.now())) {
        output.accept(carrying).run();
      }
    } catch (RuntimeException e) {
      throw new BrokenModelException(input, e);
    }
    return Optional.ofNullable(carrying.refused);
  }

  /** Does what the outputs of one input say. */
  private final class Carrying implements ClusterOutput.Visitor<Runnable> {

    private ClusterOutput.@Nullable CallRefused refused;

    @Override
    public Runnable event(ClusterOutput.Event output) {
      return () -> events.event(output.stream(), output.event());
    }

    @Override
    public Runnable closeStream(ClusterOutput.CloseStream output) {
      return () -> events.close(output.stream());
    }

    @Override
    public Runnable container(ClusterOutput.Container output) {
      return () -> containers.accept(output.command());
    }

    @Override
    public Runnable imageChanged(ClusterOutput.ImageChanged output) {
      return () -> keeper.accept(model.image());
    }

    @Override
    public Runnable callRefused(ClusterOutput.CallRefused output) {
      return () -> refused = output;
    }
  }
}
