package dev.mainstay.sdk.testing.world;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.wire.CallOutcome;
import dev.mainstay.sdk.mesos.wire.ClientSettings;
import dev.mainstay.sdk.mesos.wire.Resubscription;
import dev.mainstay.sdk.mesos.wire.SilenceCount;
import dev.mainstay.sdk.runtime.MesosClientConnection;
import dev.mainstay.sdk.runtime.MesosConnection;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler's connection to the simulated master: what {@code mesos.wire}'s client does, without
 * its threads. One stream at a time, subscribed to again with back-off; calls go out one by one,
 * and only within the subscription that they were made for.
 */
final class SimulatedConnection implements MesosConnection {

  /** A master that sends into the void notices by its second heartbeat: the first is buffered. */
  private static final Duration MASTER_PATIENCE = Duration.ofSeconds(30);

  /** The framework's subscription while it lasts. */
  private record Session(FrameworkId framework, StreamId stream, Duration heartbeats) {}

  private record Waiting(MesosCall call, Session session) {}

  private final Surroundings world;
  private final Network network;
  private final SimulatedCluster cluster;
  private final SchedulerRun run;
  private final ClientSettings settings = ClientSettings.production();
  private final Resubscription again;
  private final Deque<Runnable> unread = new ArrayDeque<>();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private FrameworkInfo framework;
  private @Nullable Listener listener;
  private @Nullable StreamId stream;
  private @Nullable Session session;
  private boolean calling;
  private boolean silent;
  private boolean closed;

  SimulatedConnection(
      Surroundings world,
      Network network,
      SimulatedCluster cluster,
      SchedulerRun run,
      FrameworkInfo framework) {
    this.world = world;
    this.network = network;
    this.cluster = cluster;
    this.run = run;
    this.framework = framework;
    this.again = new Resubscription(settings, world.random());
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
    subscribe();
  }

  private void subscribe() {
    if (closed) {
      return;
    }
    StreamId opened = network.open(this);
    stream = opened;
    silent = false;
    if (network.interference().isMasterAway()) {
      world.after(network.delay(), () -> ended(opened, "cannot subscribe: the master is away"));
      return;
    }
    MesosCall.Subscribe call = new MesosCall.Subscribe(framework, ImmutableList.of());
    world.after(network.delay(), () -> cluster.subscribe(opened, call));
  }

  /**
   * The connection that the stream goes through breaks.
   *
   * @param masterNotices else it goes on to send into the void until its heartbeats come back
   */
  boolean breakStream(boolean masterNotices) {
    StreamId open = stream;
    if (open == null) {
      return false;
    }
    world.after(
        masterNotices ? network.delay() : MASTER_PATIENCE, () -> cluster.streamClosed(open));
    ended(open, "the stream broke");
    return true;
  }

  /** Nothing more comes through the stream, and neither side is told. */
  boolean silence() {
    if (session == null || silent) {
      return false;
    }
    silent = true;
    countSilence(session, new SilenceCount(settings.missedHeartbeats()));
    return true;
  }

  private void countSilence(Session silenced, SilenceCount count) {
    world.after(
        silenced.heartbeats(),
        () -> {
          if (!silenced.equals(session)) {
            return;
          }
          if (count.intervalOver(true)) {
            ended(silenced.stream(), "no heartbeat came for too long");
          } else {
            countSilence(silenced, count);
          }
        });
  }

  private void ended(StreamId which, String reason) {
    if (which.equals(stream)) {
      ended(reason, false);
    }
  }

  // From the master.

  /** An event has come through the stream. */
  void arrived(MesosEvent event) {
    if (!silent) {
      read(() -> deliver(event));
    }
  }

  /** The stream is over; what came before is read first. */
  void streamEnded(String reason) {
    if (!silent) {
      read(() -> ended(reason, false));
    }
  }

  private void read(Runnable what) {
    if (unread.isEmpty() && run.hasRoom()) {
      what.run();
    } else {
      unread.add(what);
    }
  }

