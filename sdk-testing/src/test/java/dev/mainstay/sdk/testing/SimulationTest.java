package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.testing.world.Behaviour;
import java.time.Duration;

/** What a framework's author can do with a simulation. */
final class SimulationTest {

  @ServiceTest(spec = "brokers/svc.yml")
  void a_partitioned_agent_comes_back_with_its_tasks(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    var server = sim.task("broker-2", "server").id();
    SimulatedAgent agent = sim.agentOf("broker-2").partition();
    sim.advance(Duration.ofMinutes(10));
    assertThat(sim.pod("broker-2")).isNotRunning();
    agent.heal();
    sim.advance(Duration.ofMinutes(1));
    assertThat(sim.pod("broker-2")).isRunning();
    assertThat(sim.task("broker-2", "server").id()).isEqualTo(server);
  }

  @ServiceTest(spec = "brokers/svc.yml")
  void a_broker_that_is_never_ready_holds_the_plan_up(Simulation sim) {
    sim.script("broker-1-server", Behaviour.running().neverReady());
    sim.advance(Duration.ofHours(1));
    assertThat(sim.task("broker-1", "server")).isRunningButNotReady();
    assertThat(sim).hasPlan("deploy", Status.IN_PROGRESS);
    sim.script("broker-1-server", Behaviour.running());
    sim.awaitPlan("deploy").within(Duration.ofMinutes(1)).complete();
  }

  @ServiceTest(spec = "brokers/svc.yml")
  void a_launch_that_never_reached_its_agent_is_made_again_when_the_agent_is_back(Simulation sim) {
    SimulatedAgent agent = sim.agent("agent-1").partition();
    sim.advance(Duration.ofMinutes(10));
    assertThat(sim.task("broker-0", "format").hasProcess()).isFalse();
    agent.heal();
    sim.awaitPlan("deploy").within(Duration.ofMinutes(30)).complete();
  }

  @ServiceTest(spec = "brokers/svc.yml")
  void operators_restart_and_replace_pods(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    assertThat(sim.pod("broker-0").restart().outcome()).isEqualTo(Outcome.TAKEN);
    sim.advance(Duration.ofMinutes(5));
    assertThat(sim.pod("broker-0")).isRunning().onTheSameAgent().withItsFirstVolume();
    assertThat(sim.pod("broker-0").replace().outcome()).isEqualTo(Outcome.TAKEN);
    sim.advance(Duration.ofMinutes(30));
    assertThat(sim.pod("broker-0")).isRunning().withFreshVolume();
    assertThat(sim).hasNothingToCleanUp();
  }

  @ServiceTest(spec = "brokers/svc.yml")
  void what_a_task_is_given_can_be_read(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    assertThat(sim.task("broker-1", "server")).hasEnvironment("CLIENT_PORT", "9092");
    assertThat(sim.task("broker-1", "server").config("server")).isEqualTo("id=1\nport=9092\n");
    assertThat(sim.task("broker-1", "server").info().resources()).isNotEmpty();
    assertThat(sim.placement().keySet()).containsExactly("broker-0", "broker-1", "broker-2");
    assertThat(sim.planTree("deploy"))
        .startsWith("deploy (serial strategy) (COMPLETE)\n└─ brokers (serial strategy) (COMPLETE)");
    assertThat(sim.pod("broker-0").reservations())
        .anySatisfy(line -> assertThat(line).contains("9092"));
  }

  @ServiceTest(spec = "brokers/svc.yml", agents = 2)
  void what_waits_says_why(Simulation sim) {
    sim.advance(Duration.ofMinutes(10));
    assertThat(sim).hasPlan("deploy", Status.IN_PROGRESS);
    assertThat(sim.offers()).last().asString().contains("hostname");
  }

  @ServiceTest(spec = "brokers/svc.yml", seed = 7)
  void a_failure_shows_the_plan_the_last_events_and_the_seed(Simulation sim) {
    sim.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> assertThat(sim.pod("broker-2")).isRunning())
        .hasMessageContaining("expected broker-2 to be running, but: never launched")
        .hasMessageContaining("deploy (serial strategy) (IN_PROGRESS)")
        .hasMessageContaining("ACCEPT")
        .hasMessageContaining("seed 7");
  }
}
