package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.InverseOffer;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.Unavailability;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.jspecify.annotations.Nullable;

/** Offers and what is done with them. */
public final class OfferWire {

  /** Where an agent's API is on its address: Mesos names its agent process so. */
  private static final String AGENT_PATH = "/slave(1)";

  private OfferWire() {}

  public static Protos.Offer toProto(Offer offer) {
    Protos.Offer.Builder proto =
        Protos.Offer.newBuilder()
            .setId(Ids.offer(offer.id()))
            .setFrameworkId(Ids.framework(offer.frameworkId()))
            .setAgentId(Ids.agent(offer.agentId()))
            .setHostname(offer.hostname())
            .addAllResources(ResourceWire.toProto(offer.resources()));
    Address address = offer.address();
    if (address != null) {
      proto.setUrl(url(address));
    }
    Domain domain = offer.domain();
    if (domain != null) {
      proto.setDomain(CommonWire.domain(domain));
    }
    offer.attributes().forEach(one -> proto.addAttributes(ResourceWire.attribute(one)));
    offer.executorIds().forEach(id -> proto.addExecutorIds(Ids.executor(id)));
    Unavailability unavailability = offer.unavailability();
    if (unavailability != null) {
      proto.setUnavailability(CommonWire.unavailability(unavailability));
    }
    String role = offer.allocationRole();
    if (role != null) {
      proto.getAllocationInfoBuilder().setRole(role);
    }
    return proto.build();
  }

  public static Offer fromProto(Protos.Offer proto) {
    return new Offer(
        Ids.offer(proto.getId()),
        Ids.framework(proto.getFrameworkId()),
        Ids.agent(proto.getAgentId()),
        proto.getHostname(),
        proto.hasUrl() ? CommonWire.address(proto.getUrl().getAddress()) : null,
        proto.hasDomain() ? CommonWire.domain(proto.getDomain()) : null,
        ResourceWire.fromProto(proto.getResourcesList()),
        proto.getAttributesList().stream()
            .map(ResourceWire::attribute)
            .collect(ImmutableList.toImmutableList()),
        proto.getExecutorIdsList().stream()
            .map(Ids::executor)
            .collect(ImmutableList.toImmutableList()),
        proto.hasUnavailability() ? CommonWire.unavailability(proto.getUnavailability()) : null,
        proto.getAllocationInfo().hasRole() ? proto.getAllocationInfo().getRole() : null);
  }

  static Protos.InverseOffer inverse(InverseOffer offer) {
    Protos.InverseOffer.Builder proto =
        Protos.InverseOffer.newBuilder()
            .setId(Ids.offer(offer.id()))
            .setFrameworkId(Ids.framework(offer.frameworkId()))
            .setUnavailability(CommonWire.unavailability(offer.unavailability()));
    AgentId agentId = offer.agentId();
    if (agentId != null) {
      proto.setAgentId(Ids.agent(agentId));
    }
    Address address = offer.address();
    if (address != null) {
      proto.setUrl(url(address));
    }
    return proto.build();
  }

  static InverseOffer inverse(Protos.InverseOffer proto) {
    return new InverseOffer(
        Ids.offer(proto.getId()),
        Ids.framework(proto.getFrameworkId()),
        proto.hasAgentId() ? Ids.agent(proto.getAgentId()) : null,
        proto.hasUrl() ? CommonWire.address(proto.getUrl().getAddress()) : null,
        CommonWire.unavailability(proto.getUnavailability()));
  }

  public static Protos.Offer.Operation toProto(Operation operation) {
    Protos.Offer.Operation.Builder proto = operation.accept(new OperationWriter());
    OperationId id = operation.id();
    if (id != null) {
      proto.setId(Ids.operation(id));
    }
    return proto.build();
  }

