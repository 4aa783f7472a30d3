package dev.mainstay.sdk.local;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Attribute;
import dev.mainstay.sdk.mesos.Domain;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.service.ClusterOptions;

/** The agents of a cluster, as its options declare them. */
final class Agents {

  /** Where Mesos's agents listen; nothing does here, it only shows. */
  private static final int PORT = 5051;

  private static final String REGION = "local";

  private Agents() {}

  /** {@code agent-1}, {@code agent-2} and so on. */
  static ImmutableList<AgentSpec> of(ClusterOptions options) {
    ImmutableList<Loopback.Place> places = Loopback.places(options.agents().size());
    ImmutableList.Builder<AgentSpec> agents = ImmutableList.builder();
    for (int i = 0; i < places.size(); i++) {
      String name = "agent-" + (i + 1);
      agents.add(agent(name, options.agents().get(i), places.get(i)));
    }
    return agents.build();
  }

  private static AgentSpec agent(
      String name, ClusterOptions.AgentOptions options, Loopback.Place place) {
    String zone = options.zone();
    return new AgentSpec(
        name,
        name,
        new Address(name, place.address(), PORT),
        zone == null ? null : new Domain(REGION, zone),
        attributes(options.attributes()),
        ImmutableList.<Resource>builder()
            .add(Resource.of(Resource.PORTS, new ResourceValue.Ranges(free(place, options))))
            .add(Resource.of(Resource.CPUS, new ResourceValue.Amount(options.cpus())))
            .add(Resource.of(Resource.MEM, new ResourceValue.Amount(options.memory())))
            .add(Resource.of(Resource.DISK, new ResourceValue.Amount(options.disk())))
            .addAll(options.others())
            .build());
  }

  /** The agent's ports without those that are reserved. */
  private static PortRanges free(Loopback.Place place, ClusterOptions.AgentOptions options) {
    PortRanges free = place.ports();
    for (Resource resource : options.others()) {
      if (resource.value() instanceof ResourceValue.Ranges reserved) {
        free = free.minus(reserved.ranges());
      }
    }
    return free;
  }

  private static ImmutableList<Attribute> attributes(ImmutableMap<String, String> texts) {
    return texts.entrySet().stream()
        .map(entry -> attribute(entry.getKey(), entry.getValue()))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Its kind by the text, as Mesos's {@code --attributes} has it (docs/attributes-resources.md).
   */
  private static Attribute attribute(String name, String text) {
    if (text.matches("-?\\d+(\\.\\d+)?")) {
      return new Attribute(name, Attribute.Kind.SCALAR, text);
    }
    if (text.matches("\\[\\s*\\d+\\s*-\\s*\\d+\\s*(,\\s*\\d+\\s*-\\s*\\d+\\s*)*\\]")) {
      return new Attribute(name, Attribute.Kind.RANGES, text);
    }
    return new Attribute(name, Attribute.Kind.TEXT, text);
  }
}
