package dev.mainstay.sdk.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.scheduler.OperatorCommand;

/**
 * {@code POST /v1/uninstall} removes the service with all that it holds. Plan {@code uninstall}
 * tells how far it is, until the scheduler ends. dcos-commons has no such route: it is told by the
 * environment of the scheduler's next start.
 */
final class UninstallRoutes {

  private final Commands commands;

  UninstallRoutes(Commands commands) {
    this.commands = commands;
  }

  ImmutableList<Route> routes() {
    return ImmutableList.of(
        Route.post(
            "/v1/uninstall",
            request ->
                commands.run(
                    new OperatorCommand.Uninstall(),
                    answer ->
                        ApiResponse.json(
                            JsonNodeFactory.instance
                                .objectNode()
                                .put("message", answer.message())))));
  }
}
