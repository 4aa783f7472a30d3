package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import com.google.protobuf.ByteString;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

/** Calls of the v1 scheduler API. */
public final class CallWire {

  private CallWire() {}

  /**
   * The message of a call.
   *
   * @param frameworkId who calls; absent for a first SUBSCRIBE only
   */
  public static Call toProto(MesosCall call, @Nullable FrameworkId frameworkId) {
    Call.Builder proto = call.accept(new CallWriter());
    if (frameworkId != null) {
      proto.setFrameworkId(Ids.framework(frameworkId));
    }
    return proto.build();
  }

  /** The framework that calls, empty for a first SUBSCRIBE. */
  public static Optional<FrameworkId> frameworkId(Call proto) {
    return proto.hasFrameworkId() && !proto.getFrameworkId().getValue().isEmpty()
        ? Optional.of(Ids.framework(proto.getFrameworkId()))
        : Optional.empty();
  }

  /**
   * The call that a message makes, without its framework's id; operations that say nothing are left
   * out.
   *
   * @throws WireFormatException if there is no type, or something that no record can hold
   */
  public static MesosCall fromProto(Call proto) {
    return switch (proto.getType()) {
      case SUBSCRIBE ->
          new MesosCall.Subscribe(
              FrameworkWire.fromProto(proto.getSubscribe().getFrameworkInfo()),
              ImmutableList.copyOf(proto.getSubscribe().getSuppressedRolesList()));
      case TEARDOWN -> new MesosCall.Teardown();
      case ACCEPT -> acceptOffers(proto.getAccept());
      case DECLINE ->
          new MesosCall.Decline(
              offerIds(proto.getDecline().getOfferIdsList()),
              refuse(proto.getDecline().getFilters()));
      case ACCEPT_INVERSE_OFFERS -> acceptInverseOffers(proto.getAcceptInverseOffers());
      case DECLINE_INVERSE_OFFERS -> declineInverseOffers(proto.getDeclineInverseOffers());
      case REVIVE -> new MesosCall.Revive(ImmutableList.copyOf(proto.getRevive().getRolesList()));
      case SUPPRESS ->
          new MesosCall.Suppress(ImmutableList.copyOf(proto.getSuppress().getRolesList()));
      case KILL -> kill(proto.getKill());
      case SHUTDOWN ->
          new MesosCall.Shutdown(
              Ids.executor(proto.getShutdown().getExecutorId()),
              Ids.agent(proto.getShutdown().getAgentId()));
      case MESSAGE -> message(proto.getMessage());
      case ACKNOWLEDGE ->
          new MesosCall.Acknowledge(
              Ids.agent(proto.getAcknowledge().getAgentId()),
              Ids.task(proto.getAcknowledge().getTaskId()),
              CommonWire.uuid(proto.getAcknowledge().getUuid()));
      case ACKNOWLEDGE_OPERATION_STATUS -> acknowledgeOperation(proto);
      case RECONCILE -> reconcile(proto.getReconcile());
      case RECONCILE_OPERATIONS -> reconcileOperations(proto.getReconcileOperations());
      case REQUEST -> new MesosCall.Request();
      case UPDATE_FRAMEWORK ->
          new MesosCall.UpdateFramework(
              FrameworkWire.fromProto(proto.getUpdateFramework().getFrameworkInfo()),
              ImmutableList.copyOf(proto.getUpdateFramework().getSuppressedRolesList()));
      case UNKNOWN -> throw new WireFormatException("a call has no known type");
    };
  }

  private static MesosCall acceptOffers(Call.Accept proto) {
    return new MesosCall.Accept(
        offerIds(proto.getOfferIdsList()),
        operations(proto.getOperationsList()),
        refuse(proto.getFilters()));
  }

  private static MesosCall acceptInverseOffers(Call.AcceptInverseOffers proto) {
    return new MesosCall.AcceptInverseOffers(
        offerIds(proto.getInverseOfferIdsList()), refuse(proto.getFilters()));
  }

  private static MesosCall declineInverseOffers(Call.DeclineInverseOffers proto) {
    return new MesosCall.DeclineInverseOffers(
        offerIds(proto.getInverseOfferIdsList()), refuse(proto.getFilters()));
  }

  private static MesosCall message(Call.Message proto) {
    return new MesosCall.Message(
        Ids.agent(proto.getAgentId()),
        Ids.executor(proto.getExecutorId()),
        ImmutableList.copyOf(Bytes.asList(proto.getData().toByteArray())));
  }

