package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.mainstay.sdk.http.Readiness;
import dev.mainstay.sdk.http.ServiceView;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says why a service is not deployed in time: how each step stands that is at work, and what its
 * tasks wrote last.
 */
final class Lateness {

  /** Things of one kind that are told one by one. */
  private static final int TOLD = 5;

  /** Enough for the message of an exception and where it came from. */
  private static final int LINES = 8;

  private static final int TAIL_BYTES = 4096;

  private final ApiClient api;

  Lateness(ApiClient api) {
    this.api = api;
  }

  /**
   * The lines of it, the first of them a sentence.
   *
   * @param view absent when there is none yet
   */
  ImmutableList<String> lines(Duration timeout, Optional<ServiceView> view) {
    ImmutableList<String> missing =
        view.map(found -> Readiness.of(found).missing())
            .orElse(ImmutableList.of("the scheduler has not loaded its state"));
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(
        "not deployed within %s: %s%s"
            .formatted(
                TimeSpan.shown(timeout),
                String.join(", ", Iterables.limit(missing, TOLD)),
                more(missing.size())));
    if (view.isPresent()) {
      addSteps(view.get(), lines);
      addOutputs(view.get(), lines);
    }
    return lines.build();
  }

  private static String more(int all) {
    return all > TOLD ? " and " + (all - TOLD) + " more" : "";
  }

  /** Steps that wait for their turn are not what it waits for. */
  private static void addSteps(ServiceView view, ImmutableList.Builder<String> lines) {
    List<String> steps = new ArrayList<>();
    for (PlanView plan : view.plans()) {
      for (PhaseView phase : plan.phases()) {
        for (StepView step : phase.steps()) {
          if (step.status() != Status.COMPLETE && step.status() != Status.PENDING) {
            steps.add(
                "  %s  %s  %s  %s"
                    .formatted(plan.name(), step.name(), step.status(), step.message())
                    .stripTrailing());
          }
        }
      }
    }
    lines.addAll(Iterables.limit(steps, TOLD));
    if (steps.size() > TOLD) {
      lines.add(" " + more(steps.size()) + " steps");
    }
  }

  private void addOutputs(ServiceView view, ImmutableList.Builder<String> lines) {
    for (String task : Iterables.limit(tasksAtWork(view), TOLD)) {
      ImmutableList<String> written = lastLines(task, "stderr");
      String stream = "stderr";
      if (written.isEmpty()) {
        written = lastLines(task, "stdout");
        stream = "stdout";
      }
      if (!written.isEmpty()) {
        lines.add("  last lines of %s's %s:".formatted(task, stream));
        written.forEach(line -> lines.add("    " + line));
      }
    }
  }

  /** Launched, and neither ready nor finished. */
  private static ImmutableList<String> tasksAtWork(ServiceView view) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (Phase phase : view.snapshot().deploy().phases()) {
      for (Step step : phase.steps()) {
        for (String name : step.tasks()) {
          view.state()
              .pod(step.pod())
              .flatMap(pod -> pod.task(name))
              .filter(task -> !task.condition().ready() && task.state() != TaskState.FINISHED)
              .ifPresent(task -> names.add(step.pod() + "-" + name));
        }
      }
    }
    return names.build();
  }

  /** What cannot be had is said in its place; a file that is not there has no lines. */
  private ImmutableList<String> lastLines(String task, String stream) {
    try {
      ApiClient.Answer answer =
          api.ask(
              "application/json",
              "logs",
              "%s?stderr=%s&offset=-%d".formatted(task, stream.equals("stderr"), TAIL_BYTES));
      if (answer.status() == 404) {
        return ImmutableList.of();
      }
      if (answer.status() != 200) {
        return ImmutableList.of(api.message(answer));
      }
      ImmutableList<String> all =
          api.parse(answer.body())
              .path("data")
              .asText()
              .lines()
              .collect(ImmutableList.toImmutableList());
      return all.subList(Math.max(0, all.size() - LINES), all.size());
    } catch (CommandFailure e) {
      return ImmutableList.of(String.valueOf(e.getMessage()));
    }
  }
}
