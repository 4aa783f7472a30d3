package dev.mainstay.kafka;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.state.HistoryRecord;
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
  void a_controller_whose_agent_is_gone_joins_the_others_anew(Simulation sim) {
    sim.awaitPlan("deploy").complete();

    sim.agentOf("controller-0").markGone();
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim.pod("controller-0")).isRunning().onAnotherAgent().withFreshVolume();
    assertThat(sim.pods("controller")).areRunning().neverMoreThanOneUnavailable();
    assertThat(sim.task("controller-0", "server").config("server"))
        .as("it knows others, so it does not begin a quorum of its own")
        .containsPattern("controller\\.quorum\\.bootstrap\\.servers=[^,\n]+(,[^,\n]+){2}\n");
  }

  @Tag("long")
  @KafkaTest
  void operators_replace_a_broker_and_a_controller(Simulation sim) {
    sim.awaitPlan("deploy").complete();

    sim.pod("controller-1").replace();
    sim.advance(Duration.ofMinutes(30));
    sim.pod("broker-2").replace();
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim.pod("controller-1")).isRunning().withFreshVolume();
    assertThat(sim.pod("broker-2")).isRunning().withFreshVolume();
    assertThat(sim.pods("controller")).neverMoreThanOneUnavailable();
    assertThat(sim.pods("broker")).neverMoreThanOneUnavailable();
  }

  @KafkaTest
  void brokers_join_and_leave_when_they_are_drained(Simulation sim) {
    sim.script("broker-.*-drain", Behaviour.ending(Duration.ofMinutes(10), 0));
    sim.awaitPlan("deploy").complete();
    sim.operator().update("broker.count=5");
    sim.awaitPlan("update").complete();
    assertThat(sim.pods("broker")).areRunning().areOnDifferentAgents();

    sim.operator().update("broker.count=3");
    sim.advance(Duration.ofMinutes(9));
    assertThat(sim.pod("broker-4")).isRunning();
    assertThat(sim.task("broker-4", "drain").environment()).containsEntry("TARGET_COUNT", "3");
    sim.await("two are gone", () -> sim.pods("broker").all().size() == 3);

    assertThat(sim.launchedTasks())
        .extracting(TaskInfo::name)
        .filteredOn(name -> name.endsWith("-drain"))
        .containsExactly("broker-4-drain", "broker-3-drain");
    assertThat(sim.pods("broker")).areRunning();
    assertThat(sim).hasNothingToCleanUp();
  }

  @KafkaTest
  void a_broker_that_cannot_be_drained_stays(Simulation sim) {
    sim.script("broker-.*-drain", Behaviour.crashing());
    sim.awaitPlan("deploy").complete();
    sim.operator().update("broker.count=2", "kafka.replication-factor=2");

    sim.awaitPlan("update").complete();
    sim.advance(Duration.ofHours(1));

    assertThat(sim.pod("broker-2")).isRunning().withItsFirstVolume();
    assertThat(sim).hasPlan("decommission", Status.DELAYED);
  }

  @KafkaTest
  void a_change_comes_to_one_broker_after_the_other_and_then_to_the_controllers(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    long deployed = sim.state().nextHistoryNumber();

    sim.operator().update("broker.heap=256", "controller.heap=128");
    sim.awaitPlan("update").complete();

    assertThat(sim.state().history())
        .filteredOn(entry -> entry.number() >= deployed)
        .filteredOn(entry -> entry.kind() == HistoryRecord.Kind.LAUNCH)
        .extracting(HistoryRecord::subject)
        .containsExactly(
            "broker-0", "broker-1", "broker-2", "controller-0", "controller-1", "controller-2");
    assertThat(sim.pods("broker")).areRunning().neverMoreThanOneUnavailable();
    assertThat(sim.pods("controller")).areRunning().neverMoreThanOneUnavailable();
  }

  @KafkaTest
  void no_broker_is_restarted_before_the_one_before_is_in_sync(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    var others = ImmutableList.of(id(sim, "broker-1"), id(sim, "broker-2"));
    sim.script("broker-0-server", Behaviour.running().neverReady());

    sim.operator().update("broker.heap=256");
    sim.advance(Duration.ofHours(12));

    assertThat(sim.task("broker-0", "server")).isRunningButNotReady();
    assertThat(ImmutableList.of(id(sim, "broker-1"), id(sim, "broker-2"))).isEqualTo(others);
  }

  @KafkaTest
  void a_change_waits_for_a_broker_that_it_has_not_come_to_yet(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    TaskId first = id(sim, "broker-0");
    sim.script("broker-2-server", Behaviour.running().neverReady());
    sim.task("broker-2", "server").kill().advance(Duration.ofMinutes(5));

    sim.operator().update("controller.heap=128", "broker.heap=256");
    sim.advance(Duration.ofHours(1));

    assertThat(id(sim, "broker-0")).isEqualTo(first);
  }

  @KafkaTest
  void topics_are_made_by_a_plan_with_parameters_as_often_as_it_is_started(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    var broker = id(sim, "broker-0");

    sim.operator().startPlan("create-topic", "TOPIC=orders", "PARTITIONS=6");
    sim.awaitPlan("create-topic").complete();
    assertThat(sim.task("broker-0", "create-topic").environment())
        .containsEntry("TOPIC", "orders")
        .containsEntry("PARTITIONS", "6");
    sim.operator().startPlan("create-topic", "TOPIC=payments");
    sim.awaitPlan("create-topic").complete();

    assertThat(sim.task("broker-0", "create-topic").environment())
        .containsEntry("TOPIC", "payments")
        .doesNotContainKey("PARTITIONS");
    assertThat(id(sim, "broker-0")).isEqualTo(broker);
  }

  @KafkaTest
  void tools_know_how_many_brokers_are_wanted_and_servers_are_not_restarted_for_it(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    var broker = id(sim, "broker-0");

    sim.operator().update("broker.count=4");
    sim.awaitPlan("update").complete();
    sim.operator().startPlan("brokers");
    sim.awaitPlan("brokers").complete();

    assertThat(sim.task("broker-0", "brokers").environment()).containsEntry("BROKER_COUNT", "4");
    assertThat(id(sim, "broker-0")).isEqualTo(broker);
  }

  private static TaskId id(Simulation sim, String pod) {
    return sim.task(pod, "server").id();
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
