package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import java.util.List;

/** What an operation makes of resources: some are consumed, others come instead. */
record ResourceConversion(ImmutableList<Resource> consumed, ImmutableList<Resource> converted) {

  ResourcePool appliedTo(ResourcePool pool) {
    return pool.minus(consumed).plus(converted);
  }

  /** The same on an agent's total, which is not allocated. */
  ResourceConversion unallocated() {
    return new ResourceConversion(unallocated(consumed), unallocated(converted));
  }

  private static ImmutableList<Resource> unallocated(List<Resource> resources) {
    return resources.stream()
        .map(resource -> resource.withAllocationRole(null))
        .collect(ImmutableList.toImmutableList());
  }

  static ImmutableList<ResourceConversion> of(Operation.Reserve operation) {
    ImmutableList<Resource> source =
        operation.resources().stream()
            .map(ResourceConversion::withoutInnermostReservation)
            .collect(ImmutableList.toImmutableList());
    return ImmutableList.of(
        new ResourceConversion(
            ResourcePool.of(source).entries(), ResourcePool.of(operation.resources()).entries()));
  }

  static ImmutableList<ResourceConversion> of(Operation.Unreserve operation) {
    return operation.resources().stream()
        .map(
            resource ->
                new ResourceConversion(
                    ImmutableList.of(resource),
                    ImmutableList.of(withoutInnermostReservation(resource))))
        .collect(ImmutableList.toImmutableList());
  }

  static ImmutableList<ResourceConversion> of(Operation.Create operation) {
    return operation.volumes().stream()
        .map(
            volume ->
                new ResourceConversion(
                    ImmutableList.of(withoutVolume(volume)), ImmutableList.of(volume)))
        .collect(ImmutableList.toImmutableList());
  }

  static ImmutableList<ResourceConversion> of(Operation.Destroy operation) {
    return operation.volumes().stream()
        .map(
            volume ->
                new ResourceConversion(
                    ImmutableList.of(volume), ImmutableList.of(withoutVolume(volume))))
        .collect(ImmutableList.toImmutableList());
  }

  private static Resource withoutInnermostReservation(Resource resource) {
    ImmutableList<Reservation> layers = resource.reservations();
    return resource.withReservations(layers.subList(0, layers.size() - 1));
  }

  private static Resource withoutVolume(Resource volume) {
    DiskInfo disk = volume.disk();
    DiskInfo.Source source = disk == null ? null : disk.source();
    return new Resource(
        volume.name(),
        volume.value(),
        volume.reservations(),
        volume.allocationRole(),
        source == null ? null : new DiskInfo(null, null, source),
        volume.revocable(),
        false);
  }
}
