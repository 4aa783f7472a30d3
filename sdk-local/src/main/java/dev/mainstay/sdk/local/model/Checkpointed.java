package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;

/**
 * What an agent remembers of its resources across restarts: dynamic reservations and persistent
 * volumes.
 */
final class Checkpointed {

  private Checkpointed() {}

  static ImmutableList<Resource> of(ResourcePool total) {
    return total.filter(Checkpointed::isCheckpointed).entries();
  }

  private static boolean isCheckpointed(Resource resource) {
    return ResourceArithmetic.isVolume(resource)
        || resource.reservations().stream()
            .anyMatch(layer -> layer.kind() == Reservation.Kind.DYNAMIC);
  }

  /**
   * An agent's total, with what was reserved and created on it before.
   *
   * @throws IllegalArgumentException when the agent no longer has what was reserved
   */
  static ResourcePool restored(AgentSpec spec, ImmutableList<Resource> checkpointed) {
    ResourcePool configured = ResourcePool.of(spec.resources());
    ResourcePool bare =
        ResourcePool.of(
            checkpointed.stream().map(Checkpointed::bare).collect(ImmutableList.toImmutableList()));
    if (!configured.contains(bare)) {
      throw new IllegalArgumentException(
          "agent "
              + spec.name()
              + " has "
              + configured
              + ", but "
              + ResourcePool.of(checkpointed)
              + " is reserved on it from before");
    }
    return configured.minus(bare).plus(checkpointed);
  }

  /** The resource as the agent was configured with it. */
  private static Resource bare(Resource resource) {
    DiskInfo disk = resource.disk();
    DiskInfo device =
        disk == null || disk.source() == null ? null : new DiskInfo(null, null, disk.source());
    return resource
        .withDisk(device)
        .withReservations(
            resource.reservations().stream()
                .filter(layer -> layer.kind() == Reservation.Kind.STATIC)
                .collect(ImmutableList.toImmutableList()));
  }
}
