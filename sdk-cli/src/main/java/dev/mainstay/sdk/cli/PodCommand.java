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
    description = "Shows the pods of a running service, restarts, pauses and replaces them.",
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

  @Command(
      name = "restart",
      description = {
        "Ends the tasks of a pod instance and launches them again where they were,",
        "with the data that they have."
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
        "Ends the tasks of a pod instance and has an idle command run in their place, so that",
        "one can look around where they ran. They keep what they hold until they are resumed."
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

  @Command(
      name = "resume",
      description = "Ends the idle commands of a paused pod instance and launches its tasks again.")
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
        "Gives up a pod instance with its volumes, and all data in them, and places it anew.",
        "Does not wait for an agent that cannot be reached."
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
