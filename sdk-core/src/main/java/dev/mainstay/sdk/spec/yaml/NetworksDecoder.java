package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import dev.mainstay.sdk.spec.ContainerSpec.NetworkSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;

/** {@code networks}: by name, each with or without settings. */
final class NetworksDecoder {

  private static final int HIGHEST_PORT = 65535;

  private NetworksDecoder() {}

  static ImmutableMap<String, NetworkSpec> decode(Field field) {
    ImmutableMap.Builder<String, NetworkSpec> networks = ImmutableMap.builder();
    for (Field network : field.mapping().map(Fields::all).orElse(ImmutableList.of())) {
      String name = network.name();
      if (name.isBlank()) {
        network.error("the network has no name", "write the name that the cluster has for it");
      }
      NetworkSpec plain =
          new NetworkSpec(name, ImmutableList.of(), ImmutableList.of(), ImmutableMap.of());
      networks.put(name, network.mapping().map(fields -> network(name, fields)).orElse(plain));
    }
    return networks.buildOrThrow();
  }

  private static NetworkSpec network(String name, Fields fields) {
    Field hostField = fields.field("host-ports");
    ImmutableList<Integer> hostPorts = ports(hostField);
    ImmutableList<Integer> containerPorts = ports(fields.field("container-ports"));
    fields.ignored("name", "a network's name is its key");
    fields.ignored("groups", "give the network's plugin 'labels' for it");
    fields.ignored("ip-addresses", "a container gets a free address of the network");
    Optional<Fields> old =
        fields.legacy("port-mappings", "write 'host-ports' and 'container-ports'").mapping();
    if (old.isPresent()) {
      hostField = old.get().field("host-ports");
      hostPorts = portsText(hostField);
      containerPorts = portsText(old.get().field("container-ports"));
      old.get().ignored("protocol", "every port is mapped for TCP");
      old.get().finish();
    }
    ImmutableMap<String, String> labels = LabelsText.decode(fields.field("labels"));
    fields.finish();
    if (hostPorts.isEmpty() != containerPorts.isEmpty()) {
      fields.warning(
          "'host-ports' and 'container-ports' are ignored unless both are given", "add the other");
      return new NetworkSpec(name, ImmutableList.of(), ImmutableList.of(), labels);
    }
    if (hostPorts.size() != containerPorts.size()) {
      hostField.error(
          "there are "
              + hostPorts.size()
              + " host ports, but "
              + containerPorts.size()
              + " container ports",
          "give as many of the one as of the other");
    } else if (!hostPorts.isEmpty() && !name.equals(NetworkSpec.BRIDGE)) {
      hostField.error(
          "network '" + name + "' maps no ports",
          "only '"
              + NetworkSpec.BRIDGE
              + "' does; on others a container has an address of its own, so remove them");
    }
    return new NetworkSpec(name, hostPorts, containerPorts, labels);
  }

  private static ImmutableList<Integer> ports(Field field) {
    ImmutableList.Builder<Integer> ports = ImmutableList.builder();
    Uniques uniques = new Uniques("port", "each is mapped once");
    for (Field item : field.items()) {
      item.integer(0, HIGHEST_PORT)
          .optional()
          .ifPresent(
              port -> {
                if (field.name().equals("host-ports")) {
                  uniques.add(Integer.toString(port), item);
                }
                ports.add(port);
              });
    }
    return ports.build();
  }

  /** Ports with commas between them, as the oldest specs have them. */
  private static ImmutableList<Integer> portsText(Field field) {
    ImmutableList.Builder<Integer> ports = ImmutableList.builder();
    Splitter list = Splitter.on(',').trimResults().omitEmptyStrings();
    for (String text : list.split(field.text().orElse(""))) {
      Integer port = Ints.tryParse(text);
      if (port == null || port < 0 || port > HIGHEST_PORT) {
        field.error("'" + text + "' is not a port", "write numbers with ',' between them");
      } else {
        ports.add(port);
      }
    }
    return ports.build();
  }
}
