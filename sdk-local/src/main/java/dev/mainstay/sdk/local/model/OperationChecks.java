package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.TaskChecks.when;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * What Mesos refuses in an operation, in its words ({@code src/master/validation.cpp}, namespace
 * operation).
 */
final class OperationChecks {

  private OperationChecks() {}

  static Optional<String> problemOf(Operation.Reserve operation, Framework framework) {
    return problemOfAny(operation.resources())
        .or(
            () ->
                operation.resources().stream()
                    .map(resource -> problemOfReserve(resource, framework))
                    .flatMap(Optional::stream)
                    .findFirst())
        .or(
            () ->
                ResourceChecks.problemOfAllocation(operation.resources())
                    .map(problem -> "Invalid reservation resources: " + problem));
  }

  private static Optional<String> problemOfAny(Collection<Resource> resources) {
    return ResourceChecks.problemOf(resources)
        .or(() -> ResourceChecks.problemOfProviders(resources))
        .map(problem -> "Invalid resources: " + problem);
  }

  private static Optional<String> problemOfReserve(Resource resource, Framework framework) {
    String text = ResourceText.of(resource);
    if (!ResourceChecks.isDynamicallyReserved(resource)) {
      return Optional.of("Resource " + text + " is not dynamically reserved");
    }
    ImmutableList<Reservation> layers = resource.reservations();
    String reserved = Roles.reservationRole(resource);
    String allocated = Objects.requireNonNullElse(resource.allocationRole(), "");
    String roles = "{ " + Joiner.on(", ").join(framework.roles()) + " }";
    return problemOfPrincipal(layers.get(layers.size() - 1), framework)
        .or(
            () ->
                when(
                    !allocated.equals(reserved),
                    "A reserve operation was attempted for a resource with role '"
                        + reserved
                        + "', but the resource was allocated to role '"
                        + allocated
                        + "'"))
        .or(
            () ->
                when(
                    !framework.roles().contains(allocated),
                    "A reserve operation was attempted for a resource allocated to role '"
                        + allocated
                        + "', but the framework only has roles '"
                        + roles
                        + "'"));
  }

  private static Optional<String> problemOfPrincipal(Reservation layer, Framework framework) {
    String principal = framework.info().principal();
    if (principal == null) {
      return Optional.empty();
    }
    if (layer.principal() == null) {
      return Optional.of(
          "A reserve operation was attempted by principal '"
              + principal
              + "', but there is a reserved resource in the request with no principal set");
    }
    return when(
        !principal.equals(layer.principal()),
        "A reserve operation was attempted by authenticated principal '"
            + principal
            + "', which does not match a reserved resource in the request with principal '"
            + layer.principal()
            + "'");
  }

  static Optional<String> problemOf(Operation.Unreserve operation) {
    return problemOfAny(operation.resources())
        .or(
            () ->
                operation.resources().stream()
                    .map(OperationChecks::problemOfUnreserve)
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private static Optional<String> problemOfUnreserve(Resource resource) {
    String text = ResourceText.of(resource);
    return when(
            !ResourceChecks.isDynamicallyReserved(resource),
            "Resource " + text + " is not dynamically reserved")
        .or(
            () ->
                when(
                    ResourceArithmetic.isVolume(resource),
                    "A dynamically reserved persistent volume "
                        + text
                        + " cannot be unreserved directly. Please destroy the persistent volume first then unreserve"
                        + " the resource"));
  }

  static Optional<String> problemOf(
      Operation.Create operation, Framework framework, MasterAgent agent) {
    ImmutableList<Resource> together =
        ImmutableList.<Resource>builder()
            .addAll(Checkpointed.of(agent.process().total()))
            .addAll(operation.volumes())
            .build();
    return problemOfAny(operation.volumes())
        .or(
            () ->
                ResourceChecks.problemOfVolumes(operation.volumes())
                    .map(problem -> "Not a persistent volume: " + problem))
        .or(() -> ResourceChecks.problemOfPersistenceIds(together))
        .or(
            () ->
                operation.volumes().stream()
                    .map(volume -> problemOfCreate(volume, framework))
                    .flatMap(Optional::stream)
                    .findFirst())
        .or(
            () ->
                ResourceChecks.problemOfAllocation(operation.volumes())
                    .map(problem -> "Invalid volume resources: " + problem));
  }

  private static Optional<String> problemOfCreate(Resource volume, Framework framework) {
    String principal = framework.info().principal();
    if (principal == null) {
      return Optional.empty();
    }
    String owner = volume.persistence().map(DiskInfo.Persistence::principal).orElse(null);
    if (owner == null) {
      return Optional.of(
          "Create volume operation attempted by principal '"
              + principal
              + "', but there is a volume in the operation with no principal set in 'disk.persistence'");
    }
    return when(
        !owner.equals(principal),
        "Create volume operation attempted by authenticated principal '"
            + principal
            + "', which does not match a volume in the operation with principal '"
            + owner
            + "' set in 'disk.persistence'");
  }

  static Optional<String> problemOf(Operation.Destroy operation, MasterAgent agent) {
    ImmutableList<Resource> volumes =
        operation.volumes().stream()
            .map(volume -> volume.withAllocationRole(null))
            .collect(ImmutableList.toImmutableList());
    return problemOfAny(volumes)
        .or(
            () ->
                ResourceChecks.problemOfVolumes(volumes)
                    .map(problem -> "Not a persistent volume: " + problem))
        .or(
            () ->
                when(
                    volumes.stream()
                        .anyMatch(
                            volume -> !agent.process().total().contains(ImmutableList.of(volume))),
                    "Persistent volumes not found"))
        .or(() -> when(isInUse(volumes, agent), "Persistent volumes in use"));
  }

  private static boolean isInUse(ImmutableList<Resource> volumes, MasterAgent agent) {
    return agent.used().values().stream()
        .map(ResourcePool::unallocated)
        .anyMatch(
            used -> volumes.stream().anyMatch(volume -> used.contains(ImmutableList.of(volume))));
  }
}
