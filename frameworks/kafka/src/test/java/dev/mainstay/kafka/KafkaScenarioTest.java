package dev.mainstay.kafka;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.testing.SimulatedAgent;
import dev.mainstay.sdk.testing.Simulation;
import dev.mainstay.sdk.testing.world.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Kafka's life on a simulated cluster. */
final class KafkaScenarioTest {

  private static Simulation start(String... options) {
    return Simulation.of(KafkaFramework.completed(Framework.of(Path.of("src/main/dist"))))
        .agents(5)
        .options(options)
        .start();
  }

  private static Simulation deployed(String... options) {
    return start(options).awaitPlan("deploy").complete();
  }

  @Test
  void brokers_wait_for_the_controllers_and_each_runs_on_a_host_of_its_own() {
    Simulation sim = start();
    sim.script("controller-2-server", Behaviour.running().neverReady());
    sim.advance(Duration.ofHours(1));
    assertThat(sim.pod("broker-0").record()).isEmpty();

    sim.script("controller-2-server", Behaviour.running());
    sim.awaitPlan("deploy").complete();

    assertThat(sim.pods("controller")).areRunning().areOnDifferentAgents();
    assertThat(sim.pods("broker")).areRunning().areOnDifferentAgents();
  }

  @Test
  void brokers_know_the_controllers_and_clients_find_the_brokers() {
    Simulation sim = deployed();

    assertThat(sim.task("broker-1", "server").config("server"))
        .contains("node.id=1\n")
        .contains(
            "controller.quorum.bootstrap.servers=10.0.0.1:9093,10.0.0.2:9093,10.0.0.3:9093\n");
    assertThat(sim.endpoint("bootstrap-servers").split(","))
        .hasSize(3)
        .allMatch(address -> address.endsWith(":9092"));
    assertThat(sim.task("broker-1", "server").environment().get("KAFKA_CLUSTER_ID"))
        .isEqualTo(sim.task("controller-0", "server").environment().get("KAFKA_CLUSTER_ID"));
  }

  @Test
  void a_broker_that_crashes_comes_back_with_its_data() {
    Simulation sim = deployed();

    sim.task("broker-2", "server").kill().advance(Duration.ofMinutes(5));

    assertThat(sim.pod("broker-2")).isRunning().onTheSameAgent().withItsFirstVolume();
    assertThat(sim.pods("broker")).neverMoreThanOneUnavailable();
    assertThat(sim).hasCompleted("deploy");
  }

  @Test
  void a_broker_whose_agent_is_gone_begins_anew_elsewhere() {
    Simulation sim = deployed();

    sim.agentOf("broker-1").markGone();
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim.pod("broker-1")).isRunning().onAnotherAgent().withFreshVolume();
    assertThat(sim.pods("broker")).areRunning().areOnDifferentAgents();
    assertThat(sim.pods("broker")).neverMoreThanOneUnavailable();
  }

  @Test
  void a_broker_that_is_cut_off_is_waited_for() {
    Simulation sim = deployed();
    SimulatedAgent agent = sim.agentOf("broker-0").partition();
    sim.advance(Duration.ofHours(8));
    assertThat(sim.pod("broker-0")).isNotRunning().onTheSameAgent();

    agent.heal();
    sim.advance(Duration.ofMinutes(1));

    assertThat(sim.pod("broker-0")).isRunning().withItsFirstVolume();
  }

  @Test
  void a_scheduler_that_restarts_while_it_deploys_goes_on() {
    Simulation sim = start();
    sim.await("the second broker is launched", () -> sim.pod("broker-1").record().isPresent());

    sim.restartScheduler().awaitPlan("deploy").complete();

    assertThat(sim.pods("broker")).areRunning();
    assertThat(sim).hasNothingToCleanUp();
  }

  @Test
  void more_brokers_than_hosts_wait_and_say_so() {
    Simulation sim = start("broker.count=6");
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim).hasPlan("deploy", Status.IN_PROGRESS);
    assertThat(sim.offers()).last().asString().contains("UNIQUE hostname");
  }
}
