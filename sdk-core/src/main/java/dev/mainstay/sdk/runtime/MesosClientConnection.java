package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.wire.CallOutcome;
import dev.mainstay.sdk.mesos.wire.MesosClient;
import dev.mainstay.sdk.mesos.wire.Subscription;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link MesosClient} as the loop sees it. */
public final class MesosClientConnection implements MesosConnection {

  private static final Logger LOG = LoggerFactory.getLogger(MesosClientConnection.class);

  /**
   * How long a stop waits for calls under way. What is lost then is made up for: Mesos repeats
   * unacknowledged updates, and the next start reconciles launches.
   */
  private static final long FLUSH_MILLIS = 2_000;

  private final MesosClient client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition allOut = lock.newCondition();
  private int underWay;
  private @Nullable Listener listener;

  public MesosClientConnection(MesosClient client) {
    this.client = client;
  }

  @Override
  public void start(Listener newListener) {
    lock.lock();
    try {
      listener = newListener;
    } finally {
      lock.unlock();
    }
    client.start(
        new MesosClient.Listener() {
          @Override
          public void subscribed(Subscription subscription) {
            LOG.info(
                "subscribed framework={} master={}",
                subscription.frameworkId(),
                subscription.connectedTo());
            newListener.happened(
                new SchedulerEvent.Mesos(
                    new MesosEvent.Subscribed(
                        subscription.frameworkId(),
                        subscription.heartbeatInterval(),
                        subscription.master())));
          }

          @Override
          public void event(MesosEvent event) {
            newListener.happened(new SchedulerEvent.Mesos(event));
          }

          @Override
          public void disconnected(String reason) {
            newListener.happened(new SchedulerEvent.Disconnected(reason));
          }
        });
  }

  @Override
  public void send(MesosCall call) {
    count(1);
    client
        .send(call)
        .thenAccept(
            outcome -> {
              failure(call, outcome).ifPresent(this::tell);
              count(-1);
            });
  }

  /** What the loop is told of a call's outcome: nothing when the master took it. */
  public static Optional<SchedulerEvent.CallFailed> failure(MesosCall call, CallOutcome outcome) {
    return outcome.accept(new Failure(call));
  }

  private void tell(SchedulerEvent.CallFailed failure) {
    LOG.warn(
        "call failed call={} outcomeKnown={} reason={}",
        failure.call().getClass().getSimpleName(),
        failure.outcomeKnown(),
        failure.message());
    Listener told;
    lock.lock();
    try {
      told = listener;
    } finally {
      lock.unlock();
    }
    if (told != null) {
      told.failed(failure);
    }
  }

  private void count(int change) {
    lock.lock();
    try {
      underWay += change;
      if (underWay == 0) {
        allOut.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS);
      while (underWay > 0 && left > 0) {
        left = allOut.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    client.close();
  }

  /** The event of an outcome, if it is a failure. */
  private record Failure(MesosCall call)
      implements CallOutcome.Visitor<Optional<SchedulerEvent.CallFailed>> {
    @Override
    public Optional<SchedulerEvent.CallFailed> accepted(CallOutcome.Accepted outcome) {
      return Optional.empty();
    }

    @Override
    public Optional<SchedulerEvent.CallFailed> refused(CallOutcome.Refused outcome) {
      return failed(true, outcome.status() + " " + outcome.message());
    }

    @Override
    public Optional<SchedulerEvent.CallFailed> notSent(CallOutcome.NotSent outcome) {
      return failed(true, outcome.reason());
    }

    @Override
    public Optional<SchedulerEvent.CallFailed> unknown(CallOutcome.Unknown outcome) {
      return failed(false, outcome.reason());
    }

    private Optional<SchedulerEvent.CallFailed> failed(boolean outcomeKnown, String message) {
      return Optional.of(new SchedulerEvent.CallFailed(call, outcomeKnown, message));
    }
  }
}
