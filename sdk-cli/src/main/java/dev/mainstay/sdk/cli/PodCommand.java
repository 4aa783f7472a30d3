package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mainstay pod}. */
@Command(
    name = "pod",
    description = "Shows the pods of a running service.",
    synopsisSubcommandLabel = "COMMAND")
final class PodCommand {

  private PodCommand() {}

  static picocli.CommandLine of(Terminal terminal) {
    return new picocli.CommandLine(new PodCommand())
        .addSubcommand(new ListPods(terminal))
        .addSubcommand(new PodStatus(terminal))
        .addSubcommand(new PodInfo(terminal));
  }

  @Command(name = "list", description = "Lists the pod instances.")
  private static final class ListPods implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    private final Terminal terminal;

    ListPods(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      ApiClient client = api.client(terminal);
      if (api.json()) {
        terminal.out().print(client.get("application/json", "pod"));
      } else {
        client.json("pod").forEach(name -> terminal.print(name.asText()));
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(
      name = "status",
      description = "Shows the state of each task of one pod instance, or of all.")
  private static final class PodStatus implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();

    @Parameters(
        paramLabel = "POD",
        arity = "0..1",
        description = "Such as broker-0; all without it.")
    private @Nullable String pod;

    private final Terminal terminal;

    PodStatus(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      String[] path =
          pod == null ? new String[] {"pod", "status"} : new String[] {"pod", pod, "status"};
      ApiClient client = api.client(terminal);
      if (api.json()) {
        terminal.out().print(client.get("application/json", path));
        return ExitCode.DONE.code();
      }
      JsonNode status = client.json(path);
      Table table = new Table("POD", "TASK", "STATUS", "READY", "AGENT", "ADDRESS");
      if (pod == null) {
        status
            .path("pods")
            .forEach(type -> type.path("instances").forEach(instance -> addTasks(table, instance)));
      } else {
        addTasks(table, status);
      }
      table.lines().forEach(terminal::print);
      return ExitCode.DONE.code();
    }

    private static void addTasks(Table table, JsonNode instance) {
      JsonNode agent = instance.path("agent");
      for (JsonNode task : instance.path("tasks")) {
        String ready = task.path("ready").asBoolean() ? "yes" : "no";
        table.row(
            instance.path("name").asText(),
            task.path("name").asText(),
            task.path("status").asText("not launched"),
            task.has("status") ? ready : "",
            agent.path("hostname").asText(),
            agent.path("address").asText());
      }
    }
  }

  @Command(
      name = "info",
      description = "Prints all that is known of the tasks of one pod instance, as JSON.")
  private static final class PodInfo implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "POD", description = "Such as broker-0.")
    private String pod = "";

    private final Terminal terminal;

    PodInfo(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      terminal.out().print(api.client(terminal).get("application/json", "pod", pod, "info"));
      return ExitCode.DONE.code();
    }
  }
}
