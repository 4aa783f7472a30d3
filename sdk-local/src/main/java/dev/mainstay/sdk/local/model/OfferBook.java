package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Resource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The offers that frameworks hold. */
final class OfferBook {

  /** An offer that is out; its resources are allocated to its role. */
  record Held(
      Offer offer, Framework framework, MasterAgent agent, String role, ResourcePool resources) {

    OfferId id() {
      return offer.id();
    }
  }

  private static final Comparator<Resource> ORDER = Comparator.comparingInt(OfferBook::rank);

  private final MasterIdentity identity;
  private final FrameworkEvents events;
  private final Map<OfferId, Held> held = new HashMap<>();

  OfferBook(MasterIdentity identity, FrameworkEvents events) {
    this.identity = identity;
    this.events = events;
  }

  /** Notes a new offer; it is to be sent by the caller. */
  Held make(Framework framework, MasterAgent agent, String role, ResourcePool resources) {
    ImmutableList<Resource> allocated =
        resources.allocatedTo(role).entries().stream()
            .sorted(ORDER)
            .collect(ImmutableList.toImmutableList());
    AgentSpec spec = agent.spec();
    Offer offer =
        new Offer(
            identity.freshOfferId(),
            framework.id(),
            agent.id(),
            spec.hostname(),
            spec.address(),
            spec.domain(),
            allocated,
            spec.attributes(),
            ImmutableList.copyOf(agent.executorsOf(framework.id()).keySet()),
            agent.unavailability(),
            role);
    Held made = new Held(offer, framework, agent, role, ResourcePool.of(allocated));
    held.put(made.id(), made);
    framework.offers().put(made.id(), made);
    agent.offers().put(made.id(), made);
    return made;
  }

  Optional<Held> find(OfferId id) {
    return Optional.ofNullable(held.get(id));
  }

  /** The offer is used or refused; what becomes of its resources is the caller's business. */
  void remove(Held offer) {
    held.remove(offer.id());
    offer.framework().offers().remove(offer.id());
    offer.agent().offers().remove(offer.id());
  }

  /** Takes the offer back and tells its framework. */
  void rescind(Held offer) {
    remove(offer);
    events.send(offer.framework(), new MesosEvent.Rescind(offer.id()));
  }

  /**
   * As a Mesos master shows resources: unreserved ports, reserved ones, volumes, the unreserved
   * rest.
   */
  private static int rank(Resource resource) {
    if (ResourceArithmetic.isVolume(resource)) {
      return 2;
    }
    if (!resource.reservations().isEmpty()) {
      return 1;
    }
    return switch (resource.name()) {
      case Resource.PORTS -> 0;
      case Resource.CPUS -> 3;
      case Resource.MEM -> 4;
      case Resource.DISK -> 5;
      default -> 6;
    };
  }
}
