package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.pcollections.TreePMap;

/**
 * Reservations that were offered and that no record knows, as they were last seen. Not durable: a
 * new subscription is offered them again. For one thread.
 */
final class UnclaimedBook {

  /** More are not told one by one: the book stays small whatever a shared role has. */
  private static final int MOST = 10_000;

  private TreePMap<ResourceId, UnclaimedResource> known = TreePMap.empty();

  /** In the order of their ids; a value that stays as it is. */
  Collection<UnclaimedResource> all() {
    return known.values();
  }

  /** One that is known now. */
  boolean contains(ResourceId id) {
    return known.containsKey(id);
  }

  /** One that {@link #contains} knows. */
  UnclaimedResource get(ResourceId id) {
    UnclaimedResource found = known.get(id);
    if (found == null) {
      throw new IllegalArgumentException("resource " + id + " is not unclaimed");
    }
    return found;
  }

  /** It is claimed now. */
  void forget(ResourceId id) {
    known = known.minus(id);
  }

  /**
   * Takes note of what is offered, before anything is done with it, and asks whether the state was
   * lost when it seems so.
   */
  void offered(List<OfferPool> pools, Ledger ledger, Instant now) {
    pools.forEach(pool -> offered(pool, ledger.state(), now));
    noteDoubt(ledger, now);
  }

  /**
   * What the agent lacks of what it offered before was given back by somebody else, or is in use by
   * another framework, unless it was offered a short while ago: offers may be fragments.
   */
  private void offered(OfferPool pool, ServiceState state, Instant now) {
    pool.reserved()
        .forEach(
            (id, parts) -> {
              if (isClaimed(id, state)) {
                forget(id);
              } else if (known.size() < MOST || contains(id)) {
                known =
                    known.plus(
                        id,
                        UnclaimedResource.of(
                            id, pool.agentId(), pool.place().hostname(), parts, now));
              }
            });
    forgetIf(
        resource ->
            resource.agentId().equals(pool.agentId())
                && resource.lastSeen().plus(Timing.UNCLAIMED_KEPT).isBefore(now));
  }

  private void forgetIf(Predicate<UnclaimedResource> which) {
    ImmutableList<UnclaimedResource> gone =
        known.values().stream().filter(which).collect(ImmutableList.toImmutableList());
    gone.forEach(resource -> forget(resource.id()));
  }

  private static boolean isClaimed(ResourceId id, ServiceState state) {
    return state.podOfResource(id).isPresent() || state.released(id).isPresent();
  }

  /** The agent never comes back. */
  void agentGone(AgentId agent) {
    forgetIf(resource -> resource.agentId().equals(agent));
  }

  private static boolean isFresh(ServiceState state) {
    return state.framework().map(framework -> framework.doubt() == null).orElse(false)
        && state.uninstall().isEmpty()
        && state.targetRecord().orElseThrow().deployed() == null;
  }

  /**
   * A service that was never deployed is offered what a service of its name reserved under another
   * framework id: its state may have been lost. It is asked about once.
   */
  private void noteDoubt(Ledger ledger, Instant now) {
    ServiceState state = ledger.state();
    if (isFresh(state) && all().stream().anyMatch(resource -> isOfEarlierLife(resource, state))) {
      ledger.put(state.framework().orElseThrow().doubtful(now));
    }
  }

  /** Its label names this service and another framework. */
  static boolean isOfEarlierLife(UnclaimedResource resource, ServiceState state) {
    return isOwn(resource, state)
        && !resource
            .framework()
            .equals(state.frameworkId().map(Object::toString).orElse(resource.framework()));
  }

  /** Its label names this service. */
  static boolean isOwn(UnclaimedResource resource, ServiceState state) {
    return resource.service().equals(state.target().orElseThrow().spec().name());
  }
}