  private static MesosCall kill(Call.Kill proto) {
    return new MesosCall.Kill(
        Ids.task(proto.getTaskId()),
        proto.hasAgentId() ? Ids.agent(proto.getAgentId()) : null,
        proto.getKillPolicy().hasGracePeriod()
            ? CommonWire.durationInfo(proto.getKillPolicy().getGracePeriod())
            : null);
  }

  private static MesosCall acknowledgeOperation(Call proto) {
    Call.AcknowledgeOperationStatus body = proto.getAcknowledgeOperationStatus();
    return new MesosCall.AcknowledgeOperationStatus(
        body.hasAgentId() ? Ids.agent(body.getAgentId()) : null,
        Ids.operation(body.getOperationId()),
        CommonWire.uuid(body.getUuid()));
  }

  private static MesosCall reconcile(Call.Reconcile proto) {
    return new MesosCall.Reconcile(
        proto.getTasksList().stream()
            .map(
                task ->
                    new MesosCall.Reconcile.Task(
                        Ids.task(task.getTaskId()),
                        task.hasAgentId() ? Ids.agent(task.getAgentId()) : null))
            .collect(ImmutableList.toImmutableList()));
  }

  private static MesosCall reconcileOperations(Call.ReconcileOperations proto) {
    return new MesosCall.ReconcileOperations(
        proto.getOperationsList().stream()
            .map(
                item ->
                    new MesosCall.ReconcileOperations.Item(
                        Ids.operation(item.getOperationId()),
                        item.hasAgentId() ? Ids.agent(item.getAgentId()) : null))
            .collect(ImmutableList.toImmutableList()));
  }

