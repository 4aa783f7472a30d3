package dev.mainstay.kafka;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.testing.ServiceTest;
import dev.mainstay.sdk.testing.SimulatedAgent;
import dev.mainstay.sdk.testing.Simulation;
import dev.mainstay.sdk.testing.world.Behaviour;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/**
 * Kafka's life, in simulation and as real Kafka. There a usual build plays the deployment and the
 * kill of a broker; {@code -Pchaos} and {@code -Pmesos} play the rest, tagged {@code long}, too.
 */
final class KafkaScenarioTest {

  /** Kafka on five agents; where it is real, with a quick start and ports that nobody else has. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ServiceTest(
      framework = KafkaFramework.class,
      agents = 5,
      optionsOnProcesses = {
        "broker.port=19092",
        "broker.jvm-options=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "controller.port=19093",
        "controller.jvm-options=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
      })
  private @interface KafkaTest {}

  @KafkaTest
  void brokers_know_the_controllers_and_clients_find_the_brokers(Simulation sim) {
    sim.awaitPlan("deploy").complete();

    assertThat(sim.pods("controller")).areRunning().areOnDifferentAgents();
    assertThat(sim.pods("broker")).areRunning().areOnDifferentAgents();
    assertThat(sim.task("broker-1", "server").config("server"))
        .contains("node.id=1\n")
        .containsPattern("controller\\.quorum\\.bootstrap\\.servers=[^,\n]+(,[^,\n]+){2}\n");
    String port = sim.task("broker-1", "server").environment().get("PORT_CLIENT");
    assertThat(sim.endpoint("bootstrap-servers").split(","))
        .hasSize(3)
        .allMatch(address -> address.endsWith(":" + port));
    assertThat(sim.task("broker-1", "server").environment().get("KAFKA_CLUSTER_ID"))
        .isEqualTo(sim.task("controller-0", "server").environment().get("KAFKA_CLUSTER_ID"));
  }

  @KafkaTest
  void a_broker_that_crashes_comes_back_with_its_data(Simulation sim) {
    sim.awaitPlan("deploy").complete();

    sim.task("broker-2", "server").kill().advance(Duration.ofMinutes(5));

    assertThat(sim.pod("broker-2")).isRunning().onTheSameAgent().withItsFirstVolume();
    assertThat(sim.pods("broker")).neverMoreThanOneUnavailable();
    assertThat(sim).hasCompleted("deploy");
  }

  @KafkaTest
  void brokers_wait_for_the_controllers(Simulation sim) {
    sim.script("controller-2-server", Behaviour.running().neverReady());
    sim.advance(Duration.ofHours(1));
    assertThat(sim.pod("broker-0").record()).isEmpty();

    sim.script("controller-2-server", Behaviour.running());
    sim.awaitPlan("deploy").complete();
  }

  @Tag("long")
  @KafkaTest
  void a_broker_whose_agent_is_gone_begins_anew_elsewhere(Simulation sim) {
    sim.awaitPlan("deploy").complete();

    sim.agentOf("broker-1").markGone();
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim.pod("broker-1")).isRunning().onAnotherAgent().withFreshVolume();
    assertThat(sim.pods("broker")).areRunning().areOnDifferentAgents();
    assertThat(sim.pods("broker")).neverMoreThanOneUnavailable();
  }

  @Tag("long")
  @KafkaTest
  void a_broker_that_is_cut_off_is_waited_for(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    SimulatedAgent agent = sim.agentOf("broker-0").partition();
    sim.advance(Duration.ofHours(8));
    assertThat(sim.pod("broker-0")).isNotRunning().onTheSameAgent();

    agent.heal();
    sim.advance(Duration.ofMinutes(1));

    assertThat(sim.pod("broker-0")).isRunning().withItsFirstVolume();
  }

  @Tag("long")
  @KafkaTest
  void a_scheduler_that_restarts_while_it_deploys_goes_on(Simulation sim) {
    sim.await("the second broker is launched", () -> sim.pod("broker-1").record().isPresent());

    sim.restartScheduler().awaitPlan("deploy").complete();

    assertThat(sim.pods("broker")).areRunning();
    assertThat(sim).hasNothingToCleanUp();
  }

  @Tag("long")
  @ServiceTest(
      framework = KafkaFramework.class,
      agents = 5,
      options = "broker.count=6",
      optionsOnProcesses = {"broker.port=19092", "controller.port=19093"})
  void more_brokers_than_hosts_wait_and_say_so(Simulation sim) {
    sim.await("five brokers run", () -> sim.pods("broker").all().size() == 5);
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim).hasPlan("deploy", Status.IN_PROGRESS);
    assertThat(sim.offers()).last().asString().contains("UNIQUE hostname");
  }
}
