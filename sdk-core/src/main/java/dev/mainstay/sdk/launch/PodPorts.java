package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.state.Holding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The numbers of a pod's ports, by the ports' names. */
final class PodPorts {

  /**
   * From here a container with an address of its own gets its numbers; below, not every user may
   * listen. As in dcos-commons ({@code DcosConstants}).
   */
  private static final int FIRST_OF_CONTAINER = 1025;

  private PodPorts() {}

  /**
   * Those that it holds; or, where ports are the container's own, the numbers that the spec asks
   * for and the lowest others, which are the same at each launch.
   */
  static ImmutableSortedMap<String, Integer> of(PodSpec pod, List<Holding> holdings) {
    return pod.container().usesHostPorts() ? held(holdings) : ofContainer(pod);
  }

  private static ImmutableSortedMap<String, Integer> held(List<Holding> holdings) {
    Map<String, Integer> ports = new TreeMap<>();
    for (Holding holding : holdings) {
      if (holding.resource().name().equals(Resource.PORTS)
          && holding.resource().value() instanceof ResourceValue.Ranges ranges) {
        ranges
            .ranges()
            .first()
            .ifPresent(number -> ports.put(holding.name(), Math.toIntExact(number)));
      }
    }
    return ImmutableSortedMap.copyOf(ports);
  }

  private static ImmutableSortedMap<String, Integer> ofContainer(PodSpec pod) {
    Set<PortSpec> all =
        pod.resourceSets().values().stream()
            .flatMap(set -> set.ports().stream())
            .collect(ImmutableSet.toImmutableSet());
    Set<Integer> fixed = all.stream().map(PortSpec::port).collect(Collectors.toSet());
    Map<String, Integer> ports = new TreeMap<>();
    int next = FIRST_OF_CONTAINER;
    for (PortSpec port : all) {
      if (port.port() != 0) {
        ports.put(port.name(), port.port());
        continue;
      }
      while (fixed.contains(next)) {
        next++;
      }
      ports.put(port.name(), next);
      next++;
    }
    return ImmutableSortedMap.copyOf(ports);
  }
}
