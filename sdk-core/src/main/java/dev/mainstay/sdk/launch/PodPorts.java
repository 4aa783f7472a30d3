package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Table;
import com.google.common.collect.Tables;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.Holding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The numbers of a pod's ports.
 *
 * @param table by resource set and name
 */
record PodPorts(ImmutableTable<String, String, Integer> table) {

  /**
   * From here a container with an address of its own gets its numbers; below, not every user may
   * listen. As in dcos-commons ({@code DcosConstants}).
   */
  private static final int FIRST_OF_CONTAINER = 1025;

  /**
   * Those that it holds; or, where ports are the container's own, the numbers that the spec asks
   * for and the lowest others, which are the same at each launch.
   */
  static PodPorts of(PodSpec pod, List<Holding> holdings) {
    return new PodPorts(pod.container().usesHostPorts() ? held(holdings) : ofContainer(pod));
  }

  /** Those of a task, by name. */
  ImmutableMap<String, Integer> of(TaskSpec task) {
    return table.row(task.resourceSet());
  }

  /** By name; of ports of one name, the last. */
  ImmutableSortedMap<String, Integer> byName() {
    Map<String, Integer> ports = new TreeMap<>();
    table.cellSet().forEach(cell -> ports.put(cell.getColumnKey(), cell.getValue()));
    return ImmutableSortedMap.copyOf(ports);
  }

  /** All of them. */
  ImmutableSet<Integer> numbers() {
    return ImmutableSet.copyOf(table.values());
  }

  private static Table<String, String, Integer> ordered() {
    return Tables.newCustomTable(new LinkedHashMap<>(), LinkedHashMap::new);
  }

  private static ImmutableTable<String, String, Integer> held(List<Holding> holdings) {
    Table<String, String, Integer> ports = ordered();
    for (Holding holding : holdings) {
      if (holding.resource().name().equals(Resource.PORTS)
          && holding.resource().value() instanceof ResourceValue.Ranges ranges) {
        ranges
            .ranges()
            .first()
            .ifPresent(
                number -> ports.put(holding.owner(), holding.name(), Math.toIntExact(number)));
      }
    }
    return ImmutableTable.copyOf(ports);
  }

  private static ImmutableTable<String, String, Integer> ofContainer(PodSpec pod) {
    Set<Integer> fixed =
        pod.resourceSets().values().stream()
            .flatMap(set -> set.ports().stream())
            .map(PortSpec::port)
            .collect(Collectors.toSet());
    Table<String, String, Integer> ports = ordered();
    int next = FIRST_OF_CONTAINER;
    for (ResourceSetSpec set : pod.resourceSets().values()) {
      for (PortSpec port : set.ports()) {
        if (port.port() != 0) {
          ports.put(set.id(), port.name(), port.port());
          continue;
        }
        while (fixed.contains(next)) {
          next++;
        }
        ports.put(set.id(), port.name(), next);
        next++;
      }
    }
    return ImmutableTable.copyOf(ports);
  }
}
