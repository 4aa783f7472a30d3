package dev.mainstay.sdk.testing.fault;

import com.google.errorprone.annotations.Immutable;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.time.Duration;

/** All kinds of fault, with how one of each is drawn. */
public enum FaultKind {
  AGENT_CRASH(
      chance ->
          new Fault.AgentCrash(
              chance.agent(), chance.time(Times.SECOND, Times.LONG), chance.coin())),
  AGENT_LOST(chance -> new Fault.AgentLost(chance.agent(), chance.time(Times.SECOND, Times.LONG))),
  AGENT_REMOVED(
      chance -> new Fault.AgentRemoved(chance.agent(), chance.time(Times.SECOND, Times.LONG))),
  AGENT_DRAINED(
      chance -> new Fault.AgentDrained(chance.agent(), chance.time(Times.SECOND, Times.LONG))),
  PARTITION(chance -> new Fault.Partition(chance.agent(), chance.time(Times.SECOND, Times.LONG))),
  OFFERS_RESCINDED(
      chance -> new Fault.OffersRescinded(chance.agent(), chance.time(Times.MOMENT, Times.MINUTE))),
  OPERATIONS_DROPPED(chance -> new Fault.OperationsDropped(chance.agent())),
  TASK_KILLED(chance -> new Fault.TaskKilled(chance.pick())),
  OUT_OF_MEMORY(chance -> new Fault.OutOfMemory(chance.pick())),
  MISBEHAVIOUR(
      chance ->
          new Fault.Misbehaviour(
              chance.pick(),
              chance.one(Fault.Misbehaviour.Manner.class),
              chance.time(Times.SECOND, Times.LONG))),
  CALLS_LOST(
      chance ->
          new Fault.CallsLost(
              chance.one(Fault.CallsLost.CallKind.class),
              chance.few(5),
              chance.coin(),
              chance.time(Times.MOMENT, Times.CALL_TIMEOUT))),
  UPDATES_LOST(chance -> new Fault.UpdatesLost(chance.few(8))),
  UPDATES_LATE(
      chance -> new Fault.UpdatesLate(chance.few(8), chance.time(Times.MOMENT, Times.MINUTE))),
  UPDATES_DOUBLED(
      chance -> new Fault.UpdatesDoubled(chance.few(8), chance.time(Times.MOMENT, Times.MINUTE))),
  UPDATES_REORDERED(
      chance -> new Fault.UpdatesReordered(chance.few(8), chance.time(Times.MOMENT, Times.MINUTE))),
  MASTER_FAILOVER(chance -> new Fault.MasterFailover(chance.time(Times.MOMENT, Times.MINUTE))),
  STREAM_CUT(chance -> new Fault.StreamCut(chance.coin(), chance.time(Times.MOMENT, Times.MINUTE))),
  STREAM_SILENT(chance -> new Fault.StreamSilent()),
  SCHEDULER_KILLED(
      chance -> new Fault.SchedulerKilled(chance.one(KillPoint.class), chance.few(10))),
  SECOND_SCHEDULER(chance -> new Fault.SecondScheduler()),
  STORE_SLOW(
      chance ->
          new Fault.StoreSlow(
              chance.time(Times.MOMENT, Duration.ofSeconds(20)),
              chance.time(Times.SECOND, Times.LONG))),
  STORE_AWAY(chance -> new Fault.StoreAway(chance.time(Times.MOMENT, Times.LONG))),
  STORE_AMBIGUOUS(chance -> new Fault.StoreAmbiguous(chance.time(Times.MOMENT, Times.MINUTE))),
  SESSION_LOST(chance -> new Fault.SessionLost(chance.coin())),
  CLOCK_JUMP(
      chance -> {
        Duration by = chance.time(Times.SECOND, Duration.ofHours(6));
        return new Fault.ClockJump(chance.coin() ? by : by.negated());
      }),
  POD_COMMAND(
      chance -> new Fault.PodCommand(chance.pick(), chance.one(Fault.PodCommand.Command.class))),
  UPDATE(chance -> new Fault.Update(chance.pick(), chance.pick())),
  ROLLBACK(chance -> new Fault.Rollback()),
  PLAN_COMMAND(chance -> new Fault.PlanCommand(chance.pick(), chance.one(PlanAction.class))),
  /** Never drawn among others, as nothing is left to be done to after it. */
  UNINSTALL(chance -> new Fault.Uninstall());

  /** Times that faults take. */
  private static final class Times {
    static final Duration MOMENT = Duration.ofMillis(5);
    static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration MINUTE = Duration.ofMinutes(1);

    /** As the client's own, after which it gives a call up. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** Beyond the master's patience with an agent, and each of the scheduler's back-offs. */
    static final Duration LONG = Duration.ofMinutes(40);
  }

  /** Draws a fault of one kind. */
  @Immutable
  private interface Draw {
    Fault apply(Chance chance);
  }

  private final Draw draw;

  FaultKind(Draw draw) {
    this.draw = draw;
  }

  Fault draw(Chance chance) {
    return draw.apply(chance);
  }

  /** The kind of a fault. */
  public static FaultKind of(Fault fault) {
    return fault.accept(new FaultKinds());
  }
}
