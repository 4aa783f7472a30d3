package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.planner.ReplacementTimes;
import dev.mainstay.sdk.scheduler.Deadlines.Due;
import dev.mainstay.sdk.scheduler.Deadlines.Kind;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps which pods have failed since when, and gives the one up that has for as long as the
 * target's policy says. For one thread.
 *
 * <p>What was not heard of is not judged: a pod has some time after a subscription, and after
 * others saw to it, however long it has failed; and none is given up before the master has told how
 * each task stands.
 */
final class AutomaticReplacement {

  private static final Due DUE = new Due(Kind.REPLACE, "");

  private final Deadlines deadlines;
  private final Map<PodId, Instant> failing = new TreeMap<>();
  private final Set<PodId> leftAlone = new HashSet<>();

  /** When those that had been left alone became recovery's. */
  private final Map<PodId, Instant> released = new HashMap<>();

  private Instant connectedSince = Instant.EPOCH;
  private boolean certain;
  private boolean changed = true;

  AutomaticReplacement(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  /** After a subscription: it is not known yet how the tasks stand. */
  void connected(Instant now) {
    connectedSince = now;
    changed = true;
  }

  /**
   * Takes note of a changed pod.
   *
   * @param deploying the plan of the target works on it: it is left to that
   */
  void update(PodId id, ServiceState state, boolean deploying, Instant now) {
    Optional<PodRecord> pod = state.pod(id);
    if (pod.isEmpty()) {
      leftAlone.remove(id);
      released.remove(id);
    } else if (deploying || ReplacementTimes.isLeftAlone(pod.get(), state)) {
      leftAlone.add(id);
    } else if (leftAlone.remove(id)) {
      released.put(id, now);
    }
    Optional<Instant> since =
        deploying
            ? Optional.empty()
            : pod.flatMap(known -> ReplacementTimes.failingSince(known, state));
    changed |= since.isPresent() || !failing.isEmpty();
    if (since.isPresent()) {
      failing.put(id, since.get());
    } else {
      failing.remove(id);
    }
  }

  /** From when on it could be seen of each pod which fails that it does. */
  ImmutableMap<PodId, Instant> seen() {
    return Maps.toMap(failing.keySet(), this::seen);
  }

  private Instant seen(PodId id) {
    Instant free = released.getOrDefault(id, connectedSince);
    return free.isAfter(connectedSince) ? free : connectedSince;
  }

  /**
   * Sets when to look again. A pod that another one is in the way of waits for that one's return.
   *
   * @param known whether it is known how each task stands
   */
  void settle(ServiceState state, boolean known) {
    changed |= known != certain;
    certain = known;
    if (!changed) {
      return;
    }
    changed = false;
    Optional<Instant> next = dues(state).values().stream().min(Comparator.naturalOrder());
    if (next.isPresent()) {
      deadlines.set(DUE, next.get());
    } else {
      deadlines.clear(DUE);
    }
  }

  /** When pods are due that nothing is in the way of; none as long as it is not known. */
  private Map<PodId, Instant> dues(ServiceState state) {
    ImmutableSortedMap<PodId, Instant> times =
        certain ? ReplacementTimes.times(failing, seen(), state) : ImmutableSortedMap.of();
    if (times.isEmpty()) {
      return times;
    }
    ImmutableSet<PodId> returning = ReplacementTimes.returning(state);
    return Maps.filterKeys(
        times,
        id ->
            returning.stream()
                .noneMatch(other -> !other.equals(id) && other.type().equals(id.type())));
  }

  /** Gives up the pod that has failed the longest, if it is due; at most one. */
  void replace(Ledger ledger, Instant now) {
    changed = true;
    ServiceState state = ledger.state();
    dues(state).entrySet().stream()
        .filter(entry -> !entry.getValue().isAfter(now))
        .min(Comparator.comparing(entry -> failing.getOrDefault(entry.getKey(), now)))
        .flatMap(entry -> state.pod(entry.getKey()))
        .ifPresent(pod -> ledger.put(replaced(pod, now)));
  }

  private PodRecord replaced(PodRecord pod, Instant now) {
    String cause =
        "it has failed, or could not be reached, since "
            + failing.getOrDefault(pod.id(), now)
            + ", and the policy of the service says so";
    return ReplaceRules.wanted(pod, new Replacement(cause, now, false));
  }
}
