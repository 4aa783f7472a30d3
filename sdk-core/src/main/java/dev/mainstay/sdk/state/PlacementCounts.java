package dev.mainstay.sdk.state;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * How many instances of each pod type are where: kept up to date with each record, never recounted.
 * A value.
 *
 * @param counts by pod type, field and the field's value
 */
public record PlacementCounts(PMap<Key, Integer> counts) {

  public static final PlacementCounts NONE = new PlacementCounts(HashTreePMap.empty());

  /** What is counted. */
  public record Key(String podType, String field, String value) {}

  /** How many placed instances of the type have this value of the field. */
  public int count(String podType, String field, String value) {
    return counts.getOrDefault(new Key(podType, field, value), 0);
  }

  PlacementCounts moved(String podType, @Nullable AgentPlace from, @Nullable AgentPlace to) {
    if (Objects.equals(from, to)) {
      return this;
    }
    PMap<Key, Integer> changed = counts;
    if (from != null) {
      for (Key key : keysOf(podType, from)) {
        int left = changed.getOrDefault(key, 0) - 1;
        changed = left <= 0 ? changed.minus(key) : changed.plus(key, left);
      }
    }
    if (to != null) {
      for (Key key : keysOf(podType, to)) {
        changed = changed.plus(key, changed.getOrDefault(key, 0) + 1);
      }
    }
    return new PlacementCounts(changed);
  }

  private static Set<Key> keysOf(String podType, AgentPlace place) {
    Set<String> fields = new LinkedHashSet<>(place.attributes().keySet());
    fields.add("hostname");
    fields.add("@region");
    fields.add("@zone");
    Set<Key> keys = new LinkedHashSet<>();
    for (String field : fields) {
      place.field(field).ifPresent(value -> keys.add(new Key(podType, field, value)));
    }
    return keys;
  }
}
