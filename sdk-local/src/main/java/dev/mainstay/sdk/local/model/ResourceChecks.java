package dev.mainstay.sdk.local.model;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.Volume;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Mesos refuses in resources, in its words ({@code src/master/validation.cpp}, namespace
 * resource).
 */
final class ResourceChecks {

  private ResourceChecks() {}

  /** {@code Resources::validate}: {@code Resource 'cpus:-1' is invalid: …}. */
  static Optional<String> problemOfForm(Collection<Resource> resources) {
    return resources.stream()
        .map(
            resource ->
                problemOfForm(resource)
                    .map(
                        problem ->
                            "Resource '" + ResourceText.of(resource) + "' is invalid: " + problem))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** All that is checked of resources wherever they are used. */
  static Optional<String> problemOf(Collection<Resource> resources) {
    return problemOfForm(resources)
        .map(problem -> "Invalid resources: " + problem)
        .or(() -> problemOfGpus(resources).map(problem -> "Invalid 'gpus' resource: " + problem))
        .or(
            () ->
                firstProblem(resources, ResourceChecks::problemOfDisk)
                    .map(problem -> "Invalid DiskInfo: " + problem))
        .or(
            () ->
                firstProblem(resources, ResourceChecks::problemOfReservation)
                    .map(problem -> "Invalid ReservationInfo: " + problem));
  }

  private interface Check {
    Optional<String> of(Resource resource);
  }

  private static Optional<String> firstProblem(Collection<Resource> resources, Check check) {
    return resources.stream().map(check::of).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> problemOfForm(Resource resource) {
    if (resource.name().isEmpty()) {
      return Optional.of("Empty resource name");
    }
    return problemOfValue(resource.value())
        .or(() -> problemOfDiskName(resource))
        .or(() -> problemOfLayers(resource.reservations()))
        .or(() -> problemOfSharing(resource));
  }

  private static Optional<String> problemOfValue(ResourceValue value) {
    return value.accept(
        new ResourceValue.Visitor<>() {
          @Override
          public Optional<String> amount(Scalar scalar) {
            return scalar.isNegative()
                ? Optional.of("Invalid scalar resource: value <= 0")
                : Optional.empty();
          }

          @Override
          public Optional<String> ranges(PortRanges ranges) {
            return Optional.empty();
          }

          @Override
          public Optional<String> items(ImmutableSortedSet<String> items) {
            return Optional.empty();
          }
        });
  }

  private static Optional<String> problemOfDiskName(Resource resource) {
    return resource.disk() == null || resource.name().equals(Resource.DISK)
        ? Optional.empty()
        : Optional.of("DiskInfo should not be set for " + resource.name() + " resource");
  }

  private static Optional<String> problemOfLayers(List<Reservation> layers) {
    for (Reservation layer : layers) {
      Optional<String> problem = Roles.problemOf(layer.role());
      if (problem.isPresent()) {
        return problem;
      }
      if (layer.role().equals(Roles.ANY)) {
        return Optional.of("Invalid reservation: role \"*\" cannot be reserved");
      }
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).kind() == Reservation.Kind.STATIC) {
        return Optional.of("Invalid refined reservation: A refined reservation cannot be STATIC");
      }
      String below = layers.get(i).role();
      String above = layers.get(i - 1).role();
      if (!Roles.isBelow(below, above)) {
        return Optional.of(
            "Invalid refined reservation: role '"
                + below
                + "' is not a refinement of '"
                + above
                + "'");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfSharing(Resource resource) {
    if (!resource.shared()) {
      return Optional.empty();
    }
    if (!resource.name().equals(Resource.DISK)) {
      return Optional.of("Resource " + resource.name() + " cannot be shared");
    }
    return ResourceArithmetic.isVolume(resource)
        ? Optional.empty()
        : Optional.of("Only persistent volumes can be shared");
  }

  private static Optional<String> problemOfGpus(Collection<Resource> resources) {
    long gpus = ResourcePool.of(resources).amount(Resource.GPUS).orElse(Scalar.ZERO).thousandths();
    return gpus % 1000 == 0
        ? Optional.empty()
        : Optional.of("The 'gpus' resource must be an unsigned integer");
  }

  private static Optional<String> problemOfDisk(Resource resource) {
    DiskInfo disk = resource.disk();
    if (disk == null) {
      return Optional.empty();
    }
    DiskInfo.Persistence persistence = disk.persistence();
    Volume volume = disk.volume();
    if (persistence == null) {
      if (volume != null) {
        return Optional.of("Non-persistent volume not supported");
      }
      return disk.source() == null ? Optional.of("DiskInfo is set but empty") : Optional.empty();
    }
    if (resource.revocable()) {
      return Optional.of("Persistent volumes cannot be created from revocable resources");
    }
    if (resource.reservations().isEmpty()) {
      return Optional.of("Persistent volumes cannot be created from unreserved resources");
    }
    if (volume == null) {
      return Optional.of("Expecting 'volume' to be set for persistent volume");
    }
    if (volume.hostPath() != null) {
      return Optional.of("Expecting 'host_path' to be unset for persistent volume");
    }
    return IdChecks.problemOf(persistence.id())
        .map(problem -> "Invalid persistence ID for persistent volume: " + problem);
  }

  private static Optional<String> problemOfReservation(Resource resource) {
    return isDynamicallyReserved(resource) && resource.revocable()
        ? Optional.of(
            "Dynamically reserved resource "
                + ResourceText.of(resource)
                + " cannot be created from revocable resources")
        : Optional.empty();
  }

  static boolean isDynamicallyReserved(Resource resource) {
    List<Reservation> layers = resource.reservations();
    return !layers.isEmpty() && layers.get(layers.size() - 1).kind() == Reservation.Kind.DYNAMIC;
  }

  static Optional<String> problemOfPersistenceIds(Collection<Resource> resources) {
    Map<String, Set<String>> seen = new HashMap<>();
    for (Resource resource : resources) {
      DiskInfo.Persistence persistence = resource.persistence().orElse(null);
      if (persistence != null
          && !seen.computeIfAbsent(Roles.reservationRole(resource), role -> new HashSet<>())
              .add(persistence.id())) {
        return Optional.of("Persistence ID '" + persistence.id() + "' is not unique");
      }
    }
    return Optional.empty();
  }

  static Optional<String> problemOfRevocability(Collection<Resource> resources) {
    Map<String, Boolean> kinds = new HashMap<>();
    for (Resource resource : resources) {
      Boolean before = kinds.putIfAbsent(resource.name(), resource.revocable());
      if (before != null && before != resource.revocable()) {
        return Optional.of(
            "Cannot use both revocable and non-revocable '"
                + resource.name()
                + "' at the same time");
      }
    }
    return Optional.empty();
  }

  static Optional<String> problemOfVolumes(Collection<Resource> volumes) {
    return firstProblem(
        volumes,
        volume -> {
          DiskInfo disk = volume.disk();
          if (disk == null) {
            return Optional.of("Resource " + ResourceText.of(volume) + " does not have DiskInfo");
          }
          if (disk.persistence() == null) {
            return Optional.of("'persistence' is not set in DiskInfo");
          }
          Volume mount = disk.volume();
          if (mount == null) {
            return Optional.of("Expecting 'volume' to be set for persistent volume");
          }
          return mount.mode() == Volume.Mode.RO
              ? Optional.of("Read-only persistent volume not supported")
              : Optional.empty();
        });
  }

  static Optional<String> problemOfAllocation(Collection<Resource> resources) {
    String role = null;
    for (Resource resource : resources) {
      String own = resource.allocationRole();
      if (own == null) {
        return Optional.of("The resources are not allocated to a role");
      }
      if (role != null && !role.equals(own)) {
        return Optional.of(
            "The resources have multiple allocation roles ('"
                + own
                + "' and '"
                + role
                + "') but only one allocation role is allowed");
      }
      role = own;
    }
    return Optional.empty();
  }

  /**
   * No resource of a cluster like this one comes from a resource provider; Mesos refuses an empty
   * list in these words.
   */
  static Optional<String> problemOfProviders(Collection<Resource> resources) {
    return resources.isEmpty()
        ? Optional.of("The resources have multiple resource providers: ")
        : Optional.empty();
  }

  /** Whether ranges or sets of the pools have members in common. */
  static boolean overlap(Collection<ResourcePool> pools) {
    Map<String, Long> apart = new HashMap<>();
    ResourcePool together = ResourcePool.EMPTY;
    for (ResourcePool pool : pools) {
      addQuantities(apart, pool);
      together = together.plus(pool);
    }
    Map<String, Long> merged = new HashMap<>();
    addQuantities(merged, together);
    return !apart.equals(merged);
  }

  private static void addQuantities(Map<String, Long> sums, ResourcePool pool) {
    for (Resource resource : pool.entries()) {
      sums.merge(resource.name(), ResourceArithmetic.quantity(resource.value()), Long::sum);
    }
  }

  static String listOf(Collection<ResourcePool> pools) {
    return pools.isEmpty() ? "[  ]" : "[ " + Joiner.on(", ").join(pools) + " ]";
  }
}
