package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.http.Endpoints.Endpoint;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where clients connect: {@code /v1/endpoints}. Paths and fields as in dcos-commons ({@code
 * EndpointsQueries}): a framework's own endpoint goes before a port's of the same name and is text;
 * a port's is JSON.
 */
final class EndpointRoutes {

  private final Views views;
  private final ImmutableMap<String, EndpointProducer> producers;

  EndpointRoutes(Views views, ImmutableMap<String, EndpointProducer> producers) {
    this.views = views;
    this.producers = producers;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.get(
            "/v1/endpoints",
            request -> views.with(view -> ApiResponse.json(ApiJson.strings(names(view))))),
        Route.get("/v1/endpoints/{name}", request -> views.with(view -> endpoint(view, request))));
  }

  private Set<String> names(ServiceView view) {
    Set<String> names = new TreeSet<>(producers.keySet());
    names.addAll(Endpoints.of(view.state()).keySet());
    return names;
  }

  private ApiResponse endpoint(ServiceView view, ApiRequest request) {
    String name = request.part("name");
    EndpointProducer producer = producers.get(name);
    if (producer != null) {
      String text = producer.endpoint(view.state());
      return request.accepts(ApiResponse.JSON)
          ? ApiResponse.json(JsonNodeFactory.instance.textNode(text))
          : ApiResponse.text(text + "\n");
    }
    @Nullable Endpoint endpoint = Endpoints.of(view.state()).get(name);
    if (endpoint == null) {
      return ApiResponse.notFound("endpoint", name, names(view));
    }
    return request.accepts(ApiResponse.TEXT)
        ? ApiResponse.text(String.join("\n", endpoint.address()) + "\n")
        : ApiResponse.json(ApiJson.tree(endpoint));
  }
}
