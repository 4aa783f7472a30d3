package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Iterables;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Attribute;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.state.AgentPlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the offers of one agent hold, less what was already taken from them. Offers of one agent may
 * be used together in one ACCEPT, where Mesos adds them up. For one thread, for the length of one
 * decision.
 */
public final class OfferPool {

  private final AgentPlace place;
  private final @Nullable String role;
  private final AgentId agentId;
  private final ImmutableList<OfferId> offerIds;
  private final ImmutableSet<ExecutorId> executors;
  private final Map<String, Scalar> free = new LinkedHashMap<>();
  private PortRanges freePorts = PortRanges.EMPTY;
  private final List<Resource> freeDevices = new ArrayList<>();
  private final Map<ResourceId, List<Resource>> reserved = new LinkedHashMap<>();

  /** The pool of an agent's offers; at least one, all of the same agent and role. */
  public OfferPool(List<Offer> offers) {
    Offer first = offers.get(0);
    this.agentId = first.agentId();
    this.role = first.allocationRole();
    this.place = placeOf(first);
    this.offerIds = offers.stream().map(Offer::id).collect(ImmutableList.toImmutableList());
    this.executors =
        offers.stream()
            .flatMap(offer -> offer.executorIds().stream())
            .collect(ImmutableSet.toImmutableSet());
    for (Offer offer : offers) {
      offer.resources().forEach(this::add);
    }
  }

  private OfferPool(OfferPool other) {
    this.agentId = other.agentId;
    this.role = other.role;
    this.place = other.place;
    this.offerIds = other.offerIds;
    this.executors = other.executors;
    free.putAll(other.free);
    freePorts = other.freePorts;
    freeDevices.addAll(other.freeDevices);
    other.reserved.forEach((id, resources) -> reserved.put(id, new ArrayList<>(resources)));
  }

  /** To try something out: what is taken from the copy stays here. */
  OfferPool copy() {
    return new OfferPool(this);
  }

  private static AgentPlace placeOf(Offer offer) {
    Address address = offer.address();
    return new AgentPlace(
        offer.agentId(),
        offer.hostname(),
        address == null ? null : address.ip(),
        offer.domain() == null ? null : offer.domain().region(),
        offer.domain() == null ? null : offer.domain().zone(),
        offer.attributes().stream()
            .collect(
                ImmutableSortedMap.toImmutableSortedMap(
                    String::compareTo, Attribute::name, Attribute::value, (one, other) -> one)));
  }

  private void add(Resource resource) {
    Optional<ResourceId> id = resource.resourceId();
    if (id.isPresent()) {
      reserved.computeIfAbsent(id.get(), unused -> new ArrayList<>()).add(resource);
    } else if (isFree(resource.reservations()) && !resource.revocable() && !resource.shared()) {
      addFree(resource);
    }
  }

  /**
   * Resources that pods with this role may take: unreserved ones, or below a statically reserved
   * role only what is reserved for that role.
   */
  private boolean isFree(List<Reservation> reservations) {
    String base = refinedRole().orElse(null);
    if (base == null) {
      return reservations.isEmpty();
    }
    return reservations.size() == 1
        && reservations.get(0).kind() == Reservation.Kind.STATIC
        && reservations.get(0).role().equals(base);
  }

  /** The role that the offers' role is below, which is a statically reserved one. */
  public Optional<String> refinedRole() {
    int slash = role == null ? -1 : role.lastIndexOf('/');
    return role == null || slash < 0 ? Optional.empty() : Optional.of(role.substring(0, slash));
  }

  /** The role that the offers were made to, absent from masters that do not tell. */
  public @Nullable String role() {
    return role;
  }

  private void addFree(Resource resource) {
    if (resource.disk() != null && resource.disk().source() != null) {
      freeDevices.add(resource);
      return;
    }
    if (resource.value() instanceof ResourceValue.Amount amount) {
      free.merge(resource.name(), amount.scalar(), Scalar::plus);
    } else if (resource.name().equals(Resource.PORTS)
        && resource.value() instanceof ResourceValue.Ranges ranges) {
      freePorts = freePorts.plus(ranges.ranges());
    }
  }

  public AgentPlace place() {
    return place;
  }

  public AgentId agentId() {
    return agentId;
  }

  public ImmutableList<OfferId> offerIds() {
    return offerIds;
  }

