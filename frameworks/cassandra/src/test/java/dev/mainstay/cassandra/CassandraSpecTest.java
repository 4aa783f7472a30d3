package dev.mainstay.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import org.jspecify.annotations.Nullable;
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
                "node.memory=20000",
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
    assertThat(phases(spec, "deploy"))
        .containsExactly("node", "roles", "roles-repair", "superuser");
    assertThat(phases(spec, "update"))
        .containsExactly("node", "roles", "roles-repair", "superuser", "upgradesstables");
  }

  @Test
  void refuses_passwords_without_the_superusers() {
    assertThat(problems(null, load("auth.enabled=true").spec()))
        .containsExactly(
            "pods.node.tasks.superuser.env.PASSWORD_FILE: auth.enabled needs a password for the"
                + " superuser, and option auth.password-file is empty; set auth.password-file to"
                + " the absolute path of a file on the agents");
    assertThat(problems(null, load("auth.enabled=true", "auth.password-file=/etc/password").spec()))
        .isEmpty();
    assertThatThrownBy(() -> load("auth.enabled=true", "auth.password-file=password"))
        .hasMessageContaining("auth.password-file: 'password' does not match ^(/.*)?$");
  }

  @Test
  void free_text_may_have_apostrophes() {
    ServiceSpec spec =
        load(
                "node.jvm-options=-Dgreeting=it's -Dtwo='a b' # no comment",
                "backup.s3-command=sh -c 'aws s3 \"$@\"' it's",
                "auth.enabled=true",
                "auth.password-file=/etc/it's")
            .spec();

    assertThat(node(spec).task("server").env())
        .containsEntry("JVM_EXTRA_OPTS", "-Dgreeting=it's -Dtwo='a b' # no comment");
    assertThat(node(spec).task("restore-schema").env())
        .containsEntry("S3_COMMAND", "sh -c 'aws s3 \"$@\"' it's")
        .containsEntry("PASSWORD_FILE", "/etc/it's");
  }

  @Test
  void refuses_what_the_data_of_the_nodes_do_not_allow() {
    ServiceSpec deployed = load().spec();

    assertThat(problems(null, deployed)).isEmpty();
    assertThat(problems(deployed, load("node.heap=512").spec())).isEmpty();
    assertThat(problems(deployed, load("ring.tokens=32", "ring.rack-from=rack").spec()))
        .containsExactly(
            "pods.node.tasks.server.env.NUM_TOKENS: was '16', is '32', and may not change once it is"
                + " deployed; put it back",
            "pods.node.tasks.server.env.RACK_FROM: was '@zone', is 'rack', and may not change once"
                + " it is deployed; put it back");
  }

  @Test
  void refuses_lines_of_cassandra_yaml_that_the_framework_says() {
    assertThatThrownBy(() -> load("cassandra.yaml.num_tokens=8"))
        .hasMessageContaining(
            "cassandra.yaml.num_tokens: '8' is not allowed; set option ring.tokens");
    assertThatThrownBy(() -> load("cassandra.yaml.data_file_directories=[/data]"))
        .hasMessageContaining("cassandra.yaml.data_file_directories: ")
        .hasMessageContaining(" is not allowed; leave it out: the framework says it for each node");
    for (String line : ImmutableList.of("seed_provider", "rpc_address", "hints_directory")) {
      assertThatThrownBy(() -> load("cassandra.yaml." + line + "=x")).hasMessageContaining(line);
    }
    load("cassandra.yaml.rpc_keepalive=true", "cassandra.yaml.concurrent_reads=8");
  }

  @Test
  void nobody_else_on_the_agent_has_the_port_of_jmx() {
    PodSpec node = node(load("node.jmx-port=7300").spec());
    assertThat(node.resourceSetOf(node.task("server")).ports())
        .anySatisfy(port -> assertThat(port.toString()).contains("jmx", "7300"));
  }

  @Test
  void refuses_a_heap_that_the_memory_does_not_hold() {
    assertThat(problems(null, load("node.heap=1024").spec()))
        .containsExactly(
            "pods.node.tasks.server.env.MAX_HEAP_SIZE: a heap of 1024M does not fit into the task's"
                + " memory of 1024 MB; make the heap smaller or the memory larger: Java needs some"
                + " beside the heap");
    assertThat(problems(null, load("node.heap=1024", "node.memory=2500").spec())).isEmpty();
  }

  private static List<String> problems(@Nullable ServiceSpec deployed, ServiceSpec wanted) {
    return CassandraFramework.framework().validator().check(deployed, wanted).stream()
        .map(SpecProblem::toString)
        .toList();
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
