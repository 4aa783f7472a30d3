package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import dev.mainstay.sdk.plan.Plan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a change of the target is made: shown first, and followed. */
final class ChangeOptions {

  private static final int BAD_REQUEST = 400;

  /** What a preview says of a pod that the target has no more. */
  private static final String DECOMMISSIONED = "decommissioned";

  @Option(
      names = "--preview",
      description = "Say which pods would be touched, how and why, and change nothing.")
  private boolean preview;

  @Mixin private final WaitOptions waiting = new WaitOptions();

  /** Makes the change, or shows what it would do; the exit code. */
  int make(ApiClient client, ObjectNode body, boolean json, Terminal terminal)
      throws InterruptedException {
    if (preview && waiting.isGiven()) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "--preview changes nothing to --wait for");
    }
    waiting.check();
    ApiClient.Answer answer =
        preview
            ? client.post(body, "configurations", "preview")
            : client.post(body, "configurations");
    JsonNode change = client.parse(answer.body());
    if (answer.status() == BAD_REQUEST && change.has("problems")) {
      change.path("problems").forEach(problem -> terminal.err().println(problem.asText()));
      return ExitCode.BAD_INPUT.code();
    }
    if (answer.status() / 100 != 2) {
      throw new CommandFailure(
          answer.status() == BAD_REQUEST ? ExitCode.BAD_INPUT : ExitCode.FAILED,
          client.message(answer));
    }
    if (json) {
      terminal.out().print(answer.body());
    } else {
      change.path("warnings").forEach(warning -> terminal.err().println(warning.asText()));
      new ChangeText(terminal).lines(change, preview).forEach(terminal::print);
    }
    return waiting.follow(
        timeout ->
            new PlanFollow(client, json ? terminal.onStandardError() : terminal)
                .follow(plans(change), timeout));
  }

  /** What the change is made by; pods that are to go are no part of the plan of the target. */
  private static ImmutableList<String> plans(JsonNode change) {
    String plan = change.path("plan").path("name").asText(Plan.DEPLOY);
    boolean removes =
        Streams.stream(change.path("pods"))
            .anyMatch(pod -> pod.path("change").asText().equals(DECOMMISSIONED));
    return removes ? ImmutableList.of(plan, Plan.DECOMMISSION) : ImmutableList.of(plan);
  }
}
