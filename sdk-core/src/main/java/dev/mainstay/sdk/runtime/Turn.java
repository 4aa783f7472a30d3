package dev.mainstay.sdk.runtime;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.store.RecordStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The loop without its thread: decide, commit, act. It waits for nothing and reads no clock, so
 * that a simulation can stop between any two of the three.
 */
public final class Turn {

  private final SchedulerCore core;
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
    this.core = core;
    this.store = store;
    this.performer = performer;
  }

  /** Decides about one event. What comes out waits for {@link #commit}. */
  public void decide(SchedulerEvent event, Instant now) {
    Decision decision = core.handle(event, now);
    if (!decision.isNothing()) {
      owed.add(decision);
    }
  }

  /** A {@link SchedulerEvent.Wake} is due. */
  public boolean isWakeDue(Instant now) {
    return core.nextWake().filter(due -> !due.isAfter(now)).isPresent();
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
