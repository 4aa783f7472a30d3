package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.StepStatuses.Standing;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The steps by which a pod instance is given up for good: its tasks end, what it holds is given
 * back, its record is erased. An instance whose record is gone has all of them behind it.
 */
public final class RemovalSteps {

  /** Its tasks end. */
  public static final String KILL = "kill";

  /** Its reservations and volumes are given back. */
  public static final String UNRESERVE = "unreserve";

  /** Its record is erased. */
  public static final String ERASE = "erase";

  /** The names that a draining task may not have. */
  public static final ImmutableSet<String> NAMES = ImmutableSet.of(KILL, UNRESERVE, ERASE);

  private RemovalSteps() {}

  /** The phase that gives up one instance in a run of a plan. */
  public static Phase phase(String run, PodId pod) {
    return phase(run, pod, ImmutableList.of(), ImmutableList.of(KILL, UNRESERVE, ERASE));
  }

  /**
   * A phase with some of the steps.
   *
   * @param drains tasks that do their work in the instance before, a list for each step
   * @param removal of {@link #NAMES}
   */
  public static Phase phase(
      String run, PodId pod, List<ImmutableList<String>> drains, ImmutableList<String> removal) {
    String name = pod.toString();
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    drains.forEach(tasks -> steps.add(Step.of(run, name, pod, tasks)));
    removal.forEach(what -> steps.add(step(run, pod, what)));
    return Phase.of(run, name, StrategyKind.SERIAL, steps.build());
  }

  /** Whether the step runs tasks of an author's in the instance, before it is given up. */
  public static boolean isDraining(Step step) {
    return !NAMES.contains(step.tasks().get(0));
  }

  /** One of an instance's steps. */
  public static Step step(String run, PodId pod, String what) {
    return Step.of(run, pod.toString(), pod, ImmutableList.of(what));
  }

  static boolean isComplete(Step step, ServiceState state) {
    Optional<PodRecord> pod = state.pod(step.pod());
    return pod.isEmpty() || (pod.get().isGivenUpForGood() && isDone(step, pod.get(), state));
  }

  private static boolean isDone(Step step, PodRecord pod, ServiceState state) {
    return switch (step.tasks().get(0)) {
      case KILL -> !pod.hasActiveTask();
      case UNRESERVE -> pod.isGivenUp() && state.releasedOf(pod.id()) == 0;
      default -> false;
    };
  }

  static StepView view(Step step, StepDecision decision, ServiceState state, Standing standing) {
    if (decision.forced() || isComplete(step, state)) {
      String message = decision.forced() ? "completed by the operator's word" : "";
      return view(step, Status.COMPLETE, message);
    }
    PodRecord pod = state.pod(step.pod()).orElseThrow();
    if (!pod.isGivenUpForGood()) {
      return view(step, standing.idle(), standing.hold());
    }
    return switch (step.tasks().get(0)) {
      case KILL -> view(step, Status.STARTED, waitsFor(pod));
      case UNRESERVE ->
          pod.isGivenUp()
              ? view(step, Status.STARTED, waitsFor(pod.id(), state))
              : view(step, Status.PENDING, "");
      default -> view(step, Status.PENDING, "");
    };
  }

  private static String waitsFor(PodRecord pod) {
    List<String> active =
        pod.tasks().values().stream().filter(TaskRecord::isActive).map(TaskRecord::name).toList();
    return "waits for " + String.join(", ", active) + " to end";
  }

  private static String waitsFor(PodId pod, ServiceState state) {
    ImmutableSet<String> agents =
        state.released().stream()
            .filter(record -> pod.equals(record.pod()))
            .map(ReleasedRecord::agent)
            .collect(ImmutableSet.toImmutableSet());
    return "waits for %d resources to be offered by agent %s, to be given back"
        .formatted(state.releasedOf(pod), agents.stream().collect(Collectors.joining(", agent ")));
  }

  private static StepView view(Step step, Status status, String message) {
    return new StepView(step.id(), step.name(), status, message, null);
  }
}
