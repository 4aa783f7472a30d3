package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.planner.ConfigurationDifference;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Configurations that the service has or had: {@code /v1/configurations}. Paths as in dcos-commons.
 */
final class ConfigurationRoutes {

  private final Views views;

  ConfigurationRoutes(Views views) {
    this.views = views;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.get(
            "/v1/configurations",
            request -> views.with(view -> ApiResponse.json(ApiJson.strings(ids(view))))),
        Route.get("/v1/configurations/target", request -> target(ConfigurationRoutes::spec)),
        // A list of one, as in dcos-commons.
        Route.get(
            "/v1/configurations/targetId",
            request ->
                target(
                    record ->
                        ApiResponse.json(ApiJson.strings(ImmutableList.of(record.id().value()))))),
        Route.get(
            "/v1/configurations/history", request -> views.with(ConfigurationRoutes::history)),
        Route.get(
            "/v1/configurations/{id}/diff/{other}",
            request ->
                views.with(view -> difference(view, request.part("id"), request.part("other")))),
        Route.get(
            "/v1/configurations/{id}",
            request -> views.with(view -> one(view, request.part("id")))));
  }

  static List<String> ids(ServiceView view) {
    return view.state().configurations().stream().map(record -> record.id().value()).toList();
  }

  private ApiResponse target(Function<ConfigurationRecord, ApiResponse> answer) {
    return views.with(
        view ->
            view.state()
                .target()
                .map(answer)
                .orElseGet(
                    () -> ApiResponse.message(404, "no configuration has been accepted yet")));
  }

  private static ApiResponse one(ServiceView view, String id) {
    return view.state()
        .configuration(new ConfigId(id))
        .map(ConfigurationRoutes::spec)
        .orElseGet(() -> ApiResponse.notFound("configuration", id, ids(view)));
  }

  private static ApiResponse spec(ConfigurationRecord record) {
    return ApiResponse.json(ApiJson.tree(record.spec()));
  }

  /** All that are kept, the newest first, with where each came from. */
  private static ApiResponse history(ServiceView view) {
    ServiceState state = view.state();
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    state.configurations().stream()
        .sorted(Comparator.comparing(ConfigurationRecord::acceptedAt).reversed())
        .forEach(record -> all.add(summary(state, record)));
    return ApiResponse.json(all);
  }

  private static ObjectNode summary(ServiceState state, ConfigurationRecord record) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", record.id().value())
            .put("acceptedAt", record.acceptedAt().toString())
            .put("origin", record.origin());
    state
        .targetRecord()
        .ifPresent(
            target ->
                node.put("target", target.configId().equals(record.id()))
                    .put("deployed", record.id().equals(target.deployed()))
                    .put("previous", record.id().equals(target.previous()))
                    .put("rollback", target.rollback().filter(record.id()::equals).isPresent()));
    node.set(
        "pods",
        ApiJson.strings(
            state.pods().stream()
                .filter(pod -> pod.config().equals(record.id()))
                .map(pod -> pod.id().toString())
                .toList()));
    return node;
  }

  private static ApiResponse difference(ServiceView view, String id, String other) {
    Optional<ConfigurationRecord> before = view.state().configuration(new ConfigId(id));
    Optional<ConfigurationRecord> now = view.state().configuration(new ConfigId(other));
    if (before.isEmpty() || now.isEmpty()) {
      return ApiResponse.notFound("configuration", before.isEmpty() ? id : other, ids(view));
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set(
        "fields",
        UpdateRoutes.fields(ConfigurationDifference.fields(before.get().spec(), now.get().spec())));
    node.set(
        "inputs",
        ApiJson.strings(
            ConfigurationDifference.between(before.get().inputs(), now.get().inputs())));
    return ApiResponse.json(node);
  }
}
