package dev.mainstay.sdk.testing.world;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.runtime.CommitBackoff;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.runtime.ForwardClock;
import dev.mainstay.sdk.runtime.MesosConnection;
import dev.mainstay.sdk.runtime.StartRefusedException;
import dev.mainstay.sdk.runtime.Turn;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandPort;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.store.RecordStore;
import dev.mainstay.sdk.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One process of the service's scheduler, from its start to its end: the real core and turn, with
 * the queue and the connection of that process. What {@code SchedulerProcess} and {@code
 * SchedulerLoop} do with threads happens here at the world's times.
 */
public final class SchedulerRun implements MesosConnection.Listener, CommandPort {

  /** As the loop's own queue. */
  private static final int QUEUE = 10_000;

  /** What the process is at. */
  private enum Phase {
    LOADING,
    /** Waits for an event or a timer. */
    WAITING,
    /** A turn is about to begin. */
    TURNING,
    /** A write is under way, or about to be repeated. */
    COMMITTING,
    ENDED
  }

  private final Surroundings world;
  private final SchedulerParts parts;
  private final int number;
  private final Deque<SchedulerEvent> queue = new ArrayDeque<>();
  private final Map<Long, CompletableFuture<CommandAnswer>> commands = new LinkedHashMap<>();
  private final ForwardClock clock;
  private final CommitBackoff backoff = new CommitBackoff();
  private Phase phase = Phase.LOADING;
  private @Nullable SchedulerCore core;
  private @Nullable Turn turn;
  private @Nullable SimulatedConnection connection;
  private @Nullable RunEnd end;
  private long lastCommand;
  private boolean changes;
  private boolean pastCommit;
  private Instant notBefore = Instant.MIN;

  SchedulerRun(Surroundings world, SchedulerParts parts, int number) {
    this.world = world;
    this.parts = parts;
    this.number = number;
    this.clock = new ForwardClock(() -> world.now().plus(parts.clockSkew()));
  }

  /** Which process of the service it is, from 1. */
  public int number() {
    return number;
  }

  /** Not over yet. */
  public boolean isAlive() {
    return phase != Phase.ENDED;
  }

  /** Why it is over; empty while it is not. */
  public Optional<RunEnd> end() {
    return Optional.ofNullable(end);
  }

  /** It has loaded its state. */
  public boolean isLoaded() {
    return core != null;
  }

  /** What it knows; empty until it has loaded its state. */
  public Optional<ServiceState> state() {
    return Optional.ofNullable(core).map(SchedulerCore::state);
  }

  /** What its readers see; empty until it has loaded its state. */
  public Optional<ServiceSnapshot> snapshot() {
    return Optional.ofNullable(core).map(SchedulerCore::snapshot);
  }

  /** Events that wait. */
  public int queued() {
    return queue.size();
  }

  /** Nothing waits, and nothing is under way inside it. */
  public boolean isIdle() {
    return phase == Phase.WAITING && queue.isEmpty();
  }

  // The start.

  void start() {
    world.note(TraceKind.STARTED, number, "");
    world.witnesses().tell(observer -> observer.started(this));
    world.after(parts.storage().latency(), this::load);
  }

  private void load() {
    if (!isAlive()) {
      return;
    }
    try {
      RecordStore store = parts.tampering().store(this, parts.storage().open(this));
      ServiceState state = parts.startRule().begin(store);
      SchedulerCore loaded = parts.core(state);
      core = loaded;
      turn = new Turn(loaded, this::decide, store, this::perform);
    } catch (StoreException e) {
      exit(ExitCause.of(e.failure()), String.valueOf(e.getMessage()));
      return;
    } catch (StartRefusedException e) {
      exit(e.exitCause(), String.valueOf(e.getMessage()));
      return;
    }
    if (dies(KillPoint.LOADED)) {
      return;
    }
    phase = Phase.WAITING;
    SimulatedConnection opened = parts.connection(this);
    connection = opened;
    opened.start(this);
  }

  // The queue.

  boolean hasRoom() {
    return queue.size() < QUEUE;
  }

  @Override
  public void happened(SchedulerEvent event) {
    add(event);
  }

  @Override
  public void failed(SchedulerEvent.CallFailed failure) {
    add(failure);
  }

  /** Hands a command over; the stage completes when virtual time goes on. */
  @Override
  public CompletionStage<CommandAnswer> submit(OperatorCommand command) {
    if (!isLoaded() || !isAlive()) {
      return CompletableFuture.failedStage(
          new IllegalStateException("no scheduler that could take the command"));
    }
    CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
    lastCommand++;
    commands.put(lastCommand, answer);
    add(new SchedulerEvent.Commanded(lastCommand, command));
    return answer;
  }

  private void add(SchedulerEvent event) {
    if (!isAlive()) {
      return;
    }
    queue.add(event);
    world.note(TraceKind.RECEIVED, number, event);
    world.witnesses().tell(observer -> observer.received(this, event));
    if (phase == Phase.WAITING) {
      askForTurn();
    }
  }

  private void askForTurn() {
    phase = Phase.TURNING;
    world.after(Duration.ZERO, this::takeTurn);
  }

  // Turns.

  private Instant clock() {
    return clock.instant();
  }

