package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler's connection to Mesos: the v1 scheduler API over HTTP, in protobuf.
 *
 * <p>It subscribes, follows redirects to the leading master, tells its {@link Listener} of each
 * event, and subscribes again, with the framework id that it learned and with back-off, whenever
 * the stream ends. Only an ERROR event ends it for good: the master will not have this framework
 * any more.
 */
public final class MesosClient implements AutoCloseable {

  /**
   * Takes what comes from Mesos, on one thread, in order. Nothing more is read while a method of it
   * runs, and the time that it takes does not count as silence. It must not throw.
   */
  public interface Listener {

    /** A stream is open; calls made before it are not sent into it. */
    void subscribed(Subscription subscription);

    /** Any event but SUBSCRIBED and HEARTBEAT. After an ERROR nothing more comes. */
    void event(MesosEvent event);

    /** The stream ended, or could not be opened: {@code reason} is a sentence for an operator. */
    void disconnected(String reason);
  }

  private static final Logger LOG = LoggerFactory.getLogger(MesosClient.class);

  private static final int OK = 200;
  private static final int TEMPORARY_REDIRECT = 307;

  /** Redirects in a row that are followed without a pause: masters that point at each other. */
  private static final int MAX_REDIRECTS = 3;

  /** How long what cannot be read is not offered again. */
  private static final Duration UNREADABLE_REFUSE = Duration.ofMinutes(5);

  private final ClientSettings settings;
  private final MasterDetector masters;
  private final Supplier<MesosCall.Subscribe> subscription;
  private final RandomGenerator jitter;
  private final ExecutorService httpThreads;
  private final ScheduledExecutorService timer;
  private final MasterConnection connection;
  private final CallSender sender;
  private final CountDownLatch closed = new CountDownLatch(1);

  private @Nullable Thread streamThread;

  /** Learned from SUBSCRIBED; only the stream's thread reads and writes it. */
  private @Nullable FrameworkId frameworkId;

  /**
   * A client that is yet to be started.
   *
   * @param masters closed with the client
   * @param subscription asked before each attempt; the framework's id is added once it is known
   * @param jitter of the back-off
   */
  public MesosClient(
      ClientSettings settings,
      MasterDetector masters,
      Supplier<MesosCall.Subscribe> subscription,
      RandomGenerator jitter) {
    this.settings = settings;
    this.masters = masters;
    this.subscription = subscription;
    this.jitter = jitter;
    httpThreads = Executors.newCachedThreadPool(work -> daemon(work, "mesos-http"));
    timer = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "mesos-heartbeats"));
    connection = new MasterConnection(settings, httpThreads);
    sender = new CallSender(connection, settings.maxQueuedCalls());
  }

  /** Starts to subscribe, on a thread of its own. To be called once. */
  public synchronized void start(Listener listener) {
    if (streamThread != null) {
      throw new IllegalStateException("the client was started before");
    }
    Thread thread = daemon(() -> run(listener), "mesos-stream");
    streamThread = thread;
    sender.start();
    thread.start();
  }

  /**
   * Puts a call into the queue of the one sender. The stage completes normally in any case, mostly
   * on the sender's thread: what hangs on it must be quick.
   */
  public CompletionStage<CallOutcome> send(MesosCall call) {
    return sender.send(call);
  }

  /** Ends the stream and drops what is not sent. The framework itself lives on in Mesos. */
  @Override
  public synchronized void close() {
    closed.countDown();
    sender.close();
    Thread thread = streamThread;
    if (thread != null) {
      thread.interrupt();
    }
    timer.shutdownNow();
    httpThreads.shutdownNow();
    masters.close();
  }

  private void run(Listener listener) {
    Resubscription again = new Resubscription(settings, jitter);
    int redirects = 0;
    MasterAddress redirect = null;
    try {
      while (closed.getCount() > 0) {
        StreamEnd end = attempt(redirect, again.failures(), listener);
        sender.endSession(end.reason());
        redirect = end.redirect();
        if (redirect != null && ++redirects <= MAX_REDIRECTS) {
          continue;
        }
        redirects = 0;
        if (closed.getCount() > 0) {
          LOG.info("disconnected from Mesos: reason={}", end.reason());
          listener.disconnected(end.reason());
        }
        if (end.forGood()) {
          return;
        }
        Duration pause = again.pauseAfter(end.subscribed());
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // closed: nobody waits for this thread
      Thread.currentThread().interrupt();
    } finally {
      sender.close();
    }
  }

  /** One way from finding a master to the end of its stream. */
  private StreamEnd attempt(@Nullable MasterAddress redirect, int failures, Listener listener)
      throws InterruptedException {
    MasterAddress master = redirect;
    try {
      if (master == null) {
        master = masters.detect(failures);
      }
      HttpResponse<InputStream> response = connection.post(master, subscribeCall(), null);
      if (response.statusCode() == OK) {
        return follow(master, response, listener);
      }
      String message = MasterConnection.message(response);
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() == TEMPORARY_REDIRECT && location.isPresent()) {
        return redirected(master, location.get());
      }
      return StreamEnd.failed(
          "SUBSCRIBE at " + master + " got " + response.statusCode() + ": " + message);
    } catch (IOException e) {
      return StreamEnd.failed(
          (master == null ? "no master found: " : "cannot subscribe at " + master + ": ") + e);
    } catch (RuntimeException e) {
      LOG.error("the stream of events failed", e);
      return StreamEnd.failed("the stream of events failed: " + e);
    }
  }

  private StreamEnd follow(
      MasterAddress master, HttpResponse<InputStream> response, Listener listener)
      throws IOException {
    Optional<String> streamId = response.headers().firstValue(MasterConnection.STREAM_ID);
    if (streamId.isEmpty()) {
      response.body().close();
      return StreamEnd.failed(master + " gave no " + MasterConnection.STREAM_ID);
    }
    EventStream.Receiver receiver =
        new EventStream.Receiver() {
          @Override
          public void subscribed(MesosEvent.Subscribed event) throws IOException {
            frameworkId = event.frameworkId();
            sender.open(new CallSender.Session(master, event.frameworkId(), streamId.get()));
            listener.subscribed(
                new Subscription(
                    event.frameworkId(),
                    event.heartbeatInterval(),
                    event.master(),
                    master,
                    MasterConnection.localAddress(master)));
          }

          @Override
          public void event(MesosEvent event) {
            listener.event(event);
          }

          @Override
          public void unreadable(OfferId offer) {
            CompletionStage<CallOutcome> unused =
                send(new MesosCall.Decline(ImmutableList.of(offer), UNREADABLE_REFUSE));
          }
        };
    return new EventStream(response.body(), receiver, settings, timer).read();
  }

  private static StreamEnd redirected(MasterAddress from, String location) {
    try {
      return StreamEnd.redirected(MasterAddress.parse(location));
    } catch (IllegalArgumentException e) {
      return StreamEnd.failed(from + " redirects to what is no address: " + location);
    }
  }

  private Call subscribeCall() {
    MesosCall.Subscribe wanted = subscription.get();
    FrameworkInfo framework = wanted.framework();
    FrameworkId known = frameworkId;
    if (framework.id() == null && known != null) {
      framework = framework.withId(known);
    }
    return CallWire.toProto(
        new MesosCall.Subscribe(framework, wanted.suppressedRoles()), framework.id());
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
