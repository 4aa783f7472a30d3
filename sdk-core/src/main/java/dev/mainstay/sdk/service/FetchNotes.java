package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.http.TaskLogs;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds to the steps of a plan why a task's files could not be fetched, which Mesos does not say: a
 * failed fetch looks like a command that exited with 1. Known here is whether an agent ever asked
 * for a configuration file of the launch, and on an embedded cluster what the fetcher wrote into
 * the sandbox.
 */
final class FetchNotes {

  /** What Mesos's fetcher writes into the task's stderr before the address of what it missed. */
  private static final String FETCHER_FAILED = "Failed to fetch '";

  /** The fetcher's lines are the last ones of a task that never ran. */
  private static final int TAIL_BYTES = 8 * 1024;

  private final ArtifactFetches fetches;
  private final String api;
  private final SandboxLogs sandboxes;

  /**
   * For one scheduler.
   *
   * @param api where agents fetch configuration files, {@code host:port}
   * @param sandboxes of tasks on this machine
   */
  FetchNotes(ArtifactFetches fetches, String api, Function<TaskId, Optional<Path>> sandboxes) {
    this.fetches = fetches;
    this.api = api;
    this.sandboxes = new SandboxLogs(sandboxes);
  }

  /** The plan with the notes at the ends of its steps' messages. */
  PlanView addTo(Plan plan, PlanView view, ServiceState state) {
    if (view.status() == Status.COMPLETE) {
      return view;
    }
    ImmutableList.Builder<PhaseView> phases = ImmutableList.builder();
    for (int i = 0; i < view.phases().size(); i++) {
      phases.add(addTo(plan.phases().get(i), view.phases().get(i), state));
    }
    return new PlanView(view.name(), view.status(), view.strategy(), view.errors(), phases.build());
  }

  private PhaseView addTo(Phase phase, PhaseView view, ServiceState state) {
    ImmutableList.Builder<StepView> steps = ImmutableList.builder();
    for (int i = 0; i < view.steps().size(); i++) {
      steps.add(addTo(phase.steps().get(i), view.steps().get(i), state));
    }
    return new PhaseView(
        view.id(), view.name(), view.status(), view.strategy(), steps.build(), view.rollout());
  }

  private StepView addTo(Step step, StepView view, ServiceState state) {
    Optional<PodRecord> pod = state.pod(step.pod());
    if (view.status() == Status.COMPLETE || pod.isEmpty()) {
      return view;
    }
    String notes =
        step.tasks().stream()
            .flatMap(name -> pod.get().task(name).stream())
            .flatMap(task -> note(pod.get(), task, state).stream())
            .collect(Collectors.joining("; "));
    if (notes.isEmpty()) {
      return view;
    }
    String message = view.message().isEmpty() ? notes : view.message() + "; " + notes;
    return view.withMessage(message);
  }

  private Optional<String> note(PodRecord pod, TaskRecord task, ServiceState state) {
    if (task.state() != TaskState.FAILED) {
      return Optional.empty();
    }
    Optional<String> cause = causeInSandbox(pod, task.taskId());
    boolean hasFiles =
        !state.specOf(task.launch().config()).pod(pod.id()).task(task.name()).configs().isEmpty();
    if (cause.isPresent() || !hasFiles || !fetches.noneFor(task.launch())) {
      return cause;
    }
    return Optional.of(
        "its agent never fetched the configuration files at http://"
            + api
            + "/v1/artifacts: another URI failed before them, or it cannot reach that address, which --api-host changes");
  }

  private Optional<String> causeInSandbox(PodRecord pod, TaskId task) {
    try {
      return sandboxes
          .read(pod, task, TaskLogs.Stream.STDERR, -TAIL_BYTES)
          .map(TaskLogs.Piece::data)
          .map(String::lines)
          .orElse(Stream.empty())
          .filter(line -> line.startsWith(FETCHER_FAILED))
          .reduce((first, last) -> last);
    } catch (IOException e) {
      return Optional.of("its stderr cannot be read: " + e.getMessage());
    }
  }
}
