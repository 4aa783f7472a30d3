package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.planner.Duty;
import dev.mainstay.sdk.spec.PodRequirement;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which pods wait for offers, ordered so that an offer finds those that it may serve: pods that
 * return to their agent by agent, pods that hold nothing by what they require. For one thread.
 */
final class WorkBook {

  private final Map<PodId, Duty> duties = new TreeMap<>();
  private final Map<AgentId, NavigableSet<PodId>> returning = new LinkedHashMap<>();
  private final Map<PodRequirement, NavigableSet<PodId>> fresh = new LinkedHashMap<>();
  private final Map<PodId, ImmutableSet<ResourceId>> holdings = new LinkedHashMap<>();
  private final Map<PodId, AgentId> agentOf = new LinkedHashMap<>();
  private final Map<PodId, PodRequirement> requirementOf = new LinkedHashMap<>();
  private boolean grown;

  /**
   * The pod waits for its own resources, and for what its duty needs beside. When it comes to hold
   * less it needs more.
   */
  void await(Duty duty, PodRecord pod, AgentPlace place) {
    ImmutableSet<ResourceId> holds =
        pod.holdings().stream().map(Holding::id).collect(ImmutableSet.toImmutableSet());
    if (duty.equals(duties.get(duty.pod()))
        && place.agentId().equals(agentOf.get(duty.pod()))
        && holds.equals(holdings.get(duty.pod()))) {
      return;
    }
    forget(pod.id());
    holdings.put(pod.id(), holds);
    duties.put(pod.id(), duty);
    agentOf.put(pod.id(), place.agentId());
    returning.computeIfAbsent(place.agentId(), unused -> new TreeSet<>()).add(pod.id());
    grown = true;
  }

  /** The pod waits for any offer that meets the requirement. */
  void await(Duty duty, PodRequirement requirement) {
    if (duty.equals(duties.get(duty.pod())) && requirement.equals(requirementOf.get(duty.pod()))) {
      return;
    }
    forget(duty.pod());
    duties.put(duty.pod(), duty);
    requirementOf.put(duty.pod(), requirement);
    fresh.computeIfAbsent(requirement, unused -> new TreeSet<>()).add(duty.pod());
    grown = true;
  }

  void forget(PodId pod) {
    duties.remove(pod);
    holdings.remove(pod);
    AgentId agent = agentOf.remove(pod);
    if (agent != null) {
      remove(returning, agent, pod);
    }
    PodRequirement requirement = requirementOf.remove(pod);
    if (requirement != null) {
      remove(fresh, requirement, pod);
    }
  }

  private static <K> void remove(Map<K, NavigableSet<PodId>> map, K key, PodId pod) {
    NavigableSet<PodId> pods = map.get(key);
    if (pods != null) {
      pods.remove(pod);
      if (pods.isEmpty()) {
        map.remove(key);
      }
    }
  }

  boolean isEmpty() {
    return duties.isEmpty();
  }

  /** Whether a pod began to wait since this was last asked. */
  boolean takeGrown() {
    boolean answer = grown;
    grown = false;
    return answer;
  }

  Optional<Duty> dutyOf(PodId pod) {
    return Optional.ofNullable(duties.get(pod));
  }

  ImmutableList<PodId> returningTo(AgentId agent) {
    return ImmutableList.copyOf(returning.getOrDefault(agent, new TreeSet<>()));
  }

  boolean isSomeReturning() {
    return !returning.isEmpty();
  }

  /** Agents to which pods wait to return. */
  ImmutableSet<AgentId> awaitedAgents() {
    return ImmutableSet.copyOf(returning.keySet());
  }

  ImmutableSet<PodRequirement> requirements() {
    return ImmutableSet.copyOf(fresh.keySet());
  }

  /** The first pod that waits with this requirement. */
  Optional<PodId> firstWith(PodRequirement requirement) {
    NavigableSet<PodId> pods = fresh.get(requirement);
    return pods == null ? Optional.empty() : Optional.of(pods.first());
  }
}
