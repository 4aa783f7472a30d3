package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.evaluate.Claim;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.Volume;
import dev.mainstay.sdk.state.Holding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns claims into reservations: one RESERVE for all resources of a launch and one CREATE for its
 * volumes, each resource under a {@code resource_id} of its own, so that fragments never merge into
 * something that nobody can name.
 *
 * @param holdings what the pod will hold, asked for by the operations
 * @param operations RESERVE, then CREATE where there are volumes; none without claims
 */
record Reservations(ImmutableList<Holding> holdings, ImmutableList<Operation> operations) {

  /** For whom it is reserved: what its labels tell a scheduler that has no record of it. */
  record Owner(String service, PodId pod, FrameworkId framework) {

    ImmutableList<Label> labels(ResourceId id) {
      return ImmutableList.of(
          new Label(Reservation.RESOURCE_ID_LABEL, id.value()),
          new Label(Reservation.SERVICE_LABEL, service),
          new Label(Reservation.FRAMEWORK_LABEL, framework.value()),
          new Label(Reservation.POD_LABEL, pod.toString()));
    }
  }

  /**
   * Of the claims of one pod.
   *
   * @param refinedRole the statically reserved role that they refine, absent for none
   */
  static Reservations of(
      List<Claim> claims,
      Owner owner,
      @Nullable String refinedRole,
      LaunchSettings settings,
      IdSource ids) {
    if (claims.isEmpty()) {
      return new Reservations(ImmutableList.of(), ImmutableList.of());
    }
    OperationId reserve = new OperationId(ids.next().toString());
    OperationId create = new OperationId(ids.next().toString());
    List<Holding> holdings = new ArrayList<>();
    List<Resource> reserved = new ArrayList<>();
    List<Resource> volumes = new ArrayList<>();
    for (Claim claim : claims) {
      ResourceId id = new ResourceId(ids.next().toString());
      Resource resource = reserved(claim, owner.labels(id), refinedRole, settings);
      reserved.add(resource);
      if (claim.volumePath() == null) {
        holdings.add(holding(claim, id, resource, ImmutableList.of(reserve)));
      } else {
        Resource volume =
            resource.withDisk(disk(claim, claim.volumePath(), ids.next().toString(), settings));
        volumes.add(volume);
        holdings.add(holding(claim, id, volume, ImmutableList.of(reserve, create)));
      }
    }
    ImmutableList.Builder<Operation> operations = ImmutableList.builder();
    operations.add(new Operation.Reserve(reserve, ImmutableList.copyOf(reserved)));
    if (!volumes.isEmpty()) {
      operations.add(new Operation.Create(create, ImmutableList.copyOf(volumes)));
    }
    return new Reservations(ImmutableList.copyOf(holdings), operations.build());
  }

  private static Holding holding(
      Claim claim, ResourceId id, Resource resource, ImmutableList<OperationId> operations) {
    return new Holding(claim.owner(), claim.name(), id, resource, Holding.Phase.ASKED, operations);
  }

  private static Resource reserved(
      Claim claim,
      ImmutableList<Label> labels,
      @Nullable String refinedRole,
      LaunchSettings settings) {
    ImmutableList.Builder<Reservation> stack = ImmutableList.builder();
    String role = settings.role();
    if (refinedRole != null) {
      role = refinedRole + "/" + role;
      stack.add(new Reservation(Reservation.Kind.STATIC, refinedRole, null, ImmutableList.of()));
    }
    stack.add(new Reservation(Reservation.Kind.DYNAMIC, role, settings.principal(), labels));
    DiskInfo device = claim.source() == null ? null : new DiskInfo(null, null, claim.source());
    return Resource.of(claim.resource(), claim.value())
        .withReservations(stack.build())
        .withAllocationRole(role)
        .withDisk(device);
  }

  private static DiskInfo disk(
      Claim claim, String path, String persistenceId, LaunchSettings settings) {
    return new DiskInfo(
        new DiskInfo.Persistence(persistenceId, settings.principal()),
        new Volume(path, Volume.Mode.RW, null, null),
        claim.source());
  }
}
