package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection whose other end is the test. */
final class FakeConnection implements MesosConnection {

  private static final int WAIT_SECONDS = 30;

  private final BlockingQueue<MesosCall> sent = new LinkedBlockingQueue<>();
  private final CompletableFuture<Listener> started = new CompletableFuture<>();
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

  @Override
  public void start(Listener listener) {
    started.complete(listener);
  }

  @Override
  public void send(MesosCall call) {
    sent.add(call);
  }

  @Override
  public void close() {
    closed.complete(true);
  }

  boolean isClosed() {
    return closed.isDone();
  }

  /** The master says something. */
  void say(SchedulerEvent event) throws Exception {
    started.get(WAIT_SECONDS, TimeUnit.SECONDS).happened(event);
  }

  /** A call failed. */
  void fail(SchedulerEvent.CallFailed failure) throws Exception {
    started.get(WAIT_SECONDS, TimeUnit.SECONDS).failed(failure);
  }

  /** The next call of this kind; those before it are dropped. */
  <T extends MesosCall> T next(Class<T> kind) throws InterruptedException {
    while (true) {
      MesosCall call = sent.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (call == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " was sent");
      }
      if (kind.isInstance(call)) {
        return kind.cast(call);
      }
    }
  }

  /** A call of this kind waits to be taken. */
  boolean hasSent(Class<? extends MesosCall> kind) {
    return sent.stream().anyMatch(kind::isInstance);
  }
}
