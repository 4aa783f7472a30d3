package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.state.FrameworkRecord;

/**
 * How the scheduler itself stands: its framework id, whether it lives, whether the service is all
 * there.
 */
final class StateRoutes {

  private final Views views;

  StateRoutes(Views views) {
    this.views = views;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        // A list of one, as in dcos-commons.
        Route.get(
            "/v1/state/frameworkId",
            request ->
                views.with(
                    view ->
                        view.state()
                            .frameworkId()
                            .map(
                                id ->
                                    ApiResponse.json(ApiJson.strings(ImmutableList.of(id.value()))))
                            .orElseGet(
                                () ->
                                    ApiResponse.message(
                                        404, "the master has not given a framework id yet")))),
        Route.get("/v1/health", request -> views.with(StateRoutes::health)),
        Route.get("/v1/ready", request -> views.with(StateRoutes::ready)));
  }

  private static ApiResponse health(ServiceView view) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("healthy", true)
            .put("connected", view.snapshot().connected());
    if (view.state().isInDoubt()) {
      // It lives: a supervisor that starts it again would not help.
      node.put("problem", FrameworkRecord.IN_DOUBT);
    }
    return ApiResponse.json(node);
  }

  private static ApiResponse ready(ServiceView view) {
    Readiness readiness = Readiness.of(view);
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("ready", readiness.isReady());
    node.set("missing", ApiJson.strings(readiness.missing()));
    return ApiResponse.json(readiness.isReady() ? 200 : 503, node);
  }
}
