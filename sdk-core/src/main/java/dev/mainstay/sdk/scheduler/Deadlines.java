package dev.mainstay.sdk.scheduler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is due when. One time for each thing: setting it again moves it. For one thread. */
final class Deadlines {

  /** What kinds of thing become due. */
  enum Kind {
    /** A pod's back-off ends. */
    POD_DELAY,
    /** KILL is to be repeated. */
    KILL,
    /** A launch was not heard of. */
    STAGING,
    RECONCILE,
    REVIVE,
    /** A DECLINE is to be repeated. */
    DECLINE,
    /** A SUPPRESS is to be repeated. */
    SUPPRESS,
    CLEANUP,
    /** TEARDOWN is to be repeated. */
    TEARDOWN,
    /** Agents are to be asked for. */
    INQUIRY,
    /** All tasks are to be asked for. */
    REVIEW,
    /** A pod may have failed for long enough to be replaced. */
    REPLACE,
    /** A time of a pod's rollout has come. */
    ROLLOUT
  }

  /** One thing that becomes due; {@code key} is empty for kinds of which there is one. */
  record Due(Kind kind, String key) {}

  private final TreeMap<Instant, Set<Due>> byTime = new TreeMap<>();
  private final Map<Due, Instant> times = new LinkedHashMap<>();

  void set(Due due, Instant time) {
    clear(due);
    times.put(due, time);
    byTime.computeIfAbsent(time, unused -> new LinkedHashSet<>()).add(due);
  }

  void clear(Due due) {
    Instant old = times.remove(due);
    if (old == null) {
      return;
    }
    Set<Due> there = byTime.getOrDefault(old, Set.of());
    there.remove(due);
    if (there.isEmpty()) {
      byTime.remove(old);
    }
  }

  boolean isSet(Due due) {
    return times.containsKey(due);
  }

  Optional<Instant> timeOf(Due due) {
    return Optional.ofNullable(times.get(due));
  }

  Optional<Instant> next() {
    return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.firstKey());
  }

  /** Removes and gives what is due, in the order of time. */
  List<Due> take(Instant now) {
    List<Due> due = new ArrayList<>();
    while (!byTime.isEmpty() && !byTime.firstKey().isAfter(now)) {
      for (Due one : byTime.pollFirstEntry().getValue()) {
        times.remove(one);
        due.add(one);
      }
    }
    return due;
  }
}
