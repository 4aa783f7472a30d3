package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.RemovalSteps;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Makes the decommission plan: a phase for each pod instance that the target does not have, or that
 * is being given up although the target wants it again. It is empty, and COMPLETE, while there is
 * none.
 *
 * <p>Order: types that the target lacks, by name, then its types from the last to the first; of
 * each type the highest index first. As in the predecessor.
 */
public final class DecommissionPlanner {

  /** Variable of draining tasks: how many instances of the type there are to be. */
  public static final String TARGET_COUNT = "TARGET_COUNT";

  private static final String RUN = "decommission-";

  private DecommissionPlanner() {}

  /** The plan as the state gives it, which has a target. */
  public static Plan of(ServiceState state) {
    return of(
        state.targetRecord().orElseThrow(),
        state.target().orElseThrow().spec(),
        ImmutableList.of(RemovalSteps.KILL, RemovalSteps.UNRESERVE, RemovalSteps.ERASE),
        state);
  }

  /**
   * The same up to the end of the tasks of each instance, which is what the next one waits for: the
   * part of it that is worked on one instance after the other.
   */
  public static Plan endings(ServiceState state) {
    return of(
        state.targetRecord().orElseThrow(),
        state.target().orElseThrow().spec(),
        ImmutableList.of(RemovalSteps.KILL),
        state);
  }

  private static Plan of(
      TargetRecord target, ServiceSpec spec, ImmutableList<String> removal, ServiceState state) {
    ImmutableList<Phase> phases =
        state.pods().stream()
            .filter(pod -> isLeaving(pod.id(), spec) || isBeingGivenUp(pod))
            .map(PodRecord::id)
            .sorted(order(spec))
            .map(pod -> RemovalSteps.phase(runOf(target), pod, drains(pod, spec, state), removal))
            .collect(ImmutableList.toImmutableList());
    return new Plan(
        Plan.DECOMMISSION,
        Purpose.DECOMMISSION,
        runOf(target),
        target.configId(),
        StrategyKind.SERIAL,
        phases);
  }

  /**
   * What the author's plan {@code decommission} has an instance do before it is given up: the names
   * of tasks, a list for each step.
   */
  private static ImmutableList<ImmutableList<String>> drains(
      PodId id, ServiceSpec target, ServiceState state) {
    if (!isLeaving(id, target)) {
      return ImmutableList.of();
    }
    ServiceSpec spec = state.specOf(drainsIn(state.pod(id).orElseThrow(), state));
    PlanSpec written = spec.plans().get(Plan.DECOMMISSION);
    if (written == null) {
      return ImmutableList.of();
    }
    return written.phases().values().stream()
        .filter(phase -> phase.podType().equals(id.type()))
        .flatMap(phase -> phase.stepsOf(spec.pod(id), id.index()).stream())
        .filter(tasks -> !tasks.isEmpty())
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * The configuration that says how an instance is drained: the target, where that defines the
   * instance as the one that runs; else the instance's own.
   */
  static ConfigId drainsIn(PodRecord pod, ServiceState state) {
    return DutyPlanner.beside(state.targetRecord().orElseThrow().configId(), pod, state);
  }

  /** What tasks that drain an instance are told: how many of its type the target has. */
  static ImmutableSortedMap<String, String> parameters(PodId pod, ServiceState state) {
    PodSpec type = state.target().orElseThrow().spec().pods().get(pod.type());
    return ImmutableSortedMap.of(TARGET_COUNT, Integer.toString(type == null ? 0 : type.count()));
  }

  /**
   * Active tasks of an instance that a run of the plan began to drain while they were there: they
   * are no good any more for an instance that stays.
   */
  static ImmutableList<TaskRecord> drained(PodRecord pod) {
    Optional<Instant> last =
        pod.tasks().values().stream()
            .filter(task -> task.launch().mark().run().startsWith(RUN))
            .map(task -> task.launch().launchedAt())
            .max(Comparator.naturalOrder());
    return pod.tasks().values().stream()
        .filter(TaskRecord::isActive)
        .filter(
            task -> last.filter(begun -> !task.launch().launchedAt().isAfter(begun)).isPresent())
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether the target lacks the instance. */
  public static boolean isLeaving(PodId pod, ServiceSpec target) {
    PodSpec type = target.pods().get(pod.type());
    return type == null || pod.index() >= type.count();
  }

  private static boolean isBeingGivenUp(PodRecord pod) {
    return pod.replacement() != null && pod.replacement().forGood();
  }

  /** Which instance goes before which. */
  public static Comparator<PodId> order(ServiceSpec target) {
    ImmutableList<String> types = target.pods().keySet().asList().reverse();
    return Comparator.<PodId>comparingInt(pod -> types.indexOf(pod.type()))
        .thenComparing(PodId::type)
        .thenComparing(Comparator.comparingInt(PodId::index).reversed());
  }

  /** No operator holds back the beginning of an instance's removal. */
  public static boolean mayBegin(PodId pod, ServiceState state) {
    String run = runOf(state);
    PlanDecisions decisions = decisions(run, state);
    return !decisions.interrupted()
        && !decisions.phase(RemovalSteps.phase(run, pod).id()).interrupted()
        && !decisions.step(RemovalSteps.step(run, pod, RemovalSteps.KILL).id()).interrupted();
  }

  /** An operator does not want to wait for the clean-up of an instance's leftovers. */
  public static boolean isUnreserveForced(PodId pod, ServiceState state) {
    String run = runOf(state);
    return decisions(run, state)
        .step(RemovalSteps.step(run, pod, RemovalSteps.UNRESERVE).id())
        .forced();
  }

  private static String runOf(ServiceState state) {
    return runOf(state.targetRecord().orElseThrow());
  }

  /** Another one than that of the deployment of the same target, which marks work of its own. */
  private static String runOf(TargetRecord target) {
    return RUN + target.run();
  }

  private static PlanDecisions decisions(String run, ServiceState state) {
    return state
        .planRun(Plan.DECOMMISSION)
        .filter(record -> record.run().equals(run))
        .map(PlanRunRecord::decisions)
        .orElse(PlanDecisions.NONE);
  }
}