  private static ImmutableList<OfferId> offerIds(List<Protos.OfferID> protos) {
    return protos.stream().map(Ids::offer).collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<Operation> operations(List<Protos.Offer.Operation> protos) {
    return protos.stream()
        .map(OfferWire::fromProto)
        .flatMap(Optional::stream)
        .collect(ImmutableList.toImmutableList());
  }

  /** Filters.refuse_seconds, whose default the message knows. */
  private static Duration refuse(Protos.Filters proto) {
    return CommonWire.duration(proto.getRefuseSeconds());
  }

  private static Protos.Filters filters(Duration refuse) {
    return Protos.Filters.newBuilder().setRefuseSeconds(CommonWire.seconds(refuse)).build();
  }

  /** Type and body of each call. */
  private static final class CallWriter implements MesosCall.Visitor<Call.Builder> {

    private final Call.Builder proto = Call.newBuilder();

    @Override
    public Call.Builder subscribe(MesosCall.Subscribe call) {
      proto.setType(Call.Type.SUBSCRIBE);
      proto
          .getSubscribeBuilder()
          .setFrameworkInfo(FrameworkWire.toProto(call.framework()))
          .addAllSuppressedRoles(call.suppressedRoles());
      return proto;
    }

    @Override
    public Call.Builder teardown(MesosCall.Teardown call) {
      return proto.setType(Call.Type.TEARDOWN);
    }

    @Override
    public Call.Builder acceptOffers(MesosCall.Accept call) {
      proto.setType(Call.Type.ACCEPT);
      Call.Accept.Builder body = proto.getAcceptBuilder().setFilters(filters(call.refuse()));
      call.offerIds().forEach(id -> body.addOfferIds(Ids.offer(id)));
      call.operations().forEach(one -> body.addOperations(OfferWire.toProto(one)));
      return proto;
    }

    @Override
    public Call.Builder decline(MesosCall.Decline call) {
      proto.setType(Call.Type.DECLINE);
      Call.Decline.Builder body = proto.getDeclineBuilder().setFilters(filters(call.refuse()));
      call.offerIds().forEach(id -> body.addOfferIds(Ids.offer(id)));
      return proto;
    }

    @Override
    public Call.Builder acceptInverseOffers(MesosCall.AcceptInverseOffers call) {
      proto.setType(Call.Type.ACCEPT_INVERSE_OFFERS);
      Call.AcceptInverseOffers.Builder body =
          proto.getAcceptInverseOffersBuilder().setFilters(filters(call.refuse()));
      call.offerIds().forEach(id -> body.addInverseOfferIds(Ids.offer(id)));
      return proto;
    }

    @Override
    public Call.Builder declineInverseOffers(MesosCall.DeclineInverseOffers call) {
      proto.setType(Call.Type.DECLINE_INVERSE_OFFERS);
      Call.DeclineInverseOffers.Builder body =
          proto.getDeclineInverseOffersBuilder().setFilters(filters(call.refuse()));
      call.offerIds().forEach(id -> body.addInverseOfferIds(Ids.offer(id)));
      return proto;
    }

    @Override
    public Call.Builder revive(MesosCall.Revive call) {
      proto.setType(Call.Type.REVIVE);
      proto.getReviveBuilder().addAllRoles(call.roles());
      return proto;
    }

    @Override
    public Call.Builder suppress(MesosCall.Suppress call) {
      proto.setType(Call.Type.SUPPRESS);
      proto.getSuppressBuilder().addAllRoles(call.roles());
      return proto;
    }

    @Override
    public Call.Builder kill(MesosCall.Kill call) {
      proto.setType(Call.Type.KILL);
      Call.Kill.Builder body = proto.getKillBuilder().setTaskId(Ids.task(call.taskId()));
      AgentId agentId = call.agentId();
      if (agentId != null) {
        body.setAgentId(Ids.agent(agentId));
      }
      Duration grace = call.gracePeriod();
      if (grace != null) {
        body.getKillPolicyBuilder().setGracePeriod(CommonWire.durationInfo(grace));
      }
      return proto;
    }

    @Override
    public Call.Builder shutdown(MesosCall.Shutdown call) {
      proto.setType(Call.Type.SHUTDOWN);
      proto
          .getShutdownBuilder()
          .setExecutorId(Ids.executor(call.executorId()))
          .setAgentId(Ids.agent(call.agentId()));
      return proto;
    }

    @Override
    public Call.Builder acknowledge(MesosCall.Acknowledge call) {
      proto.setType(Call.Type.ACKNOWLEDGE);
      proto
          .getAcknowledgeBuilder()
          .setAgentId(Ids.agent(call.agentId()))
          .setTaskId(Ids.task(call.taskId()))
          .setUuid(CommonWire.uuid(call.uuid()));
      return proto;
    }

    @Override
    public Call.Builder acknowledgeOperationStatus(MesosCall.AcknowledgeOperationStatus call) {
      proto.setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS);
      Call.AcknowledgeOperationStatus.Builder body =
          proto
              .getAcknowledgeOperationStatusBuilder()
              .setOperationId(Ids.operation(call.operationId()))
              .setUuid(CommonWire.uuid(call.uuid()));
      AgentId agentId = call.agentId();
      if (agentId != null) {
        body.setAgentId(Ids.agent(agentId));
      }
      return proto;
    }

    @Override
    public Call.Builder reconcile(MesosCall.Reconcile call) {
      proto.setType(Call.Type.RECONCILE);
      proto.setReconcile(Call.Reconcile.getDefaultInstance());
      for (MesosCall.Reconcile.Task task : call.tasks()) {
        Call.Reconcile.Task.Builder one =
            proto.getReconcileBuilder().addTasksBuilder().setTaskId(Ids.task(task.taskId()));
        AgentId agentId = task.agentId();
        if (agentId != null) {
          one.setAgentId(Ids.agent(agentId));
        }
      }
      return proto;
    }

    @Override
    public Call.Builder reconcileOperations(MesosCall.ReconcileOperations call) {
      proto.setType(Call.Type.RECONCILE_OPERATIONS);
      proto.setReconcileOperations(Call.ReconcileOperations.getDefaultInstance());
      for (MesosCall.ReconcileOperations.Item item : call.operations()) {
        Call.ReconcileOperations.Operation.Builder one =
            proto
                .getReconcileOperationsBuilder()
                .addOperationsBuilder()
                .setOperationId(Ids.operation(item.operationId()));
        AgentId agentId = item.agentId();
        if (agentId != null) {
          one.setAgentId(Ids.agent(agentId));
        }
      }
      return proto;
    }

    @Override
    public Call.Builder message(MesosCall.Message call) {
      proto.setType(Call.Type.MESSAGE);
      proto
          .getMessageBuilder()
          .setAgentId(Ids.agent(call.agentId()))
          .setExecutorId(Ids.executor(call.executorId()))
          .setData(ByteString.copyFrom(Bytes.toArray(call.data())));
      return proto;
    }

    @Override
    public Call.Builder request(MesosCall.Request call) {
      return proto.setType(Call.Type.REQUEST).setRequest(Call.Request.getDefaultInstance());
    }

    @Override
    public Call.Builder updateFramework(MesosCall.UpdateFramework call) {
      proto.setType(Call.Type.UPDATE_FRAMEWORK);
      proto
          .getUpdateFrameworkBuilder()
          .setFrameworkInfo(FrameworkWire.toProto(call.framework()))
          .addAllSuppressedRoles(call.suppressedRoles());
      return proto;
    }
  }
}
