package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mainstay.sdk.plan.PlanTree;
import dev.mainstay.sdk.plan.PlanView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mainstay plan}. */
@Command(
    name = "plan",
    description = "Shows and operates the plans of a running service.",
    synopsisSubcommandLabel = "COMMAND")
final class PlanCommand {

  private PlanCommand() {}

  static picocli.CommandLine of(Terminal terminal) {
    picocli.CommandLine plan =
        new picocli.CommandLine(new PlanCommand())
            .addSubcommand(new ListPlans(terminal))
            .addSubcommand(new ShowPlan(terminal));
    PlanOperations.addTo(plan, terminal);
    return plan;
  }

  @Command(name = "list", description = "Lists all plans with their status.")
  private static final class ListPlans implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();
    private final Terminal terminal;

    ListPlans(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      ApiClient client = api.client(terminal);
      if (api.json()) {
        terminal.out().print(client.get("application/json", "plans"));
        return ExitCode.DONE.code();
      }
      Table table = new Table("PLAN", "STATUS", "STEPS");
      for (JsonNode name : client.json("plans")) {
        JsonNode shown = client.json("plans", name.asText());
        PlanView plan = PlanJson.read(name.asText(), shown);
        table.row(
            plan.name(),
            PlanJson.standing(shown).orElse(plan.status().name()),
            plan.completeSteps() + "/" + plan.steps());
      }
      table.lines().forEach(terminal::print);
      return ExitCode.DONE.code();
    }
  }

  @Command(name = "show", description = "Draws a plan as a tree.")
  private static final class ShowPlan implements Callable<Integer> {
    @Mixin private final ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "NAME", description = "The plan, such as deploy or recovery.")
    private String name = "";

    private final Terminal terminal;

    ShowPlan(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      ApiClient client = api.client(terminal);
      if (api.json()) {
        terminal.out().print(client.get("application/json", "plans", name));
      } else {
        JsonNode shown = client.json("plans", name);
        PlanView plan = PlanJson.read(name, shown);
        if (!plan.name().equals(name)) {
          terminal.print(
              "Plan %s is done; there was another target since, and its plan is %s:"
                  .formatted(name, plan.name()));
        }
        new PlanTree(new PlanPaint(terminal))
            .lines(plan, PlanJson.standing(shown).orElse(""))
            .forEach(terminal::print);
        printParameters(shown.path("parameters"));
      }
      return ExitCode.DONE.code();
    }

    /** What a start may give; nothing of a plan that does not say. */
    private void printParameters(JsonNode parameters) {
      if (parameters.isEmpty()) {
        return;
      }
      Table table = new Table("PARAMETER", "VALUE", "ABOUT");
      for (JsonNode parameter : parameters) {
        table.row(parameter.path("name").asText(), value(parameter), about(parameter));
      }
      terminal.print("");
      table
          .lines(terminal.live() ? terminal.columns() : Integer.MAX_VALUE)
          .forEach(terminal::print);
    }

    private static String value(JsonNode parameter) {
      if (parameter.path("required").asBoolean()) {
        return "required";
      }
      return parameter.has("default")
          ? "'" + parameter.path("default").asText() + "' by default"
          : "optional";
    }

    private static String about(JsonNode parameter) {
      String about = parameter.path("about").asText();
      return parameter.has("pattern")
          ? (about + " (matches " + parameter.path("pattern").asText() + ")").strip()
          : about;
    }
  }
}
