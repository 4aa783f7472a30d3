package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.AgentShape;
import dev.mainstay.sdk.testing.world.Behaviour;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.UpdateFate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the master says comes late or twice, is taken back, or goes to who no longer leads. */
final class MessagesLifeTest {

  private static final String WEB =
      """
      name: web
      pods:
        web:
          count: 1
          tasks:
            server:
              goal: RUNNING
              cmd: serve
              cpus: 0.5
              memory: 256
              readiness-check:
                cmd: ready
                interval: 5
                delay: 0
                timeout: 10
      """;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Who sent what, and which offers were taken back. */
  private static final class Wire implements Observer {
    private final List<Integer> senders = new ArrayList<>();
    private final Set<OfferId> accepted = new HashSet<>();
    private final Set<OfferId> rescinded = new HashSet<>();
    private final Set<AgentId> offered = new HashSet<>();

    static Wire of(Simulation sim) {
      Wire wire = new Wire();
      sim.world().observe(wire);
      return wire;
    }

    @Override
    public void arriving(SchedulerRun run, MesosCall call) {
      senders.add(run.number());
      if (call instanceof MesosCall.Accept accept) {
        accepted.addAll(accept.offerIds());
      }
    }

    @Override
    public void received(SchedulerRun run, SchedulerEvent event) {
      if (event instanceof SchedulerEvent.Mesos mesos
          && mesos.event() instanceof MesosEvent.Rescind rescind) {
        rescinded.add(rescind.offerId());
      } else if (event instanceof SchedulerEvent.Mesos mesos
          && mesos.event() instanceof MesosEvent.Offers offers) {
        offers.offers().forEach(offer -> offered.add(offer.agentId()));
      }
    }
  }

  @Test
  void a_check_result_that_comes_again_after_a_newer_one_is_not_believed() {
    Simulation sim =
        Simulation.ofText(WEB)
            .agents(1)
            .behaviour(".*", Behaviour.running().readyAfter(Duration.ofSeconds(20)))
            .start();
    sim.await(
        "the task runs",
        () -> sim.task("web-0", "server").record().filter(TaskRecord::isRunning).isPresent());
    sim.world().interference().updates(UpdateFate.DOUBLED, 1, MINUTE);

    sim.awaitPlan("deploy").complete();
    sim.advance(MINUTE.multipliedBy(2));

    assertThat(sim.world().interference().met()).isEqualTo(1);
    assertThat(sim.pod("web-0")).isRunning();
  }

  @Test
  void a_scheduler_that_lost_the_lead_without_being_told_sends_nothing_after_it_subscribed_again() {
    Simulation sim =
        Simulation.ofText(WEB).agents(1).start().awaitPlan("deploy").complete().advance(MINUTE);
    SchedulerRun deposed = sim.scheduler();
    Wire wire = Wire.of(sim);

    sim.world().endSession(false);
    sim.world().breakStream(true);
    sim.advance(MINUTE.multipliedBy(2));

    assertThat(deposed.end().orElseThrow().cause()).isEqualTo(ExitCause.LOST_LEADERSHIP);
    assertThat(wire.senders).isNotEmpty().doesNotContain(deposed.number());
    assertThat(sim.pod("web-0")).isRunning();
  }

  @Test
  void an_offer_that_is_rescinded_while_the_scheduler_writes_is_not_accepted() {
    Simulation sim =
        Simulation.ofText(
                WEB.replace("count: 1", "count: 2\n    placement: '[[\"hostname\", \"UNIQUE\"]]'"))
            .agents(1)
            .start();
    sim.await("the first pod runs", () -> sim.pod("web-0").isRunning());
    sim.advance(MINUTE);
    Wire wire = Wire.of(sim);
    sim.world().storage().latency(Duration.ofSeconds(3));
    sim.task("web-0", "server").kill().advance(Duration.ofSeconds(1));

    SimulatedAgent second = sim.addAgent(AgentShape.usual().agent(2));
    sim.await("an offer of it waits", () -> wire.offered.contains(second.id()));
    sim.world().happen(new ClusterInput.DeactivateAgent(second.id()));
    sim.advance(MINUTE);
    assertThat(wire.rescinded).isNotEmpty();
    assertThat(ImmutableSet.copyOf(wire.accepted))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(wire.rescinded);

    second.reactivate();
    sim.awaitPlan("deploy").complete();
    assertThat(sim.placement()).containsEntry("web-1", "agent-2");
  }
}
