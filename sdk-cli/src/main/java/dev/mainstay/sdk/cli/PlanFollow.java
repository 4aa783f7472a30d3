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
  private final Duration patience;

  PlanFollow(ApiClient client, Terminal terminal) {
    this(client, terminal, PatientClient.PATIENCE);
  }

  /**
   * For one command.
   *
   * @param patience with a scheduler that does not answer
   */
  PlanFollow(ApiClient client, Terminal terminal, Duration patience) {
    this.client = client;
    this.terminal = terminal;
    this.patience = patience;
  }

  /**
   * Shows how they come along, until all are complete.
   *
   * @param timeout absent for none
   * @throws CommandFailure with {@code FAILED} when a step needs an operator because of an error,
   *     or of its rollout policy, or a plan does not run, {@code UNREACHABLE} when the scheduler
   *     ended and does not come back, and {@code TIMED_OUT} after the timeout
   */
  int follow(ImmutableList<String> names, @Nullable Duration timeout) throws InterruptedException {
    RunDisplay display = terminal.live() ? new LiveDisplay(terminal) : new PlainDisplay(terminal);
    PatientClient patient =
        new PatientClient(client, patience, waits -> terminal.note(display, waits));
    String open = names.get(0);
    long start = System.nanoTime();
    while (true) {
      Optional<ImmutableList<JsonNode>> answers = answers(patient, names);
      Duration running = Duration.ofNanos(System.nanoTime() - start);
      if (answers.isPresent()) {
        Optional<PlanView> first = show(display, names, answers.get(), running);
        if (first.isEmpty()) {
          terminal.print("Complete after " + TimeSpan.shown(running) + ".");
          return ExitCode.DONE.code();
        }
        open = first.get().name();
      }
      if (timeout != null && running.compareTo(timeout) >= 0) {
        display.end();
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            "the plan is not complete after %s; it goes on, see 'mainstay plan show %s'"
                .formatted(TimeSpan.shown(timeout), open));
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
    }
  }

  /** Each plan as it is now; absent while the scheduler has no answer. */
  private Optional<ImmutableList<JsonNode>> answers(
      PatientClient patient, ImmutableList<String> names) {
    ImmutableList.Builder<JsonNode> answers = ImmutableList.builder();
    for (String name : names) {
      Optional<ApiClient.Answer> answer = patient.ask("plans", name);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      answers.add(client.parse(client.body(answer.get())));
    }
    return Optional.of(answers.build());
  }

  /**
   * The first that is not complete. Throws {@link CommandFailure} when one does not come to its
   * end.
   */
  private static Optional<PlanView> show(
      RunDisplay display,
      ImmutableList<String> names,
      ImmutableList<JsonNode> answers,
      Duration running) {
    ImmutableList<PlanView> plans =
        Streams.zip(names.stream(), answers.stream(), PlanJson::read)
            .collect(ImmutableList.toImmutableList());
    display.show(plans, running, ImmutableList.of());
    Optional<PlanView> open =
        plans.stream().filter(plan -> plan.status() != Status.COMPLETE).findFirst();
    if (open.isEmpty()) {
      display.end();
      return open;
    }
    Optional<String> stopped =
        Streams.zip(plans.stream(), answers.stream(), PlanFollow::whyStopped)
            .flatMap(Optional::stream)
            .findFirst();
    if (stopped.isPresent()) {
      display.end();
      throw new CommandFailure(ExitCode.FAILED, stopped.get());
    }
    return open;
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
