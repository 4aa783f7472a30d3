package dev.mainstay.cassandra;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.scheduler.CommandAnswer;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cassandra's life, in simulation and, tagged {@code long}, as real Cassandra. */
final class CassandraScenarioTest {

  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ServiceTest(
      framework = CassandraFramework.class,
      agents = 5,
      optionsOnProcesses = {
        "node.native-port=19042",
        "node.storage-port=17000",
        "node.jmx-port=17199"
      })
  private @interface CassandraTest {}

  private static ImmutableList<String> seeds(Simulation sim, String pod) {
    return ImmutableList.copyOf(
        Splitter.on(',')
            .split(sim.task(pod, "server").environment().getOrDefault("SEEDS", "none")));
  }

  private static String address(Simulation sim, String pod) {
    return sim.pod(pod).record().orElseThrow().addressOf("server").orElseThrow();
  }

  private static TaskId server(Simulation sim, String pod) {
    return sim.task(pod, "server").id();
  }

  @CassandraTest
  void the_first_node_is_its_own_seed_and_the_others_join_through_it(Simulation sim) {
    sim.awaitPlan("deploy").complete();

    assertThat(sim.pods("node")).areRunning().areOnDifferentAgents();
    String first = address(sim, "node-0");
    assertThat(seeds(sim, "node-0")).containsExactly("{{MESOS_CONTAINER_IP}}");
    assertThat(seeds(sim, "node-1")).containsExactly(first);
    assertThat(seeds(sim, "node-2")).containsExactly(first, address(sim, "node-1"));
    assertThat(sim.task("node-2", "server").config("cassandra"))
        .contains("- seeds: '" + first + "," + address(sim, "node-1") + "'")
        .contains("listen_address: {{MESOS_CONTAINER_IP}}");
  }

  @CassandraTest
  void a_node_that_crashes_comes_back_with_its_data(Simulation sim) {
    sim.awaitPlan("deploy").complete();

    sim.task("node-1", "server").kill().advance(Duration.ofMinutes(5));

    assertThat(sim.pod("node-1")).isRunning().onTheSameAgent().withItsFirstVolume();
    assertThat(sim.pods("node")).neverMoreThanOneUnavailable();
    assertThat(sim.task("node-1", "server").environment()).doesNotContainKey("REPLACE_ADDRESS");
  }

  @Tag("long")
  @CassandraTest
  void after_a_power_cut_the_seeds_begin_without_anybody(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    String second = address(sim, "node-1");

    ImmutableList.of("node-0", "node-1", "node-2").forEach(pod -> sim.task(pod, "server").kill());
    sim.advance(Duration.ofMinutes(5));

    assertThat(sim.pods("node")).areRunning();
    assertThat(seeds(sim, "node-0")).containsExactly("{{MESOS_CONTAINER_IP}}", second);
  }

