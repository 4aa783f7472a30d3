package dev.mainstay.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.DeployPlanner;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

  @Test
  void a_service_whose_tasks_all_run_is_not_ready_before_its_update_is_complete() {
    assertThat(Readiness.of(withUser("nobody")).missing())
        .containsExactly("plan update is IN_PROGRESS");
    assertThat(Readiness.of(withUser(null)).missing()).isEmpty();
  }

  /** A service that was deployed, with another target since. */
  private static ServiceView withUser(@Nullable String user) {
    ServiceView deployed =
        SampleService.view(
            SampleService.pod(0, TaskState.RUNNING, true),
            SampleService.pod(1, TaskState.RUNNING, true));
    ServiceSpec before = SampleService.spec();
    ServiceSpec spec =
        new ServiceSpec(before.name(), user, before.scheduler(), before.pods(), before.plans());
    TargetRecord target =
        TargetRecord.first(SampleService.CONFIG)
            .withDeployed()
            .withTarget(SampleUpdates.NEXT, "run");
    ServiceState state =
        deployed
            .state()
            .apply(
                new StateChange.Put(
                    new ConfigurationRecord(
                        SampleUpdates.NEXT,
                        SampleService.NOW,
                        "update",
                        new ServiceInputs("", ImmutableMap.of(), ImmutableSortedMap.of()),
                        spec)))
            .apply(new StateChange.Put(target));
    Plan update = DeployPlanner.of(target, spec);
    return new ServiceView(
        new ServiceSnapshot(
            state, true, true, update, ImmutableList.of(), ImmutableList.of(), ImmutableMap.of()),
        ImmutableMap.of(update.name(), () -> PlanViews.of(update, state, SampleService.NOW)),
        SampleService.NOW);
  }
}
