package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mainstay config}. */
@Command(
    name = "config",
    description = "Shows the configurations that a running service has and had.",
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {

  private static final String TARGET = "target";

  private ConfigCommand() {}

  static picocli.CommandLine of(Terminal terminal) {
    return new picocli.CommandLine(new ConfigCommand())
        .addSubcommand(new ListConfigurations(terminal))
        .addSubcommand(new ShowConfiguration(terminal))
        .addSubcommand(new DiffConfigurations(terminal));
  }

  /**
   * The id that begins so. Throws {@link CommandFailure} when there is none, or more than one.
   *
   * @param begin {@code target} stands for the target's
   */
  static String idOf(ApiClient client, String begin) {
    if (begin.equals(TARGET)) {
      return client.json("configurations", "targetId").path(0).asText();
    }
    List<String> ids = new ArrayList<>();
    client.json("configurations").forEach(id -> ids.add(id.asText()));
    ImmutableList<String> meant =
        ids.stream().filter(id -> id.startsWith(begin)).collect(ImmutableList.toImmutableList());
    if (meant.size() != 1) {
      throw new CommandFailure(
          ExitCode.FAILED,
          meant.isEmpty()
              ? "no configuration '%s'; there are: %s".formatted(begin, String.join(", ", ids))
              : "'%s' begins several configurations: %s"
                  .formatted(begin, String.join(", ", meant)));
    }
    return meant.get(0);
  }

  @Command(name = "list", description = "Lists them, the newest first.")
  private static final class ListConfigurations implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    private final Terminal terminal;

    ListConfigurations(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      ApiClient client = api.client(terminal);
      if (api.json()) {
        terminal.out().print(client.get("application/json", "configurations", "history"));
        return ExitCode.DONE.code();
      }
      Table table = new Table("CONFIGURATION", "STATE", "PODS", "ACCEPTED", "ORIGIN");
      for (JsonNode one : client.json("configurations", "history")) {
        table.row(
            one.path("id").asText(),
            state(one),
            Integer.toString(one.path("pods").size()),
            ShortTime.of(one.path("acceptedAt").asText()),
            one.path("origin").asText());
      }
      table.lines(terminal.columns()).forEach(terminal::print);
      return ExitCode.DONE.code();
    }

    private static String state(JsonNode one) {
      List<String> words = new ArrayList<>();
      for (String word : new String[] {TARGET, "deployed", "previous"}) {
        if (one.path(word).asBoolean()) {
          words.add(word);
        }
      }
      return String.join(", ", words);
    }
  }

  @Command(name = "show", description = "Prints the spec of one, as JSON.")
  private static final class ShowConfiguration implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();

    @Parameters(
        paramLabel = "CONFIGURATION",
        arity = "0..1",
        description = "Its id, or how it begins; the target without it.")
    private String id = TARGET;

    private final Terminal terminal;

    ShowConfiguration(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      ApiClient client = api.client(terminal);
      terminal.out().print(client.get("application/json", "configurations", idOf(client, id)));
      return ExitCode.DONE.code();
    }
  }

  @Command(name = "diff", description = "Tells what differs between two of them.")
  private static final class DiffConfigurations implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();

    @Parameters(
        index = "0",
        paramLabel = "BEFORE",
        arity = "0..1",
        description = "Without it the one that was rolled out before the target.")
    private @Nullable String before;

    @Parameters(
        index = "1",
        paramLabel = "AFTER",
        arity = "0..1",
        description = "Without it the target.")
    private String after = TARGET;

    private final Terminal terminal;

    DiffConfigurations(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      ApiClient client = api.client(terminal);
      String from = before == null ? rolledOutBefore(client) : idOf(client, before);
      String[] path = {"configurations", from, "diff", idOf(client, after)};
      if (api.json()) {
        terminal.out().print(client.get("application/json", path));
        return ExitCode.DONE.code();
      }
      JsonNode difference = client.json(path);
      if (difference.path("fields").isEmpty() && difference.path("inputs").isEmpty()) {
        terminal.print("Nothing differs.");
        return ExitCode.DONE.code();
      }
      for (JsonNode field : difference.path("fields")) {
        terminal.print(field.path("field").asText() + ": " + field.path("change").asText());
      }
      if (!difference.path("inputs").isEmpty()) {
        terminal.print("");
        terminal.print("What they were made from:");
        difference.path("inputs").forEach(input -> terminal.print("  " + input.asText()));
      }
      return ExitCode.DONE.code();
    }

    /** Where a rollback leads. */
    private static String rolledOutBefore(ApiClient client) {
      for (JsonNode one : client.json("configurations", "history")) {
        if (one.path("rollback").asBoolean()) {
          return one.path("id").asText();
        }
      }
      throw new CommandFailure(
          ExitCode.FAILED,
          "no configuration was rolled out before the target; name two, see 'mainstay config list'");
    }
  }
}
