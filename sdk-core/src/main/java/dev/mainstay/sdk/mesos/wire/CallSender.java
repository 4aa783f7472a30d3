package dev.mainstay.sdk.mesos.wire;

import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.MesosCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls one at a time, in the order in which they came: the next goes out when the answer to
 * the one before is there. A call belongs to the subscription that it was made for, and is not sent
 * in a later one.
 */
final class CallSender {

  /** Where calls go while a subscription lasts. */
  record Session(MasterAddress master, FrameworkId frameworkId, String streamId) {}

  private record Waiting(MesosCall call, Session session, CompletableFuture<CallOutcome> outcome) {}

  private final MasterConnection connection;
  private final int maxQueued;
  private final Thread thread = new Thread(this::run, "mesos-calls");

  private final Object lock = new Object();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private @Nullable Session session;
  private boolean closed;

  CallSender(MasterConnection connection, int maxQueued) {
    this.connection = connection;
    this.maxQueued = maxQueued;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Calls go to this subscription from now on. */
  void open(Session opened) {
    synchronized (lock) {
      session = opened;
    }
  }

  /** The subscription is over: what has not been sent is given back. */
  void endSession(String reason) {
    List<Waiting> dropped;
    synchronized (lock) {
      session = null;
      dropped = new ArrayList<>(queue);
      queue.clear();
    }
    dropped.forEach(one -> one.outcome().complete(new CallOutcome.NotSent(reason)));
  }

  CompletionStage<CallOutcome> send(MesosCall call) {
    synchronized (lock) {
      Session current = session;
      if (current == null) {
        return notSent("not subscribed");
      }
      if (queue.size() >= maxQueued) {
        return notSent("already " + maxQueued + " calls are waiting to be sent");
      }
      CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
      queue.add(new Waiting(call, current, outcome));
      lock.notifyAll();
      return outcome;
    }
  }

  void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    endSession("the client was closed");
    thread.interrupt();
  }

  private static CompletionStage<CallOutcome> notSent(String reason) {
    return CompletableFuture.completedFuture(new CallOutcome.NotSent(reason));
  }

  private void run() {
    try {
      for (Waiting next = take(); next != null; next = take()) {
        next.outcome().complete(perform(next));
      }
    } catch (InterruptedException e) {
      // closed: nobody waits for this thread
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Waiting take() throws InterruptedException {
    synchronized (lock) {
      while (queue.isEmpty() && !closed) {
        lock.wait();
      }
      return queue.poll();
    }
  }

  private CallOutcome perform(Waiting waiting) throws InterruptedException {
    Session to = waiting.session();
    try {
      HttpResponse<InputStream> response =
          connection.post(
              to.master(), CallWire.toProto(waiting.call(), to.frameworkId()), to.streamId());
      String message = MasterConnection.message(response);
      int status = response.statusCode();
      return status / 100 == 2
          ? new CallOutcome.Accepted(status)
          : new CallOutcome.Refused(status, message);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new CallOutcome.NotSent("cannot connect to " + to.master() + ": " + e);
    } catch (IOException e) {
      return new CallOutcome.Unknown("no answer from " + to.master() + ": " + e);
    } catch (InterruptedException e) {
      waiting.outcome().complete(new CallOutcome.Unknown("the client was closed meanwhile"));
      throw e;
    }
  }
}
