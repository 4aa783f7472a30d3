package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.RemovalSteps;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import java.util.Comparator;

/**
 * Makes the decommission plan: a phase for each pod instance that the target does not have, or that
 * is being given up although the target wants it again. It is empty, and COMPLETE, while there is
 * none.
 *
 * <p>Order: types that the target lacks, by name, then its types from the last to the first; of
 * each type the highest index first. As in the predecessor.
 */
public final class DecommissionPlanner {

  private DecommissionPlanner() {}

  /** The plan as the state gives it, which has a target. */
  public static Plan of(ServiceState state) {
    return of(state.targetRecord().orElseThrow(), state.target().orElseThrow().spec(), state);
  }

  /** The plan as the state gives it. */
  private static Plan of(TargetRecord target, ServiceSpec spec, ServiceState state) {
    ImmutableList<Phase> phases =
        state.pods().stream()
            .filter(pod -> isLeaving(pod.id(), spec) || isBeingGivenUp(pod))
            .map(PodRecord::id)
            .sorted(order(spec))
            .map(pod -> RemovalSteps.phase(target.run(), pod))
            .collect(ImmutableList.toImmutableList());
    return new Plan(
        Plan.DECOMMISSION,
        Purpose.DECOMMISSION,
        target.run(),
        target.configId(),
        StrategyKind.SERIAL,
        phases);
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
    return state.targetRecord().orElseThrow().run();
  }

  private static PlanDecisions decisions(String run, ServiceState state) {
    return state
        .planRun(Plan.DECOMMISSION)
        .filter(record -> record.run().equals(run))
        .map(PlanRunRecord::decisions)
        .orElse(PlanDecisions.NONE);
  }
}
