package dev.mainstay.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecProblem;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CassandraSpecTest {

  @Test
  void loads_with_default_options() {
    LoadedSpec loaded = load();

    assertThat(loaded.warnings()).isEmpty();
    PodSpec node = node(loaded.spec());
    assertThat(node.count()).isEqualTo(3);
    assertThat(node.placement()).isNotNull();
    assertThat(node.allowDecommission()).isTrue();
    assertThat(node.uris().get(0).value())
        .startsWith("file:///")
        .endsWith("/apache-cassandra-5.0.9-bin.tar.gz");
    assertThat(node.tasks()).doesNotContainKey("superuser");
    assertThat(loaded.spec().plans().keySet())
        .containsExactlyInAnyOrder(
            "deploy", "update", "decommission", "repair", "cleanup", "backup", "restore");
  }

  @Test
  void loads_with_changed_options() {
    ServiceSpec spec =
        load(
                "service.user=cassandra",
                "node.count=5",
                "node.native-port=19042",
                "node.cpus=2",
                "node.heap=8192",
                "node.stop-timeout=300",
                "node.disk-type=MOUNT",
                "cassandra.uri=https://archive.example/apache-cassandra-5.0.9-bin.tar.gz",
                "cassandra.yaml.hinted_handoff_enabled=false",
                "java.home=/opt/java")
            .spec();

    assertThat(spec.user()).isEqualTo("cassandra");
    assertThat(node(spec).count()).isEqualTo(5);
    TaskSpec server = node(spec).task("server");
    assertThat(node(spec).resourceSetOf(server).cpus()).isEqualTo(Scalar.of(2));
    assertThat(server.killGracePeriod()).isEqualTo(Duration.ofMinutes(5));
    assertThat(server.env())
        .containsEntry("JAVA_HOME", "/opt/java")
        .containsEntry("MAX_HEAP_SIZE", "8192M")
        .containsEntry("BINARIES", node(spec).uris().get(0).value());
    assertThat(server.env().get("CASSANDRA_YAML")).contains("\"hinted_handoff_enabled\":\"false\"");
  }

  @Test
  void with_passwords_the_last_thing_of_a_deployment_is_the_superuser() {
    ServiceSpec spec =
        load("auth.enabled=true", "auth.password-file=/etc/cassandra/password").spec();

    assertThat(node(spec).task("superuser").env())
        .containsEntry("SUPERUSER", "admin")
        .containsEntry("PASSWORD_FILE", "/etc/cassandra/password");
    assertThat(phases(spec, "deploy")).containsExactly("node", "superuser");
    assertThat(phases(spec, "update")).containsExactly("node", "superuser", "upgradesstables");
  }

  @Test
  void refuses_what_the_data_of_the_nodes_do_not_allow() {
    ServiceSpec deployed = load().spec();

    assertThat(CassandraFramework.problems(null, deployed)).isEmpty();
    assertThat(CassandraFramework.problems(deployed, load("node.heap=512").spec())).isEmpty();
    assertThat(
            CassandraFramework.problems(
                deployed, load("ring.tokens=32", "ring.rack-from=rack").spec()))
        .map(SpecProblem::toString)
        .containsExactly(
            "pods.node.tasks.server.env.NUM_TOKENS: the data of the nodes hold it to '16'; leave"
                + " that option of ring.* as it is",
            "pods.node.tasks.server.env.RACK_FROM: the data of the nodes hold it to '@zone'; leave"
                + " that option of ring.* as it is");
  }

  private static PodSpec node(ServiceSpec spec) {
    return spec.pod(new PodId("node", 0));
  }

  private static ImmutableSet<String> phases(ServiceSpec spec, String name) {
    PlanSpec plan = spec.plans().get(name);
    return plan == null ? ImmutableSet.of() : plan.phases().keySet();
  }

  private static LoadedSpec load(String... settings) {
    SpecSource source = SpecSource.at(Path.of("src/main/dist"));
    GivenOptions given =
        new GivenOptions(
            null, ImmutableList.copyOf(settings), ImmutableMap.of(), null, ImmutableList.of());
    return SpecLoader.load(source, ServiceEnvironment.of(source, given));
  }
}
