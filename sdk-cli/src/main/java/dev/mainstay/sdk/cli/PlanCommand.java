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
        PlanView plan = PlanJson.read(name.asText(), client.json("plans", name.asText()));
        table.row(plan.name(), plan.status().name(), plan.completeSteps() + "/" + plan.steps());
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
        PlanView plan = PlanJson.read(name, client.json("plans", name));
        new PlanTree(new PlanPaint(terminal)).lines(plan).forEach(terminal::print);
      }
      return ExitCode.DONE.code();
    }
  }
}
