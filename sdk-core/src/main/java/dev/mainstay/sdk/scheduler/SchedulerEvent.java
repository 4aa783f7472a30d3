package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;

/** What the core decides about: everything that reaches it comes as one of these, in one order. */
public sealed interface SchedulerEvent {

  <R> R accept(Visitor<R> visitor);

  /** The master says something. */
  record Mesos(MesosEvent event) implements SchedulerEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.mesos(event);
    }
  }

  /** The stream from the master broke; a new subscription is under way. */
  record Disconnected(String reason) implements SchedulerEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.disconnected(reason);
    }
  }

  /**
   * A call was not accepted by the master, or nobody knows.
   *
   * @param outcomeKnown true: the master refused it and did nothing; false: it may or may not have
   *     arrived
   * @param message status and text, or the failure
   */
  record CallFailed(MesosCall call, boolean outcomeKnown, String message)
      implements SchedulerEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.callFailed(this);
    }
  }

  /** The time that {@code SchedulerCore.nextWake} named has come. */
  record Wake() implements SchedulerEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.wake();
    }
  }

  /**
   * An operator commands something; an {@link Effect.Answer} with the same id follows.
   *
   * @param id unique among those that wait for their answer
   * @param by who, for the service's history
   */
  record Commanded(long id, OperatorCommand command, String by) implements SchedulerEvent {

    /** The API asks nobody for a name. */
    private static final String OPERATOR = "operator";

    /** By an operator whose name is not known. */
    public Commanded(long id, OperatorCommand command) {
      this(id, command, OPERATOR);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.commanded(this);
    }
  }

  /** One case for each event. */
  interface Visitor<R> {
    R mesos(MesosEvent event);

    R disconnected(String reason);

    R callFailed(CallFailed event);

    R wake();

    R commanded(Commanded event);
  }
}
