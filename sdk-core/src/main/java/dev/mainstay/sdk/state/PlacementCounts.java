package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.AgentId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * How many instances of each pod type are where: kept up to date with each record, never recounted,
 * so that a placement rule costs the same however many pods there are. A value.
 */
public final class PlacementCounts {

  public static final PlacementCounts NONE = new PlacementCounts(HashTreePMap.empty());

  private final PMap<Key, Spread> spreads;

  private PlacementCounts(PMap<Key, Spread> spreads) {
    this.spreads = spreads;
  }

  /**
   * What is counted.
   *
   * @param podType absent for all pods of the service
   * @param field absent for the agent's id
   */
  private record Key(@Nullable String podType, @Nullable String field) {}

  /**
   * How placed pods are spread over the values of one field. Pods whose agent lacks the field are
   * not in it.
   *
   * @param counts pods by value; each at least 1
   * @param levels how many values have so many pods; each at least 1
   */
  public record Spread(PMap<String, Integer> counts, TreePMap<Integer, Integer> levels) {

    static final Spread EMPTY = new Spread(HashTreePMap.empty(), TreePMap.empty());

    /** How many pods have this value. */
    public int count(String value) {
      return counts.getOrDefault(value, 0);
    }

    /** How many values have a pod. */
    public int values() {
      return counts.size();
    }

    /** Pods with the value, of those in use, that has fewest; 0 when none is in use. */
    public int least() {
      return levels.isEmpty() ? 0 : levels.firstKey();
    }

    /** Pods with the value that has most. */
    public int most() {
      return levels.isEmpty() ? 0 : levels.lastKey();
    }

    private Spread plus(String value, int change) {
      int before = count(value);
      int after = before + change;
      if (after < 0) {
        throw new IllegalStateException("fewer than no pods with " + value);
      }
      return new Spread(
          after == 0 ? counts.minus(value) : counts.plus(value, after),
          level(level(levels, before, -1), after, 1));
    }

    private static TreePMap<Integer, Integer> level(
        TreePMap<Integer, Integer> levels, int level, int change) {
      if (level == 0) {
        return levels;
      }
      int values = levels.getOrDefault(level, 0) + change;
      return values == 0 ? levels.minus(level) : levels.plus(level, values);
    }
  }

  /** Over the values of a field, pods of one type. */
  public Spread ofType(String podType, String field) {
    return spreads.getOrDefault(new Key(podType, field), Spread.EMPTY);
  }

  /** Over the values of a field, all pods of the service. */
  public Spread ofEveryPod(String field) {
    return spreads.getOrDefault(new Key(null, field), Spread.EMPTY);
  }

  /** How many placed pods of the type are on the agent. */
  public int onAgent(String podType, AgentId agent) {
    return agents(podType).count(agent.value());
  }

  /** Whether any pod of the type is placed. */
  public boolean isPlaced(String podType) {
    return agents(podType).values() > 0;
  }

  private Spread agents(String podType) {
    return spreads.getOrDefault(new Key(podType, null), Spread.EMPTY);
  }

  /** Without a pod: where it was does not count when it is placed anew. */
  public PlacementCounts without(PodRecord pod) {
    return moved(pod.id().type(), pod.place(), null);
  }

  PlacementCounts moved(String podType, @Nullable AgentPlace from, @Nullable AgentPlace to) {
    if (Objects.equals(from, to)) {
      return this;
    }
    PMap<Key, Spread> changed = spreads;
    if (from != null) {
      changed = plus(changed, podType, from, -1);
    }
    if (to != null) {
      changed = plus(changed, podType, to, 1);
    }
    return new PlacementCounts(changed);
  }

  private static PMap<Key, Spread> plus(
      PMap<Key, Spread> spreads, String podType, AgentPlace place, int change) {
    PMap<Key, Spread> changed =
        plus(spreads, new Key(podType, null), place.agentId().value(), change);
    for (Map.Entry<String, String> field : fieldsOf(place).entrySet()) {
      changed = plus(changed, new Key(podType, field.getKey()), field.getValue(), change);
      changed = plus(changed, new Key(null, field.getKey()), field.getValue(), change);
    }
    return changed;
  }

  private static PMap<Key, Spread> plus(
      PMap<Key, Spread> spreads, Key key, String value, int change) {
    Spread spread = spreads.getOrDefault(key, Spread.EMPTY).plus(value, change);
    return spread.values() == 0 ? spreads.minus(key) : spreads.plus(key, spread);
  }

  /** Of all fields that a rule could name; an attribute cannot hide another kind of field. */
  private static Map<String, String> fieldsOf(AgentPlace place) {
    Map<String, String> fields = new LinkedHashMap<>(place.attributes());
    fields.keySet().removeAll(AgentPlace.OWN_FIELDS);
    for (String field : AgentPlace.OWN_FIELDS) {
      place.field(field).ifPresent(value -> fields.put(field, value));
    }
    return fields;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlacementCounts counts && counts.spreads.equals(spreads);
  }

  @Override
  public int hashCode() {
    return spreads.hashCode();
  }

  @Override
  public String toString() {
    return spreads.toString();
  }
}
