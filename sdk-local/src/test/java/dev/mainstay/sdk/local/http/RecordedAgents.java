package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.mesos.Attribute;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.wire.ResourceWire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos;

/** The agents of a recording, as its offers show them. */
final class RecordedAgents {

  private final Map<String, AgentSpec> specs = new LinkedHashMap<>();
  private final Map<String, String> idsByHostname = new LinkedHashMap<>();

  /** By hostname, then by the role that is offered to. */
  private final Map<String, Map<String, ImmutableList<Resource>>> reserved = new LinkedHashMap<>();

  private Address master = new Address("127.0.0.1", "127.0.0.1", 5050);

  RecordedAgents(List<RecordedExchange> exchanges) {
    for (RecordedExchange exchange : exchanges) {
      for (JsonNode event : exchange.events()) {
        event.path("offers").path("offers").forEach(this::note);
        JsonNode address = event.path("subscribed").path("master_info").path("address");
        if (address.has("port")) {
          master =
              new Address(
                  address.path("hostname").asText(),
                  address.path("ip").asText(),
                  address.path("port").asInt());
        }
      }
    }
  }

  /** Where the recorded master listened. */
  Address master() {
    return master;
  }

  ImmutableList<AgentSpec> specs() {
    return ImmutableList.copyOf(specs.values());
  }

  /** What the agents had from runs before the recording: reservations in their first offers. */
  ClusterImage image() {
    return new ClusterImage(
        reserved.entrySet().stream()
            .map(
                entry ->
                    new ClusterImage.Agent(
                        entry.getKey(),
                        new AgentId("before-" + entry.getKey()),
                        entry.getValue().values().stream()
                            .flatMap(List::stream)
                            .collect(ImmutableList.toImmutableList()),
                        false))
            .collect(ImmutableList.toImmutableList()),
        ImmutableList.of(),
        ImmutableList.of());
  }

  /** Tells which of our agents stands for which. */
  void learn(Translation ids, ClusterModel model) {
    idsByHostname.forEach(
        (hostname, recorded) ->
            model.agentNamed(hostname).ifPresent(ours -> ids.learn(recorded, ours.value())));
  }

  private void note(JsonNode offer) {
    String hostname = offer.path("hostname").asText();
    idsByHostname.putIfAbsent(hostname, offer.path("agent_id").path("value").asText());
    String role = offer.path("allocation_info").path("role").asText();
    reserved.computeIfAbsent(hostname, host -> new TreeMap<>());
    reserved.get(hostname).computeIfAbsent(role, first -> reserved(offer));
    if (!specs.containsKey(hostname)) {
      JsonNode address = offer.path("url").path("address");
      specs.put(
          hostname,
          new AgentSpec(
              hostname,
              hostname,
              new Address(hostname, address.path("ip").asText(), address.path("port").asInt()),
              null,
              attributes(offer.path("attributes")),
              ImmutableList.of(
                  scalar(Resource.CPUS, 2),
                  scalar(Resource.MEM, 4096),
                  scalar(Resource.DISK, 20000),
                  Resource.of(Resource.PORTS, new ResourceValue.Ranges(ports(hostname))))));
    }
  }

  private static ImmutableList<Resource> reserved(JsonNode offer) {
    ImmutableList.Builder<Resource> reserved = ImmutableList.builder();
    for (JsonNode resource : offer.path("resources")) {
      if (resource.has("reservations")) {
        try {
          reserved.add(
              ResourceWire.fromProto(
                      (Protos.Resource) JsonReader.read(resource, Protos.Resource.newBuilder()))
                  .withAllocationRole(null));
        } catch (JsonSyntaxException e) {
          throw new AssertionError("not a resource: " + resource, e);
        }
      }
    }
    return reserved.build();
  }

  /** The recorded agents had 1,000 ports each, by their number. */
  private static PortRanges ports(String hostname) {
    long begin = 30_000 + 1000L * (hostname.charAt("agent".length()) - '0');
    return PortRanges.of(begin, begin + 999);
  }

  private static Resource scalar(String name, long amount) {
    return Resource.of(name, new ResourceValue.Amount(Scalar.of(amount)));
  }

  private static ImmutableList<Attribute> attributes(JsonNode attributes) {
    ImmutableList.Builder<Attribute> texts = ImmutableList.builder();
    for (JsonNode attribute : attributes) {
      texts.add(
          new Attribute(
              attribute.path("name").asText(),
              Attribute.Kind.TEXT,
              attribute.path("text").path("value").asText()));
    }
    return texts.build();
  }
}
