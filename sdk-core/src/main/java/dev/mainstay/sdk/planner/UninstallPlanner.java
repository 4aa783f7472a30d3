package dev.mainstay.sdk.planner;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Multiset;
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
import dev.mainstay.sdk.state.ServiceState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
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
    ImmutableSortedMap<AgentId, String> agents = agents(state);
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
                    agents.entrySet().stream()
                        .map(agent -> cleanUp(agent.getKey(), agent.getValue(), state))
                        .collect(ImmutableList.toImmutableList())))
            .add(
                phase(
                    TEARDOWN,
                    last ? Status.IN_PROGRESS : Status.PENDING,
                    ImmutableList.of(teardown(last ? Status.STARTED : Status.PENDING))))
            .build());
  }

  /** Those that have something to give back, with how people know them. */
  private static ImmutableSortedMap<AgentId, String> agents(ServiceState state) {
    SortedMap<AgentId, String> agents = new TreeMap<>(Comparator.comparing(AgentId::value));
    state.released().forEach(record -> agents.put(record.agentId(), record.agent()));
    // An agent that began anew on the same host is another one.
    Multiset<String> names = HashMultiset.create(agents.values());
    agents.replaceAll((id, name) -> names.count(name) == 1 ? name : name + " (" + id + ")");
    return ImmutableSortedMap.copyOfSorted(agents);
  }

  private static StepView cleanUp(AgentId agent, String name, ServiceState state) {
    return new StepView(
        id("step " + agent),
        name,
        Status.STARTED,
        "waits for %d resources to be offered, to be given back"
            .formatted(state.releasedOn(agent).size()),
        null);
  }

  private static PhaseView phase(String name, Status status, ImmutableList<StepView> steps) {
    return new PhaseView(id(name), name, status, StrategyKind.PARALLEL, steps);
  }

  private static StepView teardown(Status status) {
    return new StepView(id("step " + TEARDOWN), TEARDOWN, status, "", null);
  }

  private static UUID id(String name) {
    return UUID.nameUUIDFromBytes((Plan.UNINSTALL + " " + name).getBytes(StandardCharsets.UTF_8));
  }
}
