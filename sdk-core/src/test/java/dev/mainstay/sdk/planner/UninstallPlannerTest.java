package dev.mainstay.sdk.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.UninstallRecord;
import org.junit.jupiter.api.Test;

/** What is left of a service, for people. */
final class UninstallPlannerTest {

  private static ReleasedRecord released(String id, String agent, String hostname) {
    return ReleasedRecord.unclaimed(
        new ResourceId(id),
        new AgentId(agent),
        hostname,
        Resource.of(Resource.CPUS, new ResourceValue.Amount(Scalar.of(1))),
        "test");
  }

  private static ImmutableList<String> cleanUp(ReleasedRecord... released) {
    ServiceState state =
        ServiceState.of(
            ImmutableList.<StateRecord>builder()
                .add(released)
                .add(new UninstallRecord(ServiceBuilder.START, ImmutableList.of(), null))
                .build());
    return UninstallPlanner.view(ServiceBuilder.CONFIG, state, ServiceBuilder.START)
        .phases()
        .get(0)
        .steps()
        .stream()
        .map(StepView::name)
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void agents_are_named_by_their_hosts_where_those_are_known() {
    assertThat(cleanUp(released("R1", "S1", "node-7"), released("R2", "S2", "")))
        .containsExactly("node-7", "S2");
  }

  @Test
  void an_agent_that_began_anew_on_its_host_is_told_from_the_one_before() {
    assertThat(cleanUp(released("R1", "S1", "node-7"), released("R2", "S2", "node-7")))
        .containsExactly("node-7 (S1)", "node-7 (S2)");
  }
}
