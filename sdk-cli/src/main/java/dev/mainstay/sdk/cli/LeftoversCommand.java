package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mainstay leftovers}: what is reserved for the service and belongs to none of its pods. */
@Command(
    name = "leftovers",
    description = {
      "Shows and gives back what belongs to no pod.",
      "These are reservations and volumes; what nobody claims is given back on command alone."
    },
    synopsisSubcommandLabel = "COMMAND")
final class LeftoversCommand {

  private LeftoversCommand() {}

  static picocli.CommandLine of(Terminal terminal) {
    return new picocli.CommandLine(new LeftoversCommand())
        .addSubcommand(new ListLeftovers(terminal))
        .addSubcommand(new ReleaseLeftovers(terminal))
        .addSubcommand(new KeepLeftovers(terminal));
  }

  @Command(
      name = "list",
      description = {
        "Lists what belongs to no pod.",
        "UNCLAIMED was offered to the service, and no record of it knows it; RELEASED was given up,",
        "and is given back when it is offered again."
      })
  private static final class ListLeftovers implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    private final Terminal terminal;

    ListLeftovers(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      ApiClient client = api.client(terminal);
      if (api.json()) {
        terminal.out().print(client.get("application/json", "leftovers"));
        return ExitCode.DONE.code();
      }
      JsonNode answer = client.json("leftovers");
      if (answer.path("stateLost").asBoolean()) {
        terminal.print(answer.path("message").asText());
      }
      if (answer.path("unclaimed").isEmpty() && answer.path("released").isEmpty()) {
        terminal.print("no leftovers");
        return ExitCode.DONE.code();
      }
      Table table =
          new Table("ID", "STATUS", "SERVICE", "POD", "AGENT", "RESOURCES", "LAST SEEN OR CAUSE");
      for (JsonNode one : answer.path("unclaimed")) {
        row(table, "UNCLAIMED", one, one.path("lastSeen").asText());
      }
      for (JsonNode one : answer.path("released")) {
        String problem = one.path("problem").asText();
        row(
            table,
            "RELEASED",
            one,
            one.path("cause").asText() + (problem.isEmpty() ? "" : "; " + problem));
      }
      table.lines().forEach(terminal::print);
      return ExitCode.DONE.code();
    }

    private static void row(Table table, String status, JsonNode one, String last) {
      JsonNode agent = one.path("agent");
      table.row(
          one.path("id").asText(),
          status,
          one.path("service").asText(),
          one.path("pod").asText(),
          agent.has("hostname")
              ? agent.path("hostname").asText() + " (" + agent.path("id").asText() + ")"
              : agent.path("id").asText(),
          StreamSupport.stream(one.path("resources").spliterator(), false)
              .map(ListLeftovers::resource)
              .collect(Collectors.joining(", ")),
          last);
    }

    private static String resource(JsonNode part) {
      String text = part.path("name").asText() + " " + part.path("value").asText();
      return part.has("volume")
          ? text + " (volume " + part.path("volume").path("path").asText() + ")"
          : text;
    }
  }

  @Command(
      name = "release",
      description = {
        "Gives back what no record of the service knows.",
        "Volumes are destroyed with all data in them and reservations taken off, when their agents",
        "offer them."
      })
  private static final class ReleaseLeftovers implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();

    @Parameters(
        paramLabel = "ID",
        arity = "0..*",
        description = "Ids as 'mainstay leftovers list' shows them.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All that are labelled with the service.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    private final Terminal terminal;

    ReleaseLeftovers(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      if (all != ids.isEmpty()) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT,
            "name the ids to release, or give --all; 'mainstay leftovers list' shows them");
      }
      ApiClient client = api.client(terminal);
      if (!yes && !isConfirmed()) {
        terminal.err().println("mainstay: nothing was done");
        return ExitCode.FAILED.code();
      }
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      if (all) {
        body.put("all", true);
      } else {
        ArrayNode wanted = body.putArray("resources");
        ids.forEach(wanted::add);
      }
      return print(api, terminal, client.postBody(body.toString(), "leftovers", "release"));
    }

    @SuppressWarnings("SystemConsoleNull") // Terminal.live says whether there is one
    private boolean isConfirmed() {
      Console console = terminal.live() ? System.console() : null;
      if (console == null) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT,
            "release destroys what data the leftovers have, and there is no terminal to ask at;"
                + " give --yes");
      }
      String answer =
          console.readLine("This destroys what data the leftovers have. Release them? [y/N] ");
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
  }

  @Command(
      name = "keep",
      description = {
        "Goes on beside what no record of the service knows.",
        "It is left alone: the answer to a service that asks whether its state was lost."
      })
  private static final class KeepLeftovers implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    private final Terminal terminal;

    KeepLeftovers(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return print(api, terminal, api.client(terminal).post("leftovers", "keep"));
    }
  }

  private static int print(ApiOptions api, Terminal terminal, String answer) {
    if (api.json()) {
      terminal.out().print(answer);
    } else {
      terminal.print(api.client(terminal).parse(answer).path("message").asText());
    }
    return ExitCode.DONE.code();
  }
}
