package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the master tells a scheduler: the events of the v1 scheduler API. */
public sealed interface MesosEvent {

  <R> R accept(Visitor<R> visitor);

  /** The first event of a stream. */
  record Subscribed(
      FrameworkId frameworkId, Duration heartbeatInterval, @Nullable MasterInfo master)
      implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subscribed(this);
    }
  }

  /** The stream is alive. */
  record Heartbeat() implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.heartbeat(this);
    }
  }

  /** New offers. */
  record Offers(ImmutableList<Offer> offers) implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.offers(this);
    }
  }

  /** New inverse offers. */
  record InverseOffers(ImmutableList<InverseOffer> offers) implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.inverseOffers(this);
    }
  }

  /** An offer is no longer valid. */
  record Rescind(OfferId offerId) implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rescind(this);
    }
  }

  /** An inverse offer is no longer valid. */
  record RescindInverseOffer(OfferId offerId) implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rescindInverseOffer(this);
    }
  }

  /** A task's status. */
  record Update(TaskStatus status) implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.update(this);
    }
  }

  /** An operation's status. */
  record UpdateOperationStatus(OperationStatus status) implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.updateOperationStatus(this);
    }
  }

  /** Bytes from a custom executor. */
  record Message(AgentId agentId, ExecutorId executorId, ImmutableList<Byte> data)
      implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.message(this);
    }
  }

  /** An executor ended (with its raw wait status), or an agent was removed (no executor id). */
  record Failure(
      @Nullable AgentId agentId, @Nullable ExecutorId executorId, @Nullable Integer status)
      implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.failure(this);
    }
  }

  /** The subscription is over for good. */
  record Error(String message) implements MesosEvent {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.error(this);
    }
  }

  /** One case for each event. */
  interface Visitor<R> {
    R subscribed(Subscribed event);

    R heartbeat(Heartbeat event);

    R offers(Offers event);

    R inverseOffers(InverseOffers event);

    R rescind(Rescind event);

    R rescindInverseOffer(RescindInverseOffer event);

    R update(Update event);

    R updateOperationStatus(UpdateOperationStatus event);

    R message(Message event);

    R failure(Failure event);

    R error(Error event);
  }
}
