package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.RemovalSteps;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.plan.WorkBeside;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanDecisions.PhaseDecision;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
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
            .filter(pod -> isLeaving(pod.id(), spec) || pod.isGivenUpForGood())
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
    ConfigId wanted = state.targetRecord().orElseThrow().configId();
    PodRecord pod = state.pod(id).orElseThrow();
    // As the target says, where that defines the instance as the one that runs.
    ServiceSpec spec = state.specOf(WorkBeside.configOf(wanted, pod, state));
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

  /** The instances that are there, and that a spec lacks. */
  private static ImmutableSet<PodId> leaving(ServiceState state, ServiceSpec spec) {
    return state.pods().stream()
        .map(PodRecord::id)
        .filter(pod -> isLeaving(pod, spec))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Whether all that leaves under another spec does so under the target, too; there is some. */
  static boolean goesOn(ServiceState state, ServiceSpec next) {
    ImmutableSet<PodId> leaving = leaving(state, next);
    return !leaving.isEmpty()
        && leaving(state, state.target().orElseThrow().spec()).containsAll(leaving);
  }

  /**
   * What was decided about the run before: of instances that leave in both, and where there is one,
   * of the plan.
   *
   * @param before the state with the target before
   * @param after the same state with another one
   */
  static PlanDecisions carried(ServiceState before, ServiceState after) {
    Plan old = of(before);
    PlanDecisions decided = decisions(old.run(), before);
    PlanDecisions carried = PlanDecisions.NONE;
    for (Phase phase : of(after).phases()) {
      for (Phase same : old.phases()) {
        if (phase.name().equals(same.name())) {
          carried = carried(phase, same, decided, carried);
          carried = decided.interrupted() ? carried.withInterrupted(decided.cause()) : carried;
        }
      }
    }
    return carried;
  }

  private static PlanDecisions carried(
      Phase phase, Phase same, PlanDecisions decided, PlanDecisions known) {
    PlanDecisions carried = known;
    if (!decided.phase(same.id()).equals(PhaseDecision.NONE)) {
      carried = carried.with(phase.id(), decided.phase(same.id()));
    }
    for (Step step : phase.steps()) {
      for (Step before : same.steps()) {
        boolean isSame = step.tasks().equals(before.tasks());
        if (isSame && !decided.step(before.id()).equals(StepDecision.NONE)) {
          carried = carried.with(step.id(), decided.step(before.id()));
        }
      }
    }
    return carried;
  }

  /** Whether the target lacks the instance. */
  public static boolean isLeaving(PodId pod, ServiceSpec target) {
    PodSpec type = target.pods().get(pod.type());
    return type == null || pod.index() >= type.count();
  }

  /** Which instance goes before which. */
  public static Comparator<PodId> order(ServiceSpec target) {
    ImmutableList<String> types = target.pods().keySet().asList().reverse();
    return Comparator.<PodId>comparingInt(pod -> types.indexOf(pod.type()))
        .thenComparing(PodId::type)
        .thenComparing(Comparator.comparingInt(PodId::index).reversed());
  }

  /**
   * No operator holds back the beginning of an instance's removal, or one said of it that it counts
   * as done, and the plan tells so.
   */
  public static boolean mayBegin(PodId pod, ServiceState state) {
    String run = runOf(state);
    PlanDecisions decisions = decisions(run, state);
    StepDecision kill = decisions.step(RemovalSteps.step(run, pod, RemovalSteps.KILL).id());
    return kill.forced()
        || (!decisions.interrupted()
            && !decisions.phase(RemovalSteps.phase(run, pod).id()).interrupted()
            && !kill.interrupted());
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
    return RUN + target.removal();
  }

  private static PlanDecisions decisions(String run, ServiceState state) {
    return state
        .planRun(Plan.DECOMMISSION)
        .filter(record -> record.run().equals(run))
        .map(PlanRunRecord::decisions)
        .orElse(PlanDecisions.NONE);
  }
}