  /** The scheduler took events from its queue: there is room for others. */
  void readOn() {
    while (!unread.isEmpty() && run.hasRoom()) {
      unread.remove().run();
    }
  }

  private void deliver(MesosEvent event) {
    if (stream == null) {
      return;
    }
    if (event instanceof MesosEvent.Subscribed subscribed) {
      framework = framework.withId(subscribed.frameworkId());
      session = new Session(subscribed.frameworkId(), stream, subscribed.heartbeatInterval());
    }
    if (!(event instanceof MesosEvent.Heartbeat)) {
      tell(new SchedulerEvent.Mesos(event));
    }
    if (event instanceof MesosEvent.Error error) {
      ended("the master sent an error: " + error.message(), true);
    }
  }

  private void ended(String reason, boolean forGood) {
    if (stream == null) {
      return;
    }
    final boolean subscribed = session != null;
    network.forget(stream);
    stream = null;
    session = null;
    unread.clear();
    ImmutableList<Waiting> dropped = ImmutableList.copyOf(queue);
    queue.clear();
    dropped.forEach(waiting -> finished(waiting.call(), new CallOutcome.NotSent(reason)));
    tell(new SchedulerEvent.Disconnected(reason));
    if (!forGood) {
      world.after(again.pauseAfter(subscribed), this::subscribe);
    }
  }

  private void tell(SchedulerEvent event) {
    if (listener != null && !closed) {
      listener.happened(event);
    }
  }

  // To the master.

  @Override
  public void send(MesosCall call) {
    if (session == null) {
      finished(call, new CallOutcome.NotSent("not subscribed"));
    } else if (queue.size() >= settings.maxQueuedCalls()) {
      finished(call, new CallOutcome.NotSent("already " + queue.size() + " calls are waiting"));
    } else {
      queue.add(new Waiting(call, session));
      callNext();
    }
  }

  private void callNext() {
    Waiting next = calling ? null : queue.poll();
    if (next != null) {
      calling = true;
      world.after(network.delay(), () -> call(next));
    }
  }

  private void call(Waiting next) {
    Optional<Interference.CallLoss> loss = network.interference().lossOf(next.call());
    if (loss.isEmpty()) {
      CallOutcome outcome = arrive(next);
      world.after(network.delay(), () -> answered(next.call(), outcome));
      return;
    }
    switch (loss.get().fate()) {
      case LOST -> {}
      case ANSWER_LOST -> arrive(next);
    }
    CallOutcome unknown = new CallOutcome.Unknown("no answer from the master");
    world.after(loss.get().patience(), () -> answered(next.call(), unknown));
  }

  private CallOutcome arrive(Waiting waiting) {
    Session from = waiting.session();
    Optional<ClusterOutput.CallRefused> refusal =
        cluster.call(run, from.framework(), from.stream(), waiting.call());
    return refusal
        .<CallOutcome>map(refused -> new CallOutcome.Refused(refused.status(), refused.message()))
        .orElseGet(() -> new CallOutcome.Accepted(202));
  }

  private void answered(MesosCall call, CallOutcome outcome) {
    calling = false;
    finished(call, outcome);
    callNext();
  }

  private void finished(MesosCall call, CallOutcome outcome) {
    if (listener != null && !closed) {
      MesosClientConnection.failure(call, outcome).ifPresent(listener::failed);
    }
  }

  // The end.

  /** The orderly end: what was sent is still delivered. */
  @Override
  public void close() {
    for (Waiting waiting : queue) {
      world.after(network.delay(), () -> arrive(waiting));
    }
    cut();
  }

  /** The process is gone: what it had not put on the wire is lost, and the master notices. */
  void cut() {
    closed = true;
    queue.clear();
    unread.clear();
    StreamId open = stream;
    if (open != null) {
      network.forget(open);
      stream = null;
      world.after(network.delay(), () -> cluster.streamClosed(open));
    }
  }
}
