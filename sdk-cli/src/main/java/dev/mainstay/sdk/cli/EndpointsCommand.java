package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mainstay endpoints}. */
@Command(name = "endpoints", description = "Says where clients connect to a running service.")
final class EndpointsCommand implements Callable<Integer> {

  @Mixin private final ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "One endpoint; all without it.")
  private @Nullable String name;

  private final Terminal terminal;

  EndpointsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ApiClient client = api.client(terminal);
    if (name != null) {
      String accept = api.json() ? "application/json" : "text/plain";
      terminal.out().print(client.get(accept, "endpoints", name));
    } else if (api.json()) {
      terminal.out().print(client.get("application/json", "endpoints"));
    } else {
      lines(client).forEach(terminal::print);
    }
    return ExitCode.DONE.code();
  }

  /** Each endpoint with its addresses; a sentence when there is none. */
  static List<String> lines(ApiClient client) {
    Table table = new Table("ENDPOINT", "ADDRESS");
    int found = 0;
    for (JsonNode endpoint : client.json("endpoints")) {
      List<String> addresses =
          client
              .get("text/plain", "endpoints", endpoint.asText())
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      found++;
      table.row(endpoint.asText(), addresses.isEmpty() ? "" : addresses.get(0));
      addresses.stream().skip(1).forEach(address -> table.row("", address));
    }
    return found == 0
        ? List.of("This service has no endpoints: none of its ports is advertised.")
        : new ArrayList<>(table.lines());
  }
}
