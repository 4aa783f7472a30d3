package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ResourceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some of one resource of an agent: so much, reserved so, with such a disk.
 *
 * @param name {@code cpus}, {@code mem}, {@code disk}, {@code gpus}, {@code ports} or a custom name
 * @param value how much
 * @param reservations the reservation stack, outermost last; empty when unreserved
 * @param allocationRole the role that it is offered to; absent outside of offers
 * @param disk for a disk resource that is a volume or comes from a particular device
 * @param revocable may be taken away at any time
 * @param shared may be used by several tasks at once
 */
public record Resource(
    String name,
    ResourceValue value,
    ImmutableList<Reservation> reservations,
    @Nullable String allocationRole,
    @Nullable DiskInfo disk,
    boolean revocable,
    boolean shared) {

  public static final String CPUS = "cpus";
  public static final String MEM = "mem";
  public static final String DISK = "disk";
  public static final String GPUS = "gpus";
  public static final String PORTS = "ports";

  /** An unreserved, unallocated resource. */
  public static Resource of(String name, ResourceValue value) {
    return new Resource(name, value, ImmutableList.of(), null, null, false, false);
  }

  public Resource withValue(ResourceValue newValue) {
    return new Resource(name, newValue, reservations, allocationRole, disk, revocable, shared);
  }

  public Resource withReservations(ImmutableList<Reservation> newReservations) {
    return new Resource(name, value, newReservations, allocationRole, disk, revocable, shared);
  }

  public Resource withAllocationRole(@Nullable String newRole) {
    return new Resource(name, value, reservations, newRole, disk, revocable, shared);
  }

  public Resource withDisk(@Nullable DiskInfo newDisk) {
    return new Resource(name, value, reservations, allocationRole, newDisk, revocable, shared);
  }

  /**
   * The id that the innermost reservation's label gives, absent for resources that are not ours.
   */
  public Optional<ResourceId> resourceId() {
    return reservations.isEmpty()
        ? Optional.empty()
        : reservations.get(reservations.size() - 1).resourceId();
  }

  /** The persistent volume on it. */
  public Optional<DiskInfo.Persistence> persistence() {
    return Optional.ofNullable(disk).map(DiskInfo::persistence);
  }
}
