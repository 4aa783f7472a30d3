package dev.mainstay.sdk.testing.fault;

import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.time.Duration;

/**
 * Something that goes wrong, or that a person does. Data alone: {@link FaultPlay} does it to a
 * world.
 *
 * <p>Agents are numbered as in the world's settings, from 0. A {@code pick} chooses among what
 * there is at that time, by its remainder. Times named {@code away} and {@code lasting} begin with
 * the fault.
 */
public sealed interface Fault {

  <R> R accept(Visitor<R> visitor);

  /**
   * An agent's process dies, and comes back.
   *
   * @param tasksSurvive false as with a restart of the machine
   */
  record AgentCrash(int agent, Duration away, boolean tasksSurvive) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentCrash(this);
    }
  }

  /** An agent's machine dies for ever; after a time an operator marks it gone. */
  record AgentLost(int agent, Duration markedAfter) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentLost(this);
    }
  }

  /** An agent is stopped in the orderly way with all that runs on it, and is started again. */
  record AgentRemoved(int agent, Duration away) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentRemoved(this);
    }
  }

  /** An operator drains an agent, and takes it back. */
  record AgentDrained(int agent, Duration away) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.agentDrained(this);
    }
  }

  /** The master cannot reach an agent; the tasks on it go on. */
  record Partition(int agent, Duration away) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.partition(this);
    }
  }

  /** Offers of an agent are rescinded, and new ones come after a time. */
  record OffersRescinded(int agent, Duration away) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.offersRescinded(this);
    }
  }

  /** The agent drops all that the next ACCEPT asks of it. */
  record OperationsDropped(int agent) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.operationsDropped(this);
    }
  }

  /** The process of a task is killed from outside. */
  record TaskKilled(int pick) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.taskKilled(this);
    }
  }

  /** A pod's container runs out of memory: the executor and all its tasks are killed. */
  record OutOfMemory(int pick) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.outOfMemory(this);
    }
  }

  /** All tasks of one pod instance misbehave for a time: those that run, and those launched. */
  record Misbehaviour(int pick, Manner manner, Duration lasting) implements Fault {

    /** In which way. */
    public enum Manner {
      NEVER_READY,
      LATE_READY,
      CRASHING,
      STARTING_SLOWLY,
      FAILING_TO_START,
      IGNORING_TERM,
      STOPPING_SLOWLY
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.misbehaviour(this);
    }
  }

  /**
   * Of the next calls of a kind, the scheduler gets no answer.
   *
   * @param arrives whether the master gets them all the same
   * @param patience how long the scheduler waits for an answer
   */
  record CallsLost(CallKind kind, int count, boolean arrives, Duration patience) implements Fault {

    /** Which calls. */
    public enum CallKind {
      ACCEPT,
      DECLINE,
      KILL,
      ACKNOWLEDGE,
      DEMAND,
      RECONCILE,
      ANY
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.callsLost(this);
    }
  }

  /** The next updates never reach the scheduler; their agents send them again. */
  record UpdatesLost(int count) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updatesLost(this);
    }
  }

  /** The next updates come later than what is sent after them. */
  record UpdatesLate(int count, Duration delay) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updatesLate(this);
    }
  }

  /** The next updates come twice. */
  record UpdatesDoubled(int count, Duration delay) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updatesDoubled(this);
    }
  }

  /** Every other one of the next updates comes after the one behind it. */
  record UpdatesReordered(int count, Duration delay) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updatesReordered(this);
    }
  }

  /** The master fails over; nobody can subscribe for a time. */
  record MasterFailover(Duration away) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.masterFailover(this);
    }
  }

  /** The scheduler's event stream breaks. */
  record StreamCut(boolean masterNotices, Duration away) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.streamCut(this);
    }
  }

  /** Nothing more comes through the scheduler's event stream, heartbeats included. */
  record StreamSilent() implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.streamSilent(this);
    }
  }

  /** The scheduler is killed when it passes a point of its turn the so manieth time. */
  record SchedulerKilled(KillPoint point, int passes) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.schedulerKilled(this);
    }
  }

  /** Another scheduler starts and takes the lead, of which the first one is not told. */
  record SecondScheduler() implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.secondScheduler(this);
    }
  }

  /** Writes to the store take long. */
  record StoreSlow(Duration latency, Duration lasting) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.storeSlow(this);
    }
  }

  /** The store does not answer. */
  record StoreAway(Duration lasting) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.storeAway(this);
    }
  }

  /** The store does what it is asked to, and does not say so. */
  record StoreAmbiguous(Duration lasting) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.storeAmbiguous(this);
    }
  }

  /**
   * The scheduler's session with the store ends, and with it its lead.
   *
   * @param told whether it hears of that before its next write
   */
  record SessionLost(boolean told) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sessionLost(this);
    }
  }

  /** The clock of the scheduler's machine is set. */
  record ClockJump(Duration by) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.clockJump(this);
    }
  }

  /** An operator commands something of a pod instance. */
  record PodCommand(int pick, Command command) implements Fault {

    /** Which command. */
    public enum Command {
      RESTART,
      REPLACE,
      PAUSE,
      RESUME
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.podCommand(this);
    }
  }

  /**
   * An operator gives one of the variables that may change another value.
   *
   * @param pick of the variables
   * @param value of those that it may have
   */
  record Update(int pick, int value) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.update(this);
    }
  }

  /** An operator goes back to the configuration that was rolled out last. */
  record Rollback() implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rollback(this);
    }
  }

  /** An operator does something to a plan, whether or not that can be done to it. */
  record PlanCommand(int pick, PlanAction action) implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.planCommand(this);
    }
  }

  /** An operator removes the service. */
  record Uninstall() implements Fault {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.uninstall(this);
    }
  }

  /** One case for each fault. */
  interface Visitor<R> {
    R agentCrash(AgentCrash fault);

    R agentLost(AgentLost fault);

    R agentRemoved(AgentRemoved fault);

    R agentDrained(AgentDrained fault);

    R partition(Partition fault);

    R offersRescinded(OffersRescinded fault);

    R operationsDropped(OperationsDropped fault);

    R taskKilled(TaskKilled fault);

    R outOfMemory(OutOfMemory fault);

    R misbehaviour(Misbehaviour fault);

    R callsLost(CallsLost fault);

    R updatesLost(UpdatesLost fault);

    R updatesLate(UpdatesLate fault);

    R updatesDoubled(UpdatesDoubled fault);

    R updatesReordered(UpdatesReordered fault);

    R masterFailover(MasterFailover fault);

    R streamCut(StreamCut fault);

    R streamSilent(StreamSilent fault);

    R schedulerKilled(SchedulerKilled fault);

    R secondScheduler(SecondScheduler fault);

    R storeSlow(StoreSlow fault);

    R storeAway(StoreAway fault);

    R storeAmbiguous(StoreAmbiguous fault);

    R sessionLost(SessionLost fault);

    R clockJump(ClockJump fault);

    R podCommand(PodCommand fault);

    R update(Update fault);

    R rollback(Rollback fault);

    R planCommand(PlanCommand fault);

    R uninstall(Uninstall fault);
  }
}
