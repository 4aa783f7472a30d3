package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandPort;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns a service's state: takes all events that wait, decides about each, makes
 * the decisions durable together, and then performs their effects.
 *
 * <p>While the store is away it tries again with back-off, and nothing happens to the world. It
 * ends by {@link #close}, or by telling {@link ProcessExit} why it cannot go on.
 */
public final class SchedulerLoop implements MesosConnection.Listener, CommandPort, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SchedulerLoop.class);

  private final SchedulerCore core;
  private final MesosConnection connection;
  private final InstantSource clock;
  private final ProcessExit exit;
  private final Turn turn;
  private final EventQueue queue = new EventQueue();
  private final PendingCommands commands = new PendingCommands();
  private final Snapshots snapshots;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String outage;
  private volatile @Nullable String leadLost;
  private boolean stopped;

  /** A loop whose {@link #run} is yet to be called. */
  public SchedulerLoop(
      SchedulerCore core,
      RecordStore store,
      MesosConnection connection,
      InstantSource clock,
      ProcessExit exit) {
    this.core = core;
    this.connection = connection;
    this.clock = clock;
    this.exit = exit;
    this.turn = new Turn(core, store, this::perform);
    this.snapshots = new Snapshots(clock, queue::wake);
  }

  /** Puts an event into the queue, and waits where it is full. */
  @Override
  public void happened(SchedulerEvent event) {
    try {
      queue.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void failed(SchedulerEvent.CallFailed failure) {
    queue.putNow(failure);
  }

  @Override
  public CompletionStage<CommandAnswer> submit(OperatorCommand command) {
    return commands.add(command, queue::putNow, this::nextSnapshot);
  }

  /** The last published snapshot, however old; absent before the first. */
  public Optional<ServiceSnapshot> latest() {
    return snapshots.latest();
  }

  /**
   * A snapshot that is at most {@link Snapshots#MAX_AGE} old, once there is one. While the store is
   * away there is none.
   */
  public CompletionStage<ServiceSnapshot> snapshot() {
    return snapshots.fresh();
  }

  /** A snapshot with all that was decided before the call. */
  public CompletionStage<ServiceSnapshot> nextSnapshot() {
    return snapshots.next();
  }

  /** Why the store does not answer, while it does not. */
  public Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  /** Ends the loop: the lock is lost, so nothing more may be done. */
  public void leadLost(String reason) {
    leadLost = reason;
    queue.wake();
    closed.countDown();
  }

  /** Lets the loop end after the turn that it is at. */
  @Override
  public void close() {
    queue.close();
    closed.countDown();
  }

  /** Runs until the end, on the calling thread. */
  public void run() {
    try {
      snapshots.endTurn(core::snapshot, true);
      while (!stopped && closed.getCount() > 0) {
        takeTurn();
      }
      if (leadLost != null) {
        stop(ExitCause.LOST_LEADERSHIP, leadLost);
      }
    } catch (InterruptedException e) {
      LOG.debug("the loop was interrupted: it ends", e);
    } catch (Throwable e) {
      LOG.error(
          "the scheduler has a mistake and cannot go on framework={}",
          core.state().frameworkId().map(Object::toString).orElse("none"),
          e);
      stop(ExitCause.INTERNAL_ERROR, "the scheduler has a mistake and cannot go on: " + e);
    } finally {
      queue.close();
      snapshots.end();
      commands.end();
    }
  }

  private void takeTurn() throws InterruptedException {
    boolean asked = snapshots.beginTurn();
    var events = queue.take(asked ? Duration.ZERO : turn.patience(clock.instant()));
    Instant now = clock.instant();
    events.forEach(event -> turn.decide(event, now));
    boolean wakeDue = turn.isWakeDue(now);
    if (wakeDue) {
      turn.decide(new SchedulerEvent.Wake(), now);
    }
    settle();
    if (turn.isSettled()) {
      snapshots.endTurn(core::snapshot, wakeDue || !events.isEmpty());
    }
  }

  /** Commits until all is durable and done, or the loop ends. */
  private void settle() throws InterruptedException {
    CommitBackoff backoff = new CommitBackoff();
    while (!turn.isSettled() && !stopped && leadLost == null) {
      try {
        turn.commit();
        if (outage != null) {
          LOG.info("the store answers again");
          outage = null;
        }
        backoff.succeeded();
      } catch (StoreException e) {
        Optional<Duration> pause = backoff.after(e);
        if (pause.isEmpty()) {
          stop(ExitCause.of(e.failure()), String.valueOf(e.getMessage()));
          return;
        }
        noteOutage(e);
        if (closed.await(pause.get().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }
  }

  private void noteOutage(StoreException e) {
    if (outage == null) {
      LOG.warn("the store does not answer, trying again reason={}", e.getMessage());
    }
    outage = String.valueOf(e.getMessage());
  }

  private void perform(Effect effect) {
    effect.accept(
        new Effect.Visitor<Boolean>() {
          @Override
          public Boolean send(MesosCall call) {
            connection.send(call);
            return true;
          }

          @Override
          public Boolean answer(Effect.Answer effect) {
            commands.answered(effect);
            return true;
          }

          @Override
          public Boolean stop(Effect.Stop effect) {
            SchedulerLoop.this.stop(ExitCause.of(effect.cause()), effect.message());
            return true;
          }
        });
  }

  private void stop(ExitCause cause, String message) {
    if (!stopped) {
      stopped = true;
      exit.exit(cause, message);
    }
  }
}
