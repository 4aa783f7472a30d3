package dev.mainstay.sdk.runtime;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.store.RecordStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The loop without its thread: decide, commit, act. It waits for nothing and reads no clock, so
 * that a simulation can stop between any two of the three.
 */
public final class Turn {

  /** Events that are decided before anything is written, so that a full queue still moves on. */
  public static final int BATCH = 1_000;

  /** The longest wait for a timer at once, so that a clock that was set is noticed. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(5);

  /** Decides about an event: {@link SchedulerCore#handle}, or what a simulation puts around it. */
  @FunctionalInterface
  public interface Decider {
    Decision decide(SchedulerEvent event, Instant now);
  }

  private final SchedulerCore core;
  private final Decider decider;
  private final RecordStore store;
  private final Consumer<Effect> performer;

  /** Decided and not yet durable, in order. */
  private final Deque<Decision> owed = new ArrayDeque<>();

  /**
   * A loop's turns over one core.
   *
   * @param performer does an effect; must not block
   */
  public Turn(SchedulerCore core, RecordStore store, Consumer<Effect> performer) {
    this(core, core::handle, store, performer);
  }

  /**
   * The same with something around the core's decisions.
   *
   * @param decider asks the core, once for each event
   */
  public Turn(SchedulerCore core, Decider decider, RecordStore store, Consumer<Effect> performer) {
    this.core = core;
    this.decider = decider;
    this.store = store;
    this.performer = performer;
  }

  /**
   * Decides about one event. What comes out waits for {@link #commit}. An ACCEPT that waits is
   * withdrawn when its offer is rescinded, as if the master had refused it.
   */
  public void decide(SchedulerEvent event, Instant now) {
    ImmutableList<MesosCall.Accept> withdrawn =
        event instanceof SchedulerEvent.Mesos mesos
                && mesos.event() instanceof MesosEvent.Rescind rescind
            ? withdraw(rescind.offerId())
            : ImmutableList.of();
    owe(decider.decide(event, now));
    for (MesosCall.Accept accept : withdrawn) {
      String why = "an offer was rescinded before it was sent";
      owe(decider.decide(new SchedulerEvent.CallFailed(accept, true, why), now));
    }
  }

  private void owe(Decision decision) {
    if (!decision.isNothing()) {
      owed.add(decision);
    }
  }

  private ImmutableList<MesosCall.Accept> withdraw(OfferId offer) {
    ImmutableList.Builder<MesosCall.Accept> withdrawn = ImmutableList.builder();
    for (Decision decision : ImmutableList.copyOf(owed)) {
      owed.removeFirst();
      ImmutableList.Builder<Effect> kept = ImmutableList.builder();
      for (Effect effect : decision.effects()) {
        if (effect instanceof Effect.Send send
            && send.call() instanceof MesosCall.Accept accept
            && accept.offerIds().contains(offer)) {
          withdrawn.add(accept);
        } else {
          kept.add(effect);
        }
      }
      owed.addLast(new Decision(decision.changes(), kept.build()));
    }
    return withdrawn.build();
  }

  /** A {@link SchedulerEvent.Wake} is due. */
  public boolean isWakeDue(Instant now) {
    return core.nextWake().filter(due -> !due.isAfter(now)).isPresent();
  }

  /** How long to wait for an event before time is looked at again. */
  public Duration patience(Instant now) {
    Optional<Instant> due = core.nextWake();
    if (due.isEmpty()) {
      return MAX_WAIT;
    }
    Duration wait = Duration.between(now, due.get());
    return wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
  }

  /** Nothing waits for {@link #commit}. */
  public boolean isSettled() {
    return owed.isEmpty();
  }

  /**
   * Makes decisions durable, as many as one write takes, then performs their effects in order.
   *
   * @throws dev.mainstay.sdk.store.StoreException when that failed; no effect was performed, and a
   *     next call tries the same again
   */
  public void commit() {
    if (owed.isEmpty()) {
      return;
    }
    int durable =
        store.commit(owed.stream().map(Decision::changes).collect(ImmutableList.toImmutableList()));
    for (int i = 0; i < durable; i++) {
      owed.removeFirst().effects().forEach(performer);
    }
  }
}
