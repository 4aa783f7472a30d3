package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.PhaseView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.RemovalSteps;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * Shows how far the removal of a service is: a phase for each pod that is there yet, as when it is
 * decommissioned, one with a step for each agent that has something to give back, and the
 * framework's end. What is done is not there any more.
 */
public final class UninstallPlanner {

  private static final String CLEAN_UP = "clean-up";
  private static final String TEARDOWN = "teardown";

  private UninstallPlanner() {}

  /** The plan as it stands. {@link ServiceState#uninstall} is present. */
  public static PlanView view(ConfigId target, ServiceState state, Instant now) {
    Plan pods =
        new Plan(
            Plan.UNINSTALL,
            Purpose.UNINSTALL,
            Plan.UNINSTALL,
            target,
            StrategyKind.PARALLEL,
            state.pods().stream()
                .map(pod -> RemovalSteps.phase(Plan.UNINSTALL, pod.id()))
                .collect(ImmutableList.toImmutableList()));
    PlanView view = PlanViews.of(pods, state, now);
    ImmutableSortedSet<AgentId> agents =
        state.released().stream()
            .map(ReleasedRecord::agentId)
            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.comparing(AgentId::value)));
    boolean last = state.pods().isEmpty() && agents.isEmpty();
    return new PlanView(
        Plan.UNINSTALL,
        Status.IN_PROGRESS,
        StrategyKind.PARALLEL,
        view.errors(),
        ImmutableList.<PhaseView>builder()
            .addAll(view.phases())
            .add(
                phase(
                    CLEAN_UP,
                    agents.isEmpty() ? Status.COMPLETE : Status.IN_PROGRESS,
                    agents.stream()
                        .map(agent -> cleanUp(agent, state))
                        .collect(ImmutableList.toImmutableList())))
            .add(
                phase(
                    TEARDOWN,
                    last ? Status.IN_PROGRESS : Status.PENDING,
                    ImmutableList.of(step(TEARDOWN, last ? Status.STARTED : Status.PENDING, ""))))
            .build());
  }

  private static StepView cleanUp(AgentId agent, ServiceState state) {
    return step(
        agent.value(),
        Status.STARTED,
        "waits for %d resources to be offered, to be given back"
            .formatted(state.releasedOn(agent).size()));
  }

  private static PhaseView phase(String name, Status status, ImmutableList<StepView> steps) {
    return new PhaseView(id(name), name, status, StrategyKind.PARALLEL, steps);
  }

  private static StepView step(String name, Status status, String message) {
    return new StepView(id("step " + name), name, status, message, null);
  }

  private static UUID id(String name) {
    return UUID.nameUUIDFromBytes((Plan.UNINSTALL + " " + name).getBytes(StandardCharsets.UTF_8));
  }
}
