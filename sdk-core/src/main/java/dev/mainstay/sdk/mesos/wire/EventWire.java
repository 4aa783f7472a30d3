package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import com.google.protobuf.ByteString;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.mesos.MasterInfo;
import dev.mainstay.sdk.mesos.MesosEvent;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Events of the v1 scheduler API. */
public final class EventWire {

  private EventWire() {}

  public static Event toProto(MesosEvent event) {
    return event.accept(new EventWriter()).build();
  }

  /** Empty for a type of event that this version does not know. */
  public static Optional<MesosEvent> fromProto(Event proto) {
    return switch (proto.getType()) {
      case SUBSCRIBED -> Optional.of(subscribed(proto.getSubscribed()));
      case HEARTBEAT -> Optional.of(new MesosEvent.Heartbeat());
      case OFFERS ->
          Optional.of(
              new MesosEvent.Offers(
                  proto.getOffers().getOffersList().stream()
                      .map(OfferWire::fromProto)
                      .collect(ImmutableList.toImmutableList())));
      case INVERSE_OFFERS ->
          Optional.of(
              new MesosEvent.InverseOffers(
                  proto.getInverseOffers().getInverseOffersList().stream()
                      .map(OfferWire::inverse)
                      .collect(ImmutableList.toImmutableList())));
      case RESCIND ->
          Optional.of(new MesosEvent.Rescind(Ids.offer(proto.getRescind().getOfferId())));
      case RESCIND_INVERSE_OFFER ->
          Optional.of(
              new MesosEvent.RescindInverseOffer(
                  Ids.offer(proto.getRescindInverseOffer().getInverseOfferId())));
      case UPDATE ->
          Optional.of(new MesosEvent.Update(StatusWire.fromProto(proto.getUpdate().getStatus())));
      case UPDATE_OPERATION_STATUS ->
          Optional.of(
              new MesosEvent.UpdateOperationStatus(
                  StatusWire.fromProto(proto.getUpdateOperationStatus().getStatus())));
      case MESSAGE -> Optional.of(message(proto.getMessage()));
      case FAILURE -> Optional.of(failure(proto.getFailure()));
      case ERROR -> Optional.of(new MesosEvent.Error(proto.getError().getMessage()));
      case UNKNOWN -> Optional.empty();
    };
  }

  private static MesosEvent subscribed(Event.Subscribed proto) {
    return new MesosEvent.Subscribed(
        Ids.framework(proto.getFrameworkId()),
        CommonWire.duration(proto.getHeartbeatIntervalSeconds()),
        proto.hasMasterInfo() ? FrameworkWire.master(proto.getMasterInfo()) : null);
  }

  private static MesosEvent message(Event.Message proto) {
    return new MesosEvent.Message(
        Ids.agent(proto.getAgentId()),
        Ids.executor(proto.getExecutorId()),
        ImmutableList.copyOf(Bytes.asList(proto.getData().toByteArray())));
  }

  private static MesosEvent failure(Event.Failure proto) {
    return new MesosEvent.Failure(
        proto.hasAgentId() ? Ids.agent(proto.getAgentId()) : null,
        proto.hasExecutorId() ? Ids.executor(proto.getExecutorId()) : null,
        proto.hasStatus() ? proto.getStatus() : null);
  }

  /** Type and body of each event. */
  private static final class EventWriter implements MesosEvent.Visitor<Event.Builder> {

    private final Event.Builder proto = Event.newBuilder();

    @Override
    public Event.Builder subscribed(MesosEvent.Subscribed event) {
      proto.setType(Event.Type.SUBSCRIBED);
      Event.Subscribed.Builder body =
          proto
              .getSubscribedBuilder()
              .setFrameworkId(Ids.framework(event.frameworkId()))
              .setHeartbeatIntervalSeconds(CommonWire.seconds(event.heartbeatInterval()));
      MasterInfo master = event.master();
      if (master != null) {
        body.setMasterInfo(FrameworkWire.master(master));
      }
      return proto;
    }

    @Override
    public Event.Builder heartbeat(MesosEvent.Heartbeat event) {
      return proto.setType(Event.Type.HEARTBEAT);
    }

    @Override
    public Event.Builder offers(MesosEvent.Offers event) {
      proto.setType(Event.Type.OFFERS).setOffers(Event.Offers.getDefaultInstance());
      event.offers().forEach(one -> proto.getOffersBuilder().addOffers(OfferWire.toProto(one)));
      return proto;
    }

    @Override
    public Event.Builder inverseOffers(MesosEvent.InverseOffers event) {
      proto
          .setType(Event.Type.INVERSE_OFFERS)
          .setInverseOffers(Event.InverseOffers.getDefaultInstance());
      event
          .offers()
          .forEach(one -> proto.getInverseOffersBuilder().addInverseOffers(OfferWire.inverse(one)));
      return proto;
    }

    @Override
    public Event.Builder rescind(MesosEvent.Rescind event) {
      proto.setType(Event.Type.RESCIND);
      proto.getRescindBuilder().setOfferId(Ids.offer(event.offerId()));
      return proto;
    }

    @Override
    public Event.Builder rescindInverseOffer(MesosEvent.RescindInverseOffer event) {
      proto.setType(Event.Type.RESCIND_INVERSE_OFFER);
      proto.getRescindInverseOfferBuilder().setInverseOfferId(Ids.offer(event.offerId()));
      return proto;
    }

    @Override
    public Event.Builder update(MesosEvent.Update event) {
      proto.setType(Event.Type.UPDATE);
      proto.getUpdateBuilder().setStatus(StatusWire.toProto(event.status()));
      return proto;
    }

    @Override
    public Event.Builder updateOperationStatus(MesosEvent.UpdateOperationStatus event) {
      proto.setType(Event.Type.UPDATE_OPERATION_STATUS);
      proto.getUpdateOperationStatusBuilder().setStatus(StatusWire.toProto(event.status()));
      return proto;
    }

    @Override
    public Event.Builder message(MesosEvent.Message event) {
      proto.setType(Event.Type.MESSAGE);
      proto
          .getMessageBuilder()
          .setAgentId(Ids.agent(event.agentId()))
          .setExecutorId(Ids.executor(event.executorId()))
          .setData(ByteString.copyFrom(Bytes.toArray(event.data())));
      return proto;
    }

    @Override
    public Event.Builder failure(MesosEvent.Failure event) {
      proto.setType(Event.Type.FAILURE).setFailure(Event.Failure.getDefaultInstance());
      AgentId agentId = event.agentId();
      if (agentId != null) {
        proto.getFailureBuilder().setAgentId(Ids.agent(agentId));
      }
      ExecutorId executorId = event.executorId();
      if (executorId != null) {
        proto.getFailureBuilder().setExecutorId(Ids.executor(executorId));
      }
      Integer status = event.status();
      if (status != null) {
        proto.getFailureBuilder().setStatus(status);
      }
      return proto;
    }

    @Override
    public Event.Builder error(MesosEvent.Error event) {
      proto.setType(Event.Type.ERROR);
      proto.getErrorBuilder().setMessage(event.message());
      return proto;
    }
  }
}
