package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.PlanRunRecord.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads a plan from the API's JSON. */
final class PlanJson {

  private PlanJson() {}

  /**
   * Throws {@link CommandFailure} for a plan that this version does not understand.
   *
   * @param asked the name that it was asked for by; it says its own
   */
  static PlanView read(String asked, JsonNode plan) {
    String name = plan.path("name").asText(asked);
    try {
      ImmutableList.Builder<PlanView.PhaseView> phases = ImmutableList.builder();
      plan.path("phases").forEach(phase -> phases.add(phase(phase)));
      ImmutableList.Builder<String> errors = ImmutableList.builder();
      plan.path("errors").forEach(error -> errors.add(error.asText()));
      return new PlanView(name, status(plan), strategy(plan), errors.build(), phases.build());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the scheduler's plan "
              + name
              + " is not understood; use its own version of this command, or --json",
          e);
    }
  }

  /**
   * What stands in the place of the status of a plan that would do nothing by itself; empty for any
   * other. Statuses are those of dcos-commons, which has WAITING for these.
   */
  static Optional<String> standing(JsonNode plan) {
    if (!plan.path("started").asBoolean(true)) {
      return Optional.of("NOT STARTED");
    }
    return plan.at("/runs/0/outcome").asText().equals(Outcome.STOPPED.name())
        ? Optional.of(Outcome.STOPPED.name())
        : Optional.empty();
  }

  private static PlanView.PhaseView phase(JsonNode phase) {
    ImmutableList.Builder<PlanView.StepView> steps = ImmutableList.builder();
    for (JsonNode step : phase.path("steps")) {
      JsonNode until = step.path("delayedUntil");
      steps.add(
          new PlanView.StepView(
              UUID.fromString(step.path("id").asText()),
              step.path("name").asText(),
              status(step),
              step.path("message").asText(),
              until.isMissingNode() ? null : Instant.parse(until.asText()),
              step.path("stops").asBoolean()));
    }
    return new PlanView.PhaseView(
        UUID.fromString(phase.path("id").asText()),
        phase.path("name").asText(),
        status(phase),
        strategy(phase),
        steps.build(),
        phase.path("rollout").asText());
  }

  private static Status status(JsonNode element) {
    return Status.valueOf(element.path("status").asText());
  }

  private static StrategyKind strategy(JsonNode element) {
    return StrategyKind.valueOf(
        Ascii.toUpperCase(element.path("strategy").asText()).replace('-', '_'));
  }
}