  /**
   * Empty for an operation that says nothing: without a type that is known here, or without the
   * part that its type asks for. Mesos ignores those in silence.
   */
  public static Optional<Operation> fromProto(Protos.Offer.Operation proto) {
    OperationId id = proto.hasId() ? Ids.operation(proto.getId()) : null;
    return switch (proto.getType()) {
      case RESERVE ->
          proto.hasReserve()
              ? Optional.of(
                  new Operation.Reserve(
                      id, ResourceWire.fromProto(proto.getReserve().getResourcesList())))
              : Optional.empty();
      case UNRESERVE ->
          proto.hasUnreserve()
              ? Optional.of(
                  new Operation.Unreserve(
                      id, ResourceWire.fromProto(proto.getUnreserve().getResourcesList())))
              : Optional.empty();
      case CREATE ->
          proto.hasCreate()
              ? Optional.of(
                  new Operation.Create(
                      id, ResourceWire.fromProto(proto.getCreate().getVolumesList())))
              : Optional.empty();
      case DESTROY ->
          proto.hasDestroy()
              ? Optional.of(
                  new Operation.Destroy(
                      id, ResourceWire.fromProto(proto.getDestroy().getVolumesList())))
              : Optional.empty();
      case LAUNCH, LAUNCH_GROUP -> launch(proto, id);
      case UNKNOWN, GROW_VOLUME, SHRINK_VOLUME, CREATE_DISK, DESTROY_DISK -> Optional.empty();
    };
  }

  private static Optional<Operation> launch(
      Protos.Offer.Operation proto, @Nullable OperationId id) {
    if (proto.hasLaunch()) {
      return Optional.of(new Operation.Launch(id, tasks(proto.getLaunch().getTaskInfosList())));
    }
    if (proto.hasLaunchGroup()) {
      return Optional.of(
          new Operation.LaunchGroup(
              id,
              TaskWire.fromProto(proto.getLaunchGroup().getExecutor()),
              tasks(proto.getLaunchGroup().getTaskGroup().getTasksList())));
    }
    return Optional.empty();
  }

  private static ImmutableList<TaskInfo> tasks(Iterable<Protos.TaskInfo> protos) {
    ImmutableList.Builder<TaskInfo> tasks = ImmutableList.builder();
    protos.forEach(proto -> tasks.add(TaskWire.fromProto(proto)));
    return tasks.build();
  }

  private static Protos.URL url(Address address) {
    return Protos.URL
        .newBuilder()
        .setScheme("http")
        .setAddress(CommonWire.address(address))
        .setPath(AGENT_PATH)
        .build();
  }

  /** Type and body of each operation. */
  private static final class OperationWriter
      implements Operation.Visitor<Protos.Offer.Operation.Builder> {

    private final Protos.Offer.Operation.Builder proto = Protos.Offer.Operation.newBuilder();

    @Override
    public Protos.Offer.Operation.Builder reserve(Operation.Reserve operation) {
      proto.setType(Protos.Offer.Operation.Type.RESERVE);
      proto.getReserveBuilder().addAllResources(ResourceWire.toProto(operation.resources()));
      return proto;
    }

    @Override
    public Protos.Offer.Operation.Builder unreserve(Operation.Unreserve operation) {
      proto.setType(Protos.Offer.Operation.Type.UNRESERVE);
      proto.getUnreserveBuilder().addAllResources(ResourceWire.toProto(operation.resources()));
      return proto;
    }

    @Override
    public Protos.Offer.Operation.Builder create(Operation.Create operation) {
      proto.setType(Protos.Offer.Operation.Type.CREATE);
      proto.getCreateBuilder().addAllVolumes(ResourceWire.toProto(operation.volumes()));
      return proto;
    }

    @Override
    public Protos.Offer.Operation.Builder destroy(Operation.Destroy operation) {
      proto.setType(Protos.Offer.Operation.Type.DESTROY);
      proto.getDestroyBuilder().addAllVolumes(ResourceWire.toProto(operation.volumes()));
      return proto;
    }

    @Override
    public Protos.Offer.Operation.Builder launch(Operation.Launch operation) {
      proto.setType(Protos.Offer.Operation.Type.LAUNCH);
      proto.setLaunch(Protos.Offer.Operation.Launch.getDefaultInstance());
      operation
          .tasks()
          .forEach(task -> proto.getLaunchBuilder().addTaskInfos(TaskWire.toProto(task)));
      return proto;
    }

    @Override
    public Protos.Offer.Operation.Builder launchGroup(Operation.LaunchGroup operation) {
      proto.setType(Protos.Offer.Operation.Type.LAUNCH_GROUP);
      proto.getLaunchGroupBuilder().setExecutor(TaskWire.toProto(operation.executor()));
      proto.getLaunchGroupBuilder().setTaskGroup(Protos.TaskGroupInfo.getDefaultInstance());
      operation
          .tasks()
          .forEach(
              task ->
                  proto
                      .getLaunchGroupBuilder()
                      .getTaskGroupBuilder()
                      .addTasks(TaskWire.toProto(task)));
      return proto;
    }
  }
}
