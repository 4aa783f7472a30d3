package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.UnclaimedResource;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.util.Map;

/**
 * What is reserved for the service's role and belongs to none of its pods: {@code GET
 * /v1/leftovers}. What no record knows is given back by {@code POST /v1/leftovers/release} alone,
 * with a body of {@code {"resources": [ID, …]}} or {@code {"all": true}}; {@code POST
 * /v1/leftovers/keep} goes on beside it. dcos-commons gives back whatever it does not know.
 */
final class LeftoverRoutes {

  private final Views views;
  private final Commands commands;

  LeftoverRoutes(Views views, Commands commands) {
    this.views = views;
    this.commands = commands;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.get("/v1/leftovers", request -> views.withNewest(LeftoverRoutes::list)),
        Route.post("/v1/leftovers/release", this::release),
        Route.post(
            "/v1/leftovers/keep",
            request ->
                commands.run(new OperatorCommand.KeepLeftovers(), LeftoverRoutes::answered)));
  }

  private ApiResponse release(ApiRequest request) {
    OperatorCommand command;
    try {
      command = command(ApiJson.parse(request.body()));
    } catch (IllegalArgumentException e) {
      return ApiResponse.message(400, String.valueOf(e.getMessage()));
    }
    return commands.run(command, LeftoverRoutes::answered);
  }

  private static OperatorCommand.ReleaseLeftovers command(JsonNode body) {
    if (!body.isObject()) {
      throw new IllegalArgumentException(
          "the body is no JSON object; give {\"resources\": [\"ID\", …]} or {\"all\": true}");
    }
    ImmutableSet.Builder<ResourceId> ids = ImmutableSet.builder();
    boolean all = false;
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      JsonNode value = field.getValue();
      if (field.getKey().equals("all") && value.isBoolean()) {
        all = value.asBoolean();
      } else if (field.getKey().equals("resources") && value.isArray()) {
        value.forEach(id -> ids.add(id(id)));
      } else {
        throw new IllegalArgumentException(
            "field '%s' is not what is expected; there are: resources, a list of ids; all, true or false"
                .formatted(field.getKey()));
      }
    }
    return new OperatorCommand.ReleaseLeftovers(ids.build(), all);
  }

  private static ResourceId id(JsonNode node) {
    if (!node.isTextual() || node.asText().isEmpty()) {
      throw new IllegalArgumentException("field 'resources': " + node + " is no resource id");
    }
    return new ResourceId(node.asText());
  }

  private static ApiResponse answered(CommandAnswer answer) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("message", answer.message());
    node.set("resources", ApiJson.strings(answer.affected()));
    return ApiResponse.json(node);
  }

  private static ApiResponse list(ServiceView view) {
    ServiceState state = view.state();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("stateLost", state.isInDoubt());
    if (state.isInDoubt()) {
      node.put("message", FrameworkRecord.IN_DOUBT);
    }
    ArrayNode unclaimed = node.putArray("unclaimed");
    view.snapshot().unclaimed().forEach(resource -> unclaimed.add(unclaimed(resource)));
    ArrayNode released = node.putArray("released");
    state.released().forEach(record -> released.add(released(record)));
    return ApiResponse.json(node);
  }

  private static ObjectNode unclaimed(UnclaimedResource resource) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", resource.id().value());
    node.put("service", resource.service())
        .put("frameworkId", resource.framework())
        .put("pod", resource.pod());
    node.putObject("agent")
        .put("id", resource.agentId().value())
        .put("hostname", resource.hostname());
    ArrayNode parts = node.putArray("resources");
    resource.parts().forEach(part -> parts.add(part(part)));
    return node.put("lastSeen", resource.lastSeen().toString());
  }

  private static ObjectNode released(ReleasedRecord record) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", record.id().value());
    node.put("pod", record.pod() == null ? "" : record.pod().toString());
    ObjectNode agent = node.putObject("agent").put("id", record.agentId().value());
    if (!record.hostname().isEmpty()) {
      agent.put("hostname", record.hostname());
    }
    node.putArray("resources").add(part(record.resource()));
    node.put("cause", record.cause());
    return record.problem().isEmpty() ? node : node.put("problem", record.problem());
  }

  private static ObjectNode part(Resource resource) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", resource.name());
    node.put("value", resource.value().accept(new ValueText()));
    resource
        .persistence()
        .ifPresent(
            persistence -> {
              ObjectNode volume = node.putObject("volume").put("id", persistence.id());
              if (resource.disk() != null && resource.disk().volume() != null) {
                volume.put("path", resource.disk().volume().containerPath());
              }
            });
    return node;
  }

  /** As Mesos's own text has values. */
  private static final class ValueText implements ResourceValue.Visitor<String> {
    @Override
    public String amount(Scalar scalar) {
      return scalar.toString();
    }

    @Override
    public String ranges(PortRanges ranges) {
      return ranges.toString();
    }

    @Override
    public String items(ImmutableSortedSet<String> items) {
      return String.join(", ", items);
    }
  }
}
