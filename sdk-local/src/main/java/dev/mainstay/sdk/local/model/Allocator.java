package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is offered what: at once for a new framework and after REVIVE, else in rounds at the
 * allocation interval.
 *
 * <p>A round looks only at the agents whose free resources or filters have changed since the last
 * one, and gives what is free on each to the framework with the smallest dominant share of the role
 * with the smallest one. A role in which all frameworks are suppressed is not looked at, and
 * without any other role there are no rounds.
 */
final class Allocator {

  private static final Scalar SMALLEST_CPUS = Scalar.of(0.01);
  private static final Scalar SMALLEST_MEM = Scalar.of(32L);

  private final ModelContext context;
  private final OfferBook book;
  private final FrameworkEvents events;
  private final OfferFilters filters;
  private final Shares shares = new Shares();
  private final Map<String, Set<Framework>> wanting = new TreeMap<>();
  private final Set<MasterAgent> agents = new LinkedHashSet<>();
  private final Set<MasterAgent> changed = new LinkedHashSet<>();
  private Timers.@Nullable Timer round;

  Allocator(ModelContext context, OfferBook book, FrameworkEvents events) {
    this.context = context;
    this.book = book;
    this.events = events;
    this.filters = new OfferFilters(context);
  }

  // Frameworks.

  /** Offers are wanted in these roles from now on: there is a round at once. */
  void want(Framework framework, Collection<String> roles) {
    for (String role : roles) {
      wanting.computeIfAbsent(role, name -> new LinkedHashSet<>()).add(framework);
    }
    allocateAll();
  }

  /** A round over all agents, now. */
  void allocateAll() {
    allocate(ImmutableList.copyOf(agents));
  }

  /** No offers in these roles for now. */
  void doNotWant(Framework framework, Collection<String> roles) {
    for (String role : ImmutableList.copyOf(roles)) {
      Set<Framework> frameworks = wanting.get(role);
      if (frameworks != null && frameworks.remove(framework) && frameworks.isEmpty()) {
        wanting.remove(role);
      }
    }
  }

  void clearFilters(Framework framework, String role) {
    filters.clear(framework.id(), role);
  }

  void frameworkGone(Framework framework) {
    doNotWant(framework, wanting.keySet());
    filters.clear(framework.id());
  }

  void forget(Framework framework) {
    frameworkGone(framework);
    shares.forget(framework.id());
  }

  // Agents.

  void agentAdded(MasterAgent agent) {
    agents.add(agent);
    shares.agentAdded(agent.process().total());
    touched(agent);
  }

  void agentRemoved(MasterAgent agent) {
    if (agents.remove(agent)) {
      shares.agentRemoved(agent.process().total());
      changed.remove(agent);
    }
  }

  /** More may be free there, or a filter is gone. */
  void touched(MasterAgent agent) {
    if (agents.contains(agent)) {
      changed.add(agent);
      planRound();
    }
  }

  // Resources.

  /** Resources that are allocated by other ways than by an offer: an agent tells what it runs. */
  void foundInUse(MasterAgent agent, Framework framework, ResourcePool allocated) {
    agent.available(agent.available().minus(allocated.unallocated()));
    shares.given(framework.id(), allocated);
  }

  /** Allocated resources come back, and stay away from their framework for a time. */
  void giveBack(MasterAgent agent, Framework framework, ResourcePool allocated, Duration refuse) {
    if (allocated.isEmpty()) {
      return;
    }
    shares.takenBack(framework.id(), allocated);
    ResourcePool free = allocated.unallocated();
    agent.available(agent.available().plus(free));
    if (!refuse.isZero() && !refuse.isNegative()) {
      String role = allocated.entries().get(0).allocationRole();
      filters.add(
          framework.id(), role == null ? Roles.ANY : role, agent, free, refuse, this::touched);
    }
    touched(agent);
  }

  // Rounds.

  private void planRound() {
    if (round == null && !wanting.isEmpty()) {
      round = context.at(nextRound(), this::runRound);
    }
  }

  private Instant nextRound() {
    long interval = context.settings().allocationInterval().toNanos();
    long since = Duration.between(context.started(), context.now()).toNanos();
    return context.started().plusNanos((since / interval + 1) * interval);
  }

  private void runRound() {
    round = null;
    List<MasterAgent> due = ImmutableList.copyOf(changed);
    changed.clear();
    allocate(due);
  }

  private void allocate(List<MasterAgent> candidates) {
    if (wanting.isEmpty()) {
      return;
    }
    Map<Framework, List<Offer>> made = new LinkedHashMap<>();
    for (MasterAgent agent : candidates) {
      if (agent.isOfferable() && !agent.available().isEmpty()) {
        allocate(agent, made);
      }
    }
    made.forEach(
        (framework, offers) ->
            events.send(framework, new MesosEvent.Offers(ImmutableList.copyOf(offers))));
  }

  private void allocate(MasterAgent agent, Map<Framework, List<Offer>> made) {
    for (String role : byShare(wanting.keySet(), Comparator.comparingDouble(shares::ofRole))) {
      ResourcePool free = agent.available().filter(resource -> Roles.mayBeOffered(resource, role));
      if (!isWorthAnOffer(free)) {
        continue;
      }
      Comparator<Framework> least =
          Comparator.comparingDouble(framework -> shares.ofFramework(framework.id()));
      for (Framework framework : byShare(wanting.getOrDefault(role, Set.of()), least)) {
        if (suits(framework, agent) && !filters.keepAway(framework.id(), role, agent, free)) {
          agent.available(agent.available().minus(free));
          OfferBook.Held offer = book.make(framework, agent, role, free);
          shares.given(framework.id(), offer.resources());
          made.computeIfAbsent(framework, first -> new ArrayList<>()).add(offer.offer());
          break;
        }
      }
    }
  }

  private static <T> List<T> byShare(Collection<T> candidates, Comparator<T> order) {
    if (candidates.size() < 2) {
      return ImmutableList.copyOf(candidates);
    }
    return ImmutableList.sortedCopyOf(order, candidates);
  }

  /** Mesos's default of {@code --min_allocatable_resources}: {@code cpus:0.01|mem:32}. */
  private static boolean isWorthAnOffer(ResourcePool free) {
    return free.amount(Resource.CPUS).filter(cpus -> cpus.atLeast(SMALLEST_CPUS)).isPresent()
        || free.amount(Resource.MEM).filter(mem -> mem.atLeast(SMALLEST_MEM)).isPresent();
  }

  /** Agents with GPUs are kept for frameworks that say that they can use them. */
  private static boolean suits(Framework framework, MasterAgent agent) {
    return framework.has(FrameworkInfo.Capability.GPU_RESOURCES)
        || agent.process().total().amount(Resource.GPUS).isEmpty();
  }
}