  @Tag("long")
  @CassandraTest
  void a_replaced_node_takes_the_place_of_the_dead_one(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    String dead = address(sim, "node-2");
    TaskId seed = server(sim, "node-0");

    sim.pod("node-2").replace();
    sim.await("node-2 is launched anew", () -> replaces(sim, "node-2", dead));
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim.pod("node-2")).isRunning().withFreshVolume();
    assertThat(seeds(sim, "node-2"))
        .containsExactly(address(sim, "node-0"), address(sim, "node-1"));
    assertThat(server(sim, "node-0")).as("had it for no seed").isEqualTo(seed);
    assertThat(sim.pods("node")).neverMoreThanOneUnavailable();
  }

  @Tag("long")
  @CassandraTest
  void a_replaced_seed_is_no_seed_of_its_own_and_the_others_learn_where_it_is(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    String dead = address(sim, "node-0");
    String second = address(sim, "node-1");

    sim.pod("node-0").replace();
    sim.await("node-0 is launched anew", () -> replaces(sim, "node-0", dead));
    assertThat(seeds(sim, "node-0")).containsExactly(second, address(sim, "node-2"));
    sim.await("the others know it", () -> seeds(sim, "node-2").contains(address(sim, "node-0")));
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim.pods("node")).areRunning().neverMoreThanOneUnavailable();
    assertThat(seeds(sim, "node-1")).contains(address(sim, "node-0"));
    assertThat(seeds(sim, "node-2")).containsExactly(address(sim, "node-0"), second);
  }

  @Tag("long")
  @CassandraTest
  void a_node_whose_agent_is_gone_is_replaced_elsewhere(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    String dead = address(sim, "node-2");

    sim.agentOf("node-2").markGone();
    sim.await("node-2 is launched anew", () -> replaces(sim, "node-2", dead));
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim.pod("node-2")).isRunning().onAnotherAgent().withFreshVolume();
    assertThat(sim.pods("node")).areOnDifferentAgents().neverMoreThanOneUnavailable();
  }

  @Tag("long")
  @CassandraTest
  void a_node_more_joins_through_the_seeds_and_one_less_hands_over_its_data(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    TaskId first = server(sim, "node-0");

    sim.operator().update("node.count=4");
    sim.awaitPlan("update").complete();
    assertThat(seeds(sim, "node-3"))
        .containsExactly(address(sim, "node-0"), address(sim, "node-1"));

    sim.script("node-3-decommission", Behaviour.ending(Duration.ofMinutes(1), 1));
    sim.operator().update("node.count=3");
    sim.advance(Duration.ofMinutes(10));
    assertThat(sim.pod("node-3")).isRunning();

    sim.script("node-3-decommission", Behaviour.finishing());
    sim.awaitPlan("decommission").complete();
    assertThat(sim.pod("node-3").record()).isEmpty();
    assertThat(server(sim, "node-0")).as("went on").isEqualTo(first);
    assertThat(sim).hasNothingToCleanUp();
  }

  @Tag("long")
  @CassandraTest
  void an_option_comes_to_one_node_after_the_other(Simulation sim) {
    sim.awaitPlan("deploy").complete();

    assertThat(sim.operator().preview("node.heap=300").pods())
        .allSatisfy(pod -> assertThat(pod.toString()).contains("MAX_HEAP_SIZE"));
    sim.operator().update("node.heap=300");
    sim.awaitPlan("update").complete();

    assertThat(sim.pods("node")).areRunning().neverMoreThanOneUnavailable();
    assertThat(sim.pod("node-0")).onTheSameAgent().withItsFirstVolume();
    assertThat(sim.task("node-0", "server").environment()).containsEntry("MAX_HEAP_SIZE", "300M");
  }

  @Test
  void no_node_is_taken_down_while_another_one_is_away() {
    Simulation sim = Simulation.of(CassandraFramework.framework()).agents(3).start();
    sim.awaitPlan("deploy").complete();
    TaskId first = server(sim, "node-0");
    SimulatedAgent away = sim.agentOf("node-2").partition();
    sim.advance(Duration.ofMinutes(15));

    sim.operator().update("node.heap=300");
    sim.advance(Duration.ofHours(1));
    assertThat(server(sim, "node-0")).isEqualTo(first);

    away.heal();
    sim.awaitPlan("update").complete();
    assertThat(sim.task("node-0", "server").environment()).containsEntry("MAX_HEAP_SIZE", "300M");
    assertThat(sim.pods("node")).areRunning().neverMoreThanOneUnavailable();
  }

  @Test
  void roles_have_their_replicas_before_the_superuser_is_made_and_again_when_asked_for() {
    Simulation sim =
        Simulation.of(CassandraFramework.framework())
            .agents(4)
            .options("auth.enabled=true", "auth.password-file=/etc/password")
            .start();
    sim.awaitPlan("deploy").complete();
    assertThat(tools(sim))
        .containsExactly(
            "node-0-roles",
            "node-0-roles-repair",
            "node-1-roles-repair",
            "node-2-roles-repair",
            "node-0-superuser");
    ImmutableList<TaskId> servers =
        ImmutableList.of(server(sim, "node-0"), server(sim, "node-1"), server(sim, "node-2"));

    sim.operator().update("node.count=4");
    sim.awaitPlan("update").complete();
    sim.operator().startPlan("roles");
    sim.awaitPlan("roles").complete();

    assertThat(tools(sim))
        .endsWith(
            "node-0-roles",
            "node-0-roles-repair",
            "node-1-roles-repair",
            "node-2-roles-repair",
            "node-3-roles-repair");
    assertThat(
            ImmutableList.of(server(sim, "node-0"), server(sim, "node-1"), server(sim, "node-2")))
        .isEqualTo(servers);
  }

  /** What ran beside the servers, in this order. */
  private static List<String> tools(Simulation sim) {
    return sim.state().history().stream()
        .filter(entry -> entry.kind() == HistoryRecord.Kind.LAUNCH)
        .map(entry -> entry.subject() + " " + entry.text())
        .filter(launch -> !launch.contains(" launched server "))
        .map(launch -> launch.replaceFirst("(.*) launched (.*) on .*", "$1-$2"))
        .toList();
  }

  @Test
  void other_binaries_come_to_all_nodes_before_the_files_get_their_format() {
    Simulation sim = Simulation.of(CassandraFramework.framework()).agents(3).start();
    sim.awaitPlan("deploy").complete();
    TaskId server = server(sim, "node-2");

    sim.operator()
        .update("cassandra.uri=https://archive.example/apache-cassandra-5.1.0-bin.tar.gz");
    sim.await("the last node", () -> !server(sim, "node-2").equals(server));
    assertThat(sim.task("node-0", "upgradesstables").record()).isEmpty();

    sim.awaitPlan("update").complete();
    assertThat(sim.task("node-0", "upgradesstables")).isAtItsGoal();
    assertThat(sim.pods("node")).neverMoreThanOneUnavailable();
    assertThat(sim.pod("node-0")).onTheSameAgent().withItsFirstVolume();
  }

  @Test
  void what_plans_alone_need_restarts_no_server() {
    Simulation sim = Simulation.of(CassandraFramework.framework()).agents(3).start();
    sim.awaitPlan("deploy").complete();
    TaskId server = server(sim, "node-0");

    sim.operator().update("backup.s3-command=aws s3");
    sim.awaitPlan("update").complete();

    assertThat(server(sim, "node-0")).isEqualTo(server);
    sim.operator().startPlan("backup", "SNAPSHOT_NAME=monday", "BACKUP_DIR=s3://backups");
    sim.awaitPlan("backup").complete();
    assertThat(sim.task("node-1", "backup")).hasEnvironment("S3_COMMAND", "aws s3");
  }

  @Test
  void a_backup_reaches_every_node_with_its_parameters() {
    Simulation sim = Simulation.of(CassandraFramework.framework()).agents(3).start();
    sim.awaitPlan("deploy").complete();

    sim.operator().startPlan("backup", "SNAPSHOT_NAME=monday", "BACKUP_DIR=/backups");
    sim.awaitPlan("backup").complete();

    assertThat(sim.task("node-2", "backup"))
        .isAtItsGoal()
        .hasEnvironment("SNAPSHOT_NAME", "monday")
        .hasEnvironment("BACKUP_DIR", "/backups");
    sim.operator().startPlan("restore", "SNAPSHOT_NAME=monday", "BACKUP_DIR=/backups");
    sim.awaitPlan("restore").complete();
    assertThat(sim.task("node-0", "restore-schema")).isAtItsGoal();
    assertThat(sim.task("node-1", "restore-schema").record()).isEmpty();
    assertThat(sim.task("node-1", "restore-data")).isAtItsGoal();
  }

  @Test
  void a_backup_without_a_name_or_to_nowhere_is_not_started() {
    Simulation sim = Simulation.of(CassandraFramework.framework()).agents(3).start();
    sim.awaitPlan("deploy").complete();

    CommandAnswer refused =
        sim.operator()
            .startPlan("backup", "SNAPSHOTNAME=monday", "BACKUP_DIR=s3://backups", "KEYSPACES=a b");

    assertThat(refused.outcome()).isEqualTo(CommandAnswer.Outcome.INVALID);
    assertThat(refused.message())
        .contains("did you mean 'SNAPSHOT_NAME'?", "'SNAPSHOT_NAME' is missing: Name of the backup")
        .contains("'BACKUP_DIR' is 's3://backups'", "with option backup.s3-command")
        .contains("'KEYSPACES' is 'a b'");
    assertThat(sim.operator().startPlan("repair", "KEYSPACES=a,b_2").outcome())
        .isEqualTo(CommandAnswer.Outcome.TAKEN);
  }

  @Test
  void racks_and_data_centres_are_named_after_what_the_agents_have() {
    Simulation sim =
        Simulation.of(CassandraFramework.framework())
            .zones("a", "b", "c")
            .options("ring.datacenter-from=hostname")
            .start();
    sim.awaitPlan("deploy").complete();

    Map<String, String> environment = sim.task("node-1", "server").environment();
    assertThat(environment.get("ZONE")).isIn("a", "b", "c");
    assertThat(environment.get("DATACENTER")).startsWith("agent-");
    assertThat(sim.task("node-1", "server").config("rackdc"))
        .isEqualTo(
            "dc=" + environment.get("DATACENTER") + "\nrack=" + environment.get("ZONE") + "\n");
  }

  @Test
  void any_line_of_cassandra_yaml_may_be_given() {
    Simulation sim =
        Simulation.of(CassandraFramework.framework())
            .agents(3)
            .options(
                "cassandra.yaml.hinted_handoff_enabled=false",
                "cassandra.yaml.client_encryption_options={enabled: false}")
            .start();
    sim.awaitPlan("deploy").complete();

    assertThat(sim.task("node-1", "server").config("cassandra"))
        .endsWith("hinted_handoff_enabled: false\nclient_encryption_options: {enabled: false}\n");
  }

  private static boolean replaces(Simulation sim, String pod, String dead) {
    return dead.equals(sim.task(pod, "server").environment().get("REPLACE_ADDRESS"));
  }
}
