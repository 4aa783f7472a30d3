package dev.mainstay.sdk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mainstay pod}. */
@Command(
    name = "pod",
    description = "Shows, restarts, pauses and replaces pods of a running service.",
    synopsisSubcommandLabel = "COMMAND")
final class PodCommand {

  private PodCommand() {}

  static picocli.CommandLine of(Terminal terminal) {
    return new picocli.CommandLine(new PodCommand())
        .addSubcommand(new ListPods(terminal))
        .addSubcommand(new PodStatus(terminal))
        .addSubcommand(new PodInfo(terminal))
        .addSubcommand(new RestartPod(terminal))
        .addSubcommand(new PausePod(terminal))
        .addSubcommand(new ResumePod(terminal))
        .addSubcommand(new ReplacePod(terminal));
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
      PodTable table = new PodTable();
      if (pod == null) {
        status.path("pods").forEach(type -> type.path("instances").forEach(table::add));
      } else {
        table.add(status);
      }
      table.lines().forEach(terminal::print);
      return ExitCode.DONE.code();
    }
  }

  @Command(
      name = "info",
      description = "Prints what is known of the tasks of a pod instance, as JSON.")
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

  @Command(
      name = "restart",
      description = {
        "Launches the tasks of a pod instance again where they were.",
        "They have their data; what runs of them ends before."
      })
  private static final class RestartPod implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "POD", description = "Such as broker-0.")
    private String pod = "";

    @Option(names = "--task", paramLabel = "TASK", description = "This task of it alone.")
    private @Nullable String task;

    private final Terminal terminal;

    RestartPod(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      String query = task == null ? "" : "?task=" + URLEncoder.encode(task, UTF_8);
      return command(api, terminal, "", "pod", pod, "restart" + query);
    }
  }

  @Command(
      name = "pause",
      description = {
        "Has the tasks of a pod instance idle until they are resumed.",
        "They end, and an idle command runs in their place, so that one can look around where they",
        "ran. They keep what they hold."
      })
  private static final class PausePod implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    @Mixin private final SomeTasks some = new SomeTasks();
    private final Terminal terminal;

    PausePod(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return command(api, terminal, some.body(), "pod", some.pod, "pause");
    }
  }

  @Command(name = "resume", description = "Launches the tasks of a paused pod instance again.")
  private static final class ResumePod implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    @Mixin private final SomeTasks some = new SomeTasks();
    private final Terminal terminal;

    ResumePod(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return command(api, terminal, some.body(), "pod", some.pod, "resume");
    }
  }

  /** A pod instance, or some of its tasks. */
  private static final class SomeTasks {
    @Parameters(paramLabel = "POD", description = "Such as broker-0.")
    private String pod = "";

    @Option(
        names = {"-t", "--task"},
        paramLabel = "TASK",
        description = "This task of it alone; may be repeated.")
    private List<String> tasks = new ArrayList<>();

    String body() {
      ArrayNode names = JsonNodeFactory.instance.arrayNode();
      tasks.forEach(names::add);
      return names.toString();
    }
  }

  @Command(
      name = "replace",
      description = {
        "Places a pod instance anew, without its data.",
        "Its volumes are given up with all data in them. Does not wait for an agent that cannot be",
        "reached."
      })
  private static final class ReplacePod implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "POD", description = "Such as broker-0.")
    private String pod = "";

    private final Terminal terminal;

    ReplacePod(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return command(api, terminal, "", "pod", pod, "replace");
    }
  }

  private static int command(ApiOptions api, Terminal terminal, String body, String... path) {
    ApiClient client = api.client(terminal);
    String answer = client.postBody(body, path);
    if (api.json()) {
      terminal.out().print(answer);
    } else {
      terminal.print(client.parse(answer).path("message").asText());
    }
    return ExitCode.DONE.code();
  }
}