  /** Executors of the framework that run on the agent. */
  public ImmutableSet<ExecutorId> executors() {
    return executors;
  }

  /** How much of a scalar is left that a pod may reserve. */
  public Scalar free(String name) {
    return free.getOrDefault(name, Scalar.ZERO);
  }

  /** Ports that are left to reserve. */
  public PortRanges freePorts() {
    return freePorts;
  }

  /** Mounted disks to reserve of at least {@code size} MB, the smallest first. */
  public ImmutableList<Resource> freeMounts(Scalar size, ImmutableList<String> profiles) {
    return freeDevices.stream()
        .filter(device -> isMount(device, profiles) && amount(device).atLeast(size))
        .sorted(Comparator.comparing(OfferPool::amount))
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean isMount(Resource device, ImmutableList<String> profiles) {
    DiskInfo disk = device.disk();
    DiskInfo.Source source = disk == null ? null : disk.source();
    return source != null
        && source.kind() == DiskInfo.Source.Kind.MOUNT
        && (profiles.isEmpty() || profiles.contains(source.profile()));
  }

  private static Scalar amount(Resource resource) {
    return resource.value() instanceof ResourceValue.Amount amount ? amount.scalar() : Scalar.ZERO;
  }

  /**
   * What is offered under a resource id and not taken yet: mostly one resource, several where
   * fragments did not merge.
   */
  public ImmutableList<Resource> reserved(ResourceId id) {
    return ImmutableList.copyOf(reserved.getOrDefault(id, List.of()));
  }

  /** All resource ids that are offered and not taken yet, with what is offered under them. */
  public ImmutableMap<ResourceId, ImmutableList<Resource>> reserved() {
    ImmutableMap.Builder<ResourceId, ImmutableList<Resource>> all = ImmutableMap.builder();
    reserved.forEach((id, resources) -> all.put(id, ImmutableList.copyOf(resources)));
    return all.buildOrThrow();
  }

  /**
   * The whole of a reserved resource is offered, as much as {@code wanted} says and with the same
   * volume.
   */
  public boolean offersWhole(ResourceId id, Resource wanted) {
    List<Resource> offered = reserved.getOrDefault(id, List.of());
    if (offered.isEmpty() || !persistenceOf(wanted).equals(persistenceOf(offered.get(0)))) {
      return false;
    }
    return wanted.value().equals(offered.size() == 1 ? offered.get(0).value() : sum(offered));
  }

  private static Optional<String> persistenceOf(Resource resource) {
    return resource.persistence().map(DiskInfo.Persistence::id);
  }

  private static @Nullable ResourceValue sum(List<Resource> resources) {
    if (Iterables.all(resources, resource -> resource.value() instanceof ResourceValue.Amount)) {
      return new ResourceValue.Amount(
          resources.stream().map(OfferPool::amount).reduce(Scalar.ZERO, Scalar::plus));
    }
    return null;
  }

  /** Takes resources to reserve away; they must be there. */
  public void take(List<Claim> claims) {
    for (Claim claim : claims) {
      if (claim.source() != null) {
        freeDevices.removeIf(
            device -> device.disk() != null && claim.source().equals(device.disk().source()));
      } else if (claim.value() instanceof ResourceValue.Amount amount) {
        free.merge(claim.resource(), amount.scalar(), Scalar::minus);
      } else if (claim.value() instanceof ResourceValue.Ranges ranges) {
        freePorts = freePorts.minus(ranges.ranges());
      }
    }
  }

  /** Takes what is reserved under an id away. */
  public void takeReserved(ResourceId id) {
    reserved.remove(id);
  }

  /**
   * What is reserved under an id becomes free, as an UNRESERVE earlier in the same ACCEPT makes it.
   * Volumes are taken away alone: room that a DESTROY makes counts when it is offered.
   */
  public void giveBack(ResourceId id) {
    List<Resource> offered = reserved.remove(id);
    if (offered == null) {
      return;
    }
    for (Resource resource : offered) {
      ImmutableList<Reservation> stack = resource.reservations();
      ImmutableList<Reservation> below = stack.subList(0, stack.size() - 1);
      if (resource.persistence().isEmpty() && isFree(below)) {
        addFree(resource.withReservations(below));
      }
    }
  }
}