  private void takeTurn() {
    if (phase != Phase.TURNING || turn == null || dies(KillPoint.RECEIVED)) {
      return;
    }
    Instant now = clock();
    changes = false;
    for (int i = 0; i < Turn.BATCH && !queue.isEmpty(); i++) {
      turn.decide(queue.remove(), now);
      if (dies(KillPoint.DECIDED)) {
        return;
      }
    }
    if (turn.isWakeDue(now)) {
      turn.decide(new SchedulerEvent.Wake(), now);
      if (dies(KillPoint.DECIDED)) {
        return;
      }
    }
    if (connection != null) {
      connection.readOn();
    }
    settle(turn);
  }

  private Decision decide(SchedulerEvent event, Instant now) {
    SchedulerCore decider = core;
    if (decider == null) {
      throw new IllegalStateException("no core yet");
    }
    world.witnesses().tell(observer -> observer.deciding(this, event));
    Decision decision = parts.tampering().decision(this, event, decider.handle(event, now));
    changes |= !decision.changes().isEmpty();
    if (!decision.isNothing()) {
      world.note(TraceKind.DECIDED, number, decision);
    }
    world.witnesses().tell(observer -> observer.decided(this, event, decision));
    return decision;
  }

  private void settle(Turn settled) {
    if (settled.isSettled()) {
      if (queue.isEmpty()) {
        phase = Phase.WAITING;
      } else {
        askForTurn();
      }
    } else {
      phase = Phase.COMMITTING;
      world.after(changes ? parts.storage().latency() : Duration.ZERO, () -> commit(settled));
    }
  }

  private void commit(Turn owing) {
    if (phase != Phase.COMMITTING) {
      return;
    }
    pastCommit = false;
    try {
      owing.commit();
      backoff.succeeded();
    } catch (StoreException e) {
      Optional<Duration> pause = backoff.after(e);
      if (pause.isPresent()) {
        world.after(pause.get(), () -> commit(owing));
      } else {
        exit(ExitCause.of(e.failure()), String.valueOf(e.getMessage()));
      }
      return;
    }
    if (!diesPastCommit()) {
      settle(owing);
    }
  }

  private void perform(Effect effect) {
    if (diesPastCommit()) {
      return;
    }
    world.witnesses().tell(observer -> observer.performing(this, effect));
    effect.accept(
        new Effect.Visitor<Boolean>() {
          @Override
          public Boolean send(MesosCall call) {
            parts.tampering().send(SchedulerRun.this, call, SchedulerRun.this::send);
            return true;
          }

          @Override
          public Boolean answer(Effect.Answer answer) {
            CompletableFuture<CommandAnswer> waiting = commands.remove(answer.id());
            if (waiting != null) {
              waiting.complete(answer.answer());
            }
            return true;
          }

          @Override
          public Boolean stop(Effect.Stop stop) {
            exit(ExitCause.of(stop.cause()), stop.message());
            return true;
          }
        });
    dies(KillPoint.PERFORMED);
  }

  /** The same for all effects of one write. */
  private boolean diesPastCommit() {
    boolean first = !pastCommit;
    pastCommit = true;
    return first ? dies(KillPoint.COMMITTED) : !isAlive();
  }

  private void send(MesosCall call) {
    if (connection != null) {
      connection.send(call);
    }
  }

  /** The lock is lost, and this process is told so. */
  void leadLost(String reason) {
    exit(ExitCause.LOST_LEADERSHIP, reason);
  }

  // Time.

  /** When its next timer is due, in the world's time; absent while it is busy. */
  @Nullable Instant nextWake() {
    if (phase != Phase.WAITING || core == null) {
      return null;
    }
    Instant due = core.nextWake().orElse(null);
    if (due == null) {
      return null;
    }
    Instant inWorld = world.now().plus(Duration.between(clock(), due));
    return inWorld.isAfter(notBefore) ? inWorld : notBefore;
  }

  /** Its clock is about to be set: a wait that has begun goes on for a while first. */
  void clockIsSet() {
    clock();
    notBefore = world.now().plus(Turn.MAX_WAIT);
  }

  void wake() {
    if (phase == Phase.WAITING) {
      phase = Phase.TURNING;
      takeTurn();
    }
  }

  // The end.

  private boolean dies(KillPoint point) {
    if (!isAlive()) {
      return true;
    }
    if (parts.killOrder().isMet(point)) {
      kill("killed after " + point);
      return true;
    }
    return false;
  }

  /** Its process is killed now: what it has not put on the wire is lost. */
  void kill(String how) {
    if (isAlive()) {
      over(new RunEnd(null, how));
      if (connection != null) {
        connection.cut();
      }
    }
  }

  /** It is asked to end. */
  void stop() {
    exit(ExitCause.STOPPED, "stopped");
  }

  private void exit(ExitCause cause, String message) {
    if (isAlive()) {
      over(new RunEnd(cause, message));
      if (connection != null) {
        connection.close();
      }
    }
  }

  private void over(RunEnd how) {
    phase = Phase.ENDED;
    end = how;
    queue.clear();
    ImmutableList<CompletableFuture<CommandAnswer>> unanswered =
        ImmutableList.copyOf(commands.values());
    commands.clear();
    world.note(TraceKind.ENDED, number, how.toString());
    world.witnesses().tell(observer -> observer.ended(this));
    parts.ended(this);
    IllegalStateException ended =
        new IllegalStateException("the scheduler ended before the command was done");
    unanswered.forEach(answer -> answer.completeExceptionally(ended));
  }

  /** Its connection to the master; absent until it has loaded its state. */
  @Nullable SimulatedConnection connection() {
    return connection;
  }
}
