package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.mesos.MesosCall;

/**
 * Something to do to the world, as data. Performed in order, after the decision's changes are
 * durable.
 */
public sealed interface Effect {

  <R> R accept(Visitor<R> visitor);

  /** Sends a call to the master. */
  record Send(MesosCall call) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.send(call);
    }
  }

  /** Ends the scheduler: it cannot go on. */
  record Stop(Cause cause, String message) implements Effect {

    /** Why. */
    public enum Cause {
      /** The master removed the framework, or refused its subscription for good. */
      SUBSCRIPTION_REFUSED,
      /** Another scheduler of the service subscribed. */
      FAILED_OVER,
      /** The service was removed with all that it held; nothing of it is left to run. */
      UNINSTALLED
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stop(this);
    }
  }

  /** Answers the command of that id: what it changed is durable. */
  record Answer(long id, CommandAnswer answer) implements Effect {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.answer(this);
    }
  }

  /** One case for each effect. */
  interface Visitor<R> {
    R send(MesosCall call);

    R stop(Stop effect);

    R answer(Answer effect);
  }
}
