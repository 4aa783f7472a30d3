package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows plans of a running service until they are complete. */
final class PlanFollow {

  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final ApiClient client;
  private final Terminal terminal;

  PlanFollow(ApiClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  /**
   * Shows how they come along, until all are complete.
   *
   * @param timeout absent for none
   * @throws CommandFailure with {@code FAILED} when a step needs an operator because of an error,
   *     or of its rollout policy, or a plan does not run, and {@code TIMED_OUT} after the timeout
   */
  int follow(ImmutableList<String> names, @Nullable Duration timeout) throws InterruptedException {
    RunDisplay display = terminal.live() ? new LiveDisplay(terminal) : new PlainDisplay(terminal);
    long start = System.nanoTime();
    while (true) {
      Duration running = Duration.ofNanos(System.nanoTime() - start);
      ImmutableList<JsonNode> answers =
          names.stream()
              .map(name -> client.json("plans", name))
              .collect(ImmutableList.toImmutableList());
      ImmutableList<PlanView> plans =
          Streams.zip(names.stream(), answers.stream(), PlanJson::read)
              .collect(ImmutableList.toImmutableList());
      display.show(plans, running, ImmutableList.of());
      Optional<PlanView> open =
          plans.stream().filter(plan -> plan.status() != Status.COMPLETE).findFirst();
      if (open.isEmpty()) {
        display.end();
        terminal.print("Complete after " + TimeSpan.shown(running) + ".");
        return ExitCode.DONE.code();
      }
      Optional<String> stopped =
          Streams.zip(plans.stream(), answers.stream(), PlanFollow::whyStopped)
              .flatMap(Optional::stream)
              .findFirst();
      if (stopped.isPresent()) {
        display.end();
        throw new CommandFailure(ExitCode.FAILED, stopped.get());
      }
      if (timeout != null && running.compareTo(timeout) >= 0) {
        display.end();
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            "the plan is not complete after %s; it goes on, see 'mainstay plan show %s'"
                .formatted(TimeSpan.shown(timeout), open.get().name()));
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
    }
  }

  /** Why it does not come to its end without an operator. */
  private static Optional<String> whyStopped(PlanView plan, JsonNode answer) {
    Optional<String> standing = PlanJson.standing(answer);
    if (standing.isPresent()) {
      return Optional.of(
          "plan %s is %s; 'mainstay plan start %1$s' begins a run"
              .formatted(plan.name(), standing.get()));
    }
    if (plan.status() != Status.ERROR) {
      return pausedByPolicy(plan);
    }
    return Optional.of(
        plan.errors().isEmpty()
            ? "the plan stopped with an error; see 'mainstay plan show " + plan.name() + "'"
            : String.join("; ", plan.errors()));
  }

  /** The step at which the plan's rollout stopped; the word of an operator for a canary is none. */
  private static Optional<String> pausedByPolicy(PlanView plan) {
    return plan.status() != Status.WAITING
        ? Optional.empty()
        : plan.phases().stream()
            .flatMap(phase -> phase.steps().stream())
            .filter(StepView::stops)
            .map(
                step ->
                    "plan " + plan.name() + " stopped at " + step.name() + ": " + step.message())
            .findFirst();
  }
}
