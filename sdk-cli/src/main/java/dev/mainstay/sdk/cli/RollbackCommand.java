package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mainstay rollback}. */
@Command(
    name = "rollback",
    description = {
      "Takes the running service back to an earlier configuration.",
      "That is the last one that was rolled out completely, or a given one."
    })
final class RollbackCommand implements Callable<Integer> {

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final ChangeOptions change = new ChangeOptions();

  @Option(
      names = "--to",
      paramLabel = "CONFIGURATION",
      description = "Its id, or how it begins; see 'mainstay config list'.")
  private @Nullable String to;

  private final Terminal terminal;

  RollbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = api.client(terminal);
    ObjectNode body = client.mapper().createObjectNode();
    if (to == null) {
      body.put("rollback", true);
    } else {
      body.put("rollback", ConfigCommand.idOf(client, to));
    }
    return change.make(client, body, api.json(), terminal);
  }
}
