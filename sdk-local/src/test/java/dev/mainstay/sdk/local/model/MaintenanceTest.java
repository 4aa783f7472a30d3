package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.InverseOffer;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.Unavailability;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Planned maintenance: section 11 of the record. */
final class MaintenanceTest {

  private final Lab lab = Lab.withAgents(2);
  private final Lab.Scheduler scheduler = lab.subscribe();
  private final MachineId second = new MachineId("agent2.local", "127.0.0.3");

  private void planSecondAgent() {
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    scheduler.forgetEvents();
    Unavailability soon = new Unavailability(lab.now().plusSeconds(60), Duration.ofMinutes(10));
    lab.handle(
        new ClusterInput.UpdateMaintenanceSchedule(
            ImmutableList.of(new MaintenanceWindow(ImmutableList.of(second), soon))));
  }

  private InverseOffer inverseOffer() {
    return scheduler.events(MesosEvent.InverseOffers.class).get(0).offers().get(0);
  }

  @Test
  void a_schedule_renews_all_offers_and_asks_those_who_run_there() {
    planSecondAgent();
    assertThat(scheduler.events(MesosEvent.Rescind.class)).isNotEmpty();
    assertThat(scheduler.offers())
        .filteredOn(offer -> offer.agentId().equals(lab.agentId(1)))
        .allMatch(offer -> offer.unavailability() == null);
    assertThat(inverseOffer().agentId()).isEqualTo(lab.agentId(2));
    lab.passSeconds(2);
    assertThat(scheduler.statuses()).isEmpty();
    scheduler.call(new MesosCall.Revive(ImmutableList.of()));
    assertThat(scheduler.offers())
        .filteredOn(offer -> offer.agentId().equals(lab.agentId(2)))
        .extracting(Offer::unavailability)
        .isNotEmpty()
        .doesNotContainNull();
  }

  @Test
  void who_declines_is_asked_again_and_who_accepts_is_not() {
    planSecondAgent();
    scheduler.call(
        new MesosCall.DeclineInverseOffers(
            ImmutableList.of(inverseOffer().id()), Duration.ofSeconds(2)));
    assertThat(lab.model().view().maintenance().draining().get(0).statuses())
        .extracting(ClusterView.InverseOfferStatus::accepted)
        .containsExactly(false);
    scheduler.forgetEvents();
    lab.passSeconds(3);
    scheduler.call(
        new MesosCall.AcceptInverseOffers(
            ImmutableList.of(inverseOffer().id()), Duration.ofSeconds(2)));
    scheduler.forgetEvents();
    lab.passSeconds(20);
    assertThat(scheduler.events(MesosEvent.InverseOffers.class)).isEmpty();
  }

  @Test
  void a_machine_that_goes_down_loses_its_tasks_and_comes_back_after_the_maintenance() {
    planSecondAgent();
    lab.handle(new ClusterInput.StartMaintenance(ImmutableList.of(second)));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.LOST);
    assertThat(scheduler.last("a").message())
        .isEqualTo("Agent agent2.local removed: Operator initiated 'Machine DOWN'");
    assertThat(scheduler.events(MesosEvent.RescindInverseOffer.class)).hasSize(1);
    assertThat(scheduler.failures()).hasSize(1);
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(5);
    assertThat(lab.model().view().agents()).hasSize(1);

    lab.handle(new ClusterInput.StopMaintenance(ImmutableList.of(second)));
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(5);
    assertThat(lab.model().view().agents()).hasSize(2);
    assertThat(lab.model().view().maintenance().schedule()).isEmpty();
  }
}
