package dev.mainstay.sdk.service;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo.Capability;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import org.junit.jupiter.api.Test;

/** A master offers back what a service reserved only to the roles that it subscribes to. */
final class FrameworkIdentityTest {

  private static final ServiceSpec SPEC = hello().pod(pod("hello").task(task("server"))).build();
  private static final PodId GONE = new PodId("gone", 0);

  private static Holding gpu() {
    Resource gpu =
        Resource.of(Resource.GPUS, new ResourceValue.Amount(Scalar.of(1)))
            .withReservations(
                ImmutableList.of(
                    new Reservation(Reservation.Kind.STATIC, "public", null, ImmutableList.of()),
                    new Reservation(
                        Reservation.Kind.DYNAMIC, "public/hello-role", null, ImmutableList.of())));
    return new Holding(
        "server",
        Resource.GPUS,
        new ResourceId("gpu"),
        gpu,
        Holding.Phase.HELD,
        ImmutableList.of());
  }

  private static FrameworkInfo of(ServiceState state) {
    return FrameworkIdentity.of(SPEC, state, "nobody", "here");
  }

  @Test
  void a_service_has_its_own_role_and_asks_for_no_gpus() {
    FrameworkInfo info = of(ServiceBuilder.accepted(SPEC));
    assertThat(info.roles()).containsExactly("hello-role");
    assertThat(info.capabilities()).doesNotContain(Capability.GPU_RESOURCES);
  }

  @Test
  void what_a_pod_holds_that_the_spec_has_no_more_is_still_offered() {
    PodRecord pod =
        PodRecord.fresh(GONE, ServiceBuilder.CONFIG).withHoldings(ImmutableList.of(gpu()));
    FrameworkInfo info = of(ServiceBuilder.accepted(SPEC).apply(new StateChange.Put(pod)));
    assertThat(info.roles()).containsExactly("hello-role", "public/hello-role");
    assertThat(info.capabilities()).contains(Capability.GPU_RESOURCES);
  }

  @Test
  void what_is_to_be_given_back_is_still_offered() {
    ReleasedRecord released =
        ReleasedRecord.unclaimed(
            new ResourceId("gpu"), new AgentId("agent-1"), "agent-1", gpu().resource(), "removed");
    FrameworkInfo info = of(ServiceBuilder.accepted(SPEC).apply(new StateChange.Put(released)));
    assertThat(info.roles()).containsExactly("hello-role", "public/hello-role");
    assertThat(info.capabilities()).contains(Capability.GPU_RESOURCES);
  }

  @Test
  void a_target_that_came_live_counts_beside_the_files_of_the_start() {
    ServiceSpec live =
        ServiceSpec.builder("hello")
            .pod(
                PodSpec.builder("more")
                    .preReservedRole("public")
                    .task(
                        TaskSpec.builder("server")
                            .cmd("serve")
                            .resources(own -> own.cpus(1).gpus(1).memory(64))))
            .build();
    FrameworkInfo info = of(ServiceBuilder.accepted(live));
    assertThat(info.roles()).containsExactly("hello-role", "public/hello-role");
    assertThat(info.capabilities()).contains(Capability.GPU_RESOURCES);
  }
}
