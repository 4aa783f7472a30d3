package dev.mainstay.sdk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mainstay plan start|stop|pause|resume|restart|force-complete}. */
final class PlanOperations {

  private PlanOperations() {}

  static void addTo(picocli.CommandLine plan, Terminal terminal) {
    plan.addSubcommand(new StartPlan(terminal));
    add(
        plan,
        new OperatePlan(terminal, "stop"),
        "stop",
        "Ends the run of a plan of the service's own.");
    addOfParts(
        plan,
        new OperatePlan(terminal, "interrupt"),
        "pause",
        "Lets nothing more of a plan, a phase or a step begin.");
    addFollowed(
        plan,
        new OperatePlan(terminal, "continue"),
        "resume",
        "Goes on with what is paused, or waits for your word.");
    addFollowed(
        plan,
        new OperatePlan(terminal, "restart"),
        "restart",
        "Does a plan, a phase or a step again.");
    addFollowed(
        plan,
        new OperatePlan(terminal, "forceComplete"),
        "force-complete",
        "Lets a plan, a phase or a step count as complete.");
  }

  private static CommandSpec add(
      picocli.CommandLine plan, OperatePlan operation, String name, String about) {
    picocli.CommandLine command = new picocli.CommandLine(operation);
    command.getCommandSpec().usageMessage().description(about);
    plan.addSubcommand(name, command);
    return command.getCommandSpec();
  }

  /** These may be about a phase or a step; a run is stopped as a whole. */
  private static CommandSpec addOfParts(
      picocli.CommandLine plan, OperatePlan operation, String name, String about) {
    return add(plan, operation, name, about)
        .addMixin("part", CommandSpec.forAnnotatedObject(operation.part));
  }

  /** After these the plan goes on, so one may wait for its end. */
  private static void addFollowed(
      picocli.CommandLine plan, OperatePlan operation, String name, String about) {
    addOfParts(plan, operation, name, about)
        .addMixin("waiting", CommandSpec.forAnnotatedObject(operation.waiting));
  }

  @Command(
      name = "start",
      description = {
        "Starts a plan of the service's own, such as a backup.",
        "Parameters reach the environment of the tasks that it launches."
      })
  private static final class StartPlan implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    @Mixin private final WaitOptions waiting = new WaitOptions();

    @Parameters(paramLabel = "NAME", description = "The plan.")
    private String plan = "";

    @Option(names = "-p", paramLabel = "KEY=VALUE", description = "A parameter; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    private final Terminal terminal;

    StartPlan(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      parameters.forEach(body::put);
      waiting.check();
      ApiClient client = api.client(terminal);
      print(api, terminal, client, client.postBody(body.toString(), "plans", plan, "start"));
      return waiting.follow(
          timeout ->
              new PlanFollow(client, api.following(terminal))
                  .follow(ImmutableList.of(plan), timeout));
    }
  }

  @Command
  private static final class OperatePlan implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    private final PlanPart part = new PlanPart();
    private final WaitOptions waiting = new WaitOptions();

    @Parameters(paramLabel = "NAME", description = "The plan.")
    private String plan = "";

    private final Terminal terminal;
    private final String route;

    OperatePlan(Terminal terminal, String route) {
      this.terminal = terminal;
      this.route = route;
    }

    @Override
    public Integer call() throws InterruptedException {
      waiting.check();
      ApiClient client = api.client(terminal);
      print(api, terminal, client, client.post("plans", plan, route + part.query()));
      return waiting.follow(
          timeout ->
              new PlanFollow(client, api.following(terminal))
                  .follow(ImmutableList.of(plan), timeout));
    }
  }

  /** A plan as a whole, or a part of it. */
  private static final class PlanPart {
    @Option(names = "--phase", paramLabel = "PHASE", description = "Its phase of this name or id.")
    private @Nullable String phase;

    @Option(names = "--step", paramLabel = "STEP", description = "Its step of this name or id.")
    private @Nullable String step;

    String query() {
      String ofPhase = phase == null ? "" : "phase=" + URLEncoder.encode(phase, UTF_8);
      String ofStep = step == null ? "" : "step=" + URLEncoder.encode(step, UTF_8);
      String both = ofPhase + (ofPhase.isEmpty() || ofStep.isEmpty() ? "" : "&") + ofStep;
      return both.isEmpty() ? "" : "?" + both;
    }
  }

  private static void print(ApiOptions api, Terminal terminal, ApiClient client, String answer) {
    if (api.json()) {
      terminal.out().print(answer);
    } else {
      JsonNode said = client.parse(answer);
      terminal.print(said.path("detail").asText(said.path("message").asText()));
    }
  }
}
