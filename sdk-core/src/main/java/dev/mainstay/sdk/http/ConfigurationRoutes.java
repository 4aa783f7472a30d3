package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.state.ConfigurationRecord;
import java.util.List;
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
            "/v1/configurations/{id}",
            request -> views.with(view -> one(view, request.part("id")))));
  }

  private static List<String> ids(ServiceView view) {
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
}
