package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What goes wrong on the way between schedulers and the master. Each method says what will happen
 * to the next messages of a kind, or does it now.
 */
public final class Interference {

  private static final class Updates {
    private final UpdateFate fate;
    private final Duration delay;
    private int left;

    private Updates(UpdateFate fate, Duration delay, int left) {
      this.fate = fate;
      this.delay = delay;
      this.left = left;
    }
  }

  private static final class Calls {
    private final Predicate<MesosCall> which;
    private final CallFate fate;
    private final Duration patience;
    private int left;

    private Calls(Predicate<MesosCall> which, CallFate fate, Duration patience, int left) {
      this.which = which;
      this.fate = fate;
      this.patience = patience;
      this.left = left;
    }
  }

  /** What a call meets: its fate, and how long its sender waits for an answer. */
  record CallLoss(CallFate fate, Duration patience) {}

  /** What an update meets. */
  record UpdateLoss(UpdateFate fate, Duration delay) {}

  private final Surroundings world;
  private final List<Updates> updates = new ArrayList<>();
  private final List<Calls> calls = new ArrayList<>();
  private Instant masterBack = Instant.MIN;
  private long met;

  Interference(Surroundings world) {
    this.world = world;
  }

  /**
   * The next so many updates of tasks and operations that are to be acknowledged meet this fate.
   *
   * @param delay how much later those come that come later
   */
  public void updates(UpdateFate fate, int count, Duration delay) {
    updates.add(new Updates(fate, delay, count));
  }

  /**
   * The next so many such calls meet this fate.
   *
   * @param patience how long the scheduler waits for an answer before it gives the call up
   */
  public void calls(Predicate<MesosCall> which, CallFate fate, int count, Duration patience) {
    calls.add(new Calls(which, fate, patience, count));
  }

  /** For so long no new subscription reaches the master. */
  public void masterAway(Duration time) {
    Instant back = world.now().plus(time);
    masterBack = back.isAfter(masterBack) ? back : masterBack;
  }

  /** All that was said is forgotten: from now on everything arrives. */
  public void stop() {
    updates.clear();
    calls.clear();
    masterBack = Instant.MIN;
  }

  /** How many messages have met a fate so far. */
  public long met() {
    return met;
  }

  boolean isMasterAway() {
    return world.now().isBefore(masterBack);
  }

  Optional<CallLoss> lossOf(MesosCall call) {
    for (Calls next : calls) {
      if (next.left > 0 && next.which.test(call)) {
        next.left--;
        calls.removeIf(each -> each.left == 0);
        met++;
        world.note(TraceKind.FAULT, 0, "call: " + next.fate);
        return Optional.of(new CallLoss(next.fate, next.patience));
      }
    }
    return Optional.empty();
  }

  Optional<UpdateLoss> lossOf(MesosEvent event) {
    if (updates.isEmpty() || !isToBeAcknowledged(event)) {
      return Optional.empty();
    }
    Updates next = updates.get(0);
    next.left--;
    if (next.left == 0) {
      updates.remove(0);
    }
    met++;
    world.note(TraceKind.FAULT, 0, "update: " + next.fate);
    return Optional.of(new UpdateLoss(next.fate, next.delay));
  }

  /** Such an update comes from an agent, which keeps it until it is acknowledged. */
  private static boolean isToBeAcknowledged(MesosEvent event) {
    if (event instanceof MesosEvent.Update update) {
      return update.status().uuid() != null;
    }
    return event instanceof MesosEvent.UpdateOperationStatus update
        && update.status().uuid() != null;
  }
}
