package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What frameworks refused, and until when. A filter keeps away only what is a part of what was
 * refused: as soon as there is more, all of it is offered.
 */
final class OfferFilters {

  /** The longest refusal that Mesos takes (365 days). */
  private static final Duration LONGEST = Duration.ofDays(365);

  private record Place(String role, AgentId agentId) {}

  private record Filter(ResourcePool refused, Timers.Timer expiry) {}

  private final ModelContext context;
  private final Map<FrameworkId, Map<Place, List<Filter>>> filters = new HashMap<>();

  OfferFilters(ModelContext context) {
    this.context = context;
  }

  /**
   * Keeps the refused resources away for a time, at least an allocation interval.
   *
   * @param expired is told of the agent then
   */
  void add(
      FrameworkId frameworkId,
      String role,
      MasterAgent agent,
      ResourcePool refused,
      Duration time,
      Consumer<MasterAgent> expired) {
    Duration atLeast = longer(time, context.settings().allocationInterval());
    Duration bounded = atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
    Place place = new Place(role, agent.id());
    List<Filter> here =
        filters
            .computeIfAbsent(frameworkId, id -> new HashMap<>())
            .computeIfAbsent(place, key -> new ArrayList<>(1));
    Timers.Timer expiry =
        context.after(
            bounded,
            () -> {
              removeFirst(frameworkId, place, refused);
              expired.accept(agent);
            });
    here.add(new Filter(refused, expiry));
  }

  private void removeFirst(FrameworkId frameworkId, Place place, ResourcePool refused) {
    Map<Place, List<Filter>> ofFramework = filters.get(frameworkId);
    List<Filter> here = ofFramework == null ? null : ofFramework.get(place);
    if (ofFramework != null && here != null) {
      here.removeIf(filter -> filter.refused == refused);
      if (here.isEmpty()) {
        ofFramework.remove(place);
      }
    }
  }

  private static Duration longer(Duration left, Duration right) {
    return left.compareTo(right) >= 0 ? left : right;
  }

  boolean keepAway(FrameworkId frameworkId, String role, MasterAgent agent, ResourcePool offered) {
    Map<Place, List<Filter>> ofFramework = filters.get(frameworkId);
    List<Filter> here = ofFramework == null ? null : ofFramework.get(new Place(role, agent.id()));
    return here != null && here.stream().anyMatch(filter -> filter.refused.contains(offered));
  }

  void clear(FrameworkId frameworkId, String role) {
    Map<Place, List<Filter>> ofFramework = filters.get(frameworkId);
    if (ofFramework != null) {
      ofFramework
          .entrySet()
          .removeIf(
              entry -> {
                boolean drop = entry.getKey().role().equals(role);
                if (drop) {
                  entry.getValue().forEach(filter -> filter.expiry.cancel());
                }
                return drop;
              });
    }
  }

  void clear(FrameworkId frameworkId) {
    Map<Place, List<Filter>> ofFramework = filters.remove(frameworkId);
    if (ofFramework != null) {
      ofFramework.values().forEach(here -> here.forEach(filter -> filter.expiry.cancel()));
    }
  }
}
