package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandPort;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.store.Storage;
import dev.mainstay.sdk.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's scheduler from start to stop: waits for the lock, loads the state, checks it against
 * what was given, then subscribes and runs the loop, all on one thread of its own.
 *
 * <p>A stop leaves the tasks running and the framework in Mesos; the next start goes on with them.
 */
public final class SchedulerProcess implements CommandPort, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SchedulerProcess.class);

  /** How long a stop waits for the turn under way: a write to the store, mostly. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final ProcessParts parts;
  private final Thread thread = new Thread(this::run, "scheduler");
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Object lock = new Object();
  private @Nullable SchedulerLoop loop;
  private @Nullable MesosConnection connection;
  private boolean closed;

  private SchedulerProcess(ProcessParts parts) {
    this.parts = parts;
  }

  /** Starts a scheduler; it goes on by itself. */
  public static SchedulerProcess start(ProcessParts parts) {
    SchedulerProcess process = new SchedulerProcess(parts);
    process.thread.start();
    return process;
  }

  /** The last published snapshot, however old; absent until the state is loaded. */
  public Optional<ServiceSnapshot> latest() {
    return running().flatMap(SchedulerLoop::latest);
  }

  /** A snapshot not older than 100 ms; fails before the state is loaded and after the end. */
  public CompletionStage<ServiceSnapshot> snapshot() {
    return snapshot(SchedulerLoop::snapshot);
  }

  /**
   * A snapshot with all that was decided before the call; fails before the state is loaded and
   * after the end.
   */
  public CompletionStage<ServiceSnapshot> nextSnapshot() {
    return snapshot(SchedulerLoop::nextSnapshot);
  }

  @Override
  public CompletionStage<CommandAnswer> submit(OperatorCommand command) {
    return running()
        .map(loop -> loop.submit(command))
        .orElseGet(
            () ->
                CompletableFuture.failedStage(
                    new IllegalStateException("the scheduler has not loaded its state yet")));
  }

  private CompletionStage<ServiceSnapshot> snapshot(
      Function<SchedulerLoop, CompletionStage<ServiceSnapshot>> ask) {
    return running()
        .map(ask)
        .orElseGet(
            () ->
                CompletableFuture.failedStage(
                    new IllegalStateException("the scheduler has not loaded its state yet")));
  }

  /** Why the store does not answer, while it does not. */
  public Optional<String> outage() {
    return running().flatMap(SchedulerLoop::outage);
  }

  private Optional<SchedulerLoop> running() {
    synchronized (lock) {
      return Optional.ofNullable(loop);
    }
  }

  private void run() {
    try {
      RecordStore store = parts.storage().open(new Lock());
      ServiceState state = parts.startRule().begin(store);
      LOG.info(
          "loaded pods={} target={} framework={}",
          state.pods().size(),
          state.target().map(target -> target.id().toString()).orElse("none"),
          state.frameworkId().map(Object::toString).orElse("none"));
      MesosConnection mesos = parts.connection().apply(state);
      SchedulerLoop mine =
          new SchedulerLoop(
              parts.core().apply(state), store, mesos, new ForwardClock(parts.clock()), this::end);
      synchronized (lock) {
        if (closed) {
          mesos.close();
          return;
        }
        connection = mesos;
        loop = mine;
      }
      mesos.start(mine);
      mine.run();
    } catch (InterruptedException e) {
      LOG.debug("stopped before the service was led", e);
    } catch (StartRefusedException e) {
      end(e.exitCause(), String.valueOf(e.getMessage()));
    } catch (InvalidInputException e) {
      end(ExitCause.BAD_INPUT, String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      end(ExitCause.of(e.failure()), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("the scheduler cannot start", e);
      end(ExitCause.INTERNAL_ERROR, "the scheduler cannot start: " + e);
    }
  }

  private void end(ExitCause cause, String message) {
    if (ended.compareAndSet(false, true)) {
      LOG.info("the scheduler ends cause={} code={} reason={}", cause, cause.code(), message);
      parts.exit().exit(cause, message);
    }
  }

  /** Stops after the turn under way, sends what is to be sent, and gives the lock back. */
  @Override
  public void close() {
    ended.set(true);
    Optional<SchedulerLoop> running;
    MesosConnection mesos;
    synchronized (lock) {
      closed = true;
      running = Optional.ofNullable(loop);
      mesos = connection;
    }
    if (running.isPresent()) {
      running.get().close();
    } else {
      thread.interrupt();
    }
    awaitEnd();
    if (mesos != null) {
      mesos.close();
    }
    parts.storage().close();
  }

  private void awaitEnd() {
    if (thread.equals(Thread.currentThread())) {
      return;
    }
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("the scheduler did not stop within seconds={}", STOP_PATIENCE.toSeconds());
      thread.interrupt();
    }
  }

  /** Hears of the lock. */
  private final class Lock implements Storage.LockListener {
    @Override
    public void waiting(String holder) {
      LOG.info("waiting for the scheduler that leads holder={}", holder);
      parts.waiting().accept(holder);
    }

    @Override
    public void lost(String reason) {
      running()
          .ifPresentOrElse(
              loop -> loop.leadLost(reason), () -> end(ExitCause.LOST_LEADERSHIP, reason));
    }
  }
}
