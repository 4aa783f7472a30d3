package dev.mainstay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecProblem;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KafkaSpecTest {

  @Test
  void loads_with_default_options() {
    LoadedSpec loaded = load(null);

    assertThat(loaded.warnings()).isEmpty();
    ServiceSpec spec = loaded.spec();
    assertThat(pod(spec, "controller").count()).isEqualTo(3);
    assertThat(pod(spec, "broker").count()).isEqualTo(3);
    assertThat(pod(spec, "broker").placement()).isNotNull();
    assertThat(pod(spec, "broker").uris().get(0).value())
        .startsWith("file:///")
        .endsWith("/kafka_2.13-4.3.1.tgz");
    assertThat(server(spec, "broker").configs())
        .extracting(TaskSpec.ConfigSpec::dest)
        .containsExactly("server.properties", "admin.sh");
  }

  @Test
  void jvm_options_may_have_apostrophes() {
    ServiceSpec spec = load(null, "broker.jvm-options=-Da=it's -Db='c d' # no comment").spec();

    assertThat(server(spec, "broker").env())
        .containsEntry("KAFKA_JVM_PERFORMANCE_OPTS", "-Da=it's -Db='c d' # no comment");
    assertThat(server(spec, "broker").env()).containsEntry("JAVA_HOME", "");
  }

  @Test
  void loads_with_changed_options() {
    ServiceSpec spec =
        load(
                Path.of("src/test/resources/small.json"),
                "service.user=kafka",
                "broker.count=5",
                "broker.port=0",
                "broker.cpus=1.5",
                "kafka.uri=https://archive.example/kafka_2.13-4.3.1.tgz",
                "java.home=/opt/java")
            .spec();

    assertThat(spec.user()).isEqualTo("kafka");
    PodSpec broker = pod(spec, "broker");
    assertThat(broker.count()).isEqualTo(5);
    ResourceSetSpec resources = broker.resourceSetOf(server(spec, "broker"));
    assertThat(resources.cpus()).isEqualTo(Scalar.of(1.5));
    assertThat(resources.memory()).isEqualTo(Scalar.of(512));
    assertThat(broker.uris().get(0).value())
        .isEqualTo("https://archive.example/kafka_2.13-4.3.1.tgz");
    assertThat(server(spec, "broker").env())
        .containsEntry("JAVA_HOME", "/opt/java")
        .containsEntry("KAFKA_HEAP_OPTS", "-Xms192m -Xmx192m");
    assertThat(server(spec, "broker").env().get("SERVER_PROPERTIES"))
        .contains("\"offsets.topic.num.partitions\":\"3\"");
  }

  @Test
  void refuses_more_replicas_than_brokers_and_says_both_ways_out() {
    assertThat(KafkaFramework.replicasHaveBrokers(null, load(null).spec())).isEmpty();
    assertThat(KafkaFramework.replicasHaveBrokers(null, load(null, "broker.count=2").spec()))
        .map(SpecProblem::toString)
        .containsExactly(
            "pods.broker.tasks.server.env.REPLICATION_FACTOR: 3 replicas need as many brokers, but"
                + " there are 2; set kafka.replication-factor to at most 2, or broker.count to at"
                + " least 3");
  }

  @ParameterizedTest
  @CsvSource({
    "create-topic,TOPIC,orders.v2-a_b,true",
    "create-topic,TOPIC,orders*,false",
    "create-topic,CONFIG,retention.ms=60000 cleanup.policy=compact,true",
    "create-topic,CONFIG,retention.ms,false",
    "create-topic,PARTITIONS,0,false",
    "alter-topic,UNSET,'retention.ms,cleanup.policy',true",
    "alter-topic,REPLICATION_FACTOR,three,false",
    "rebalance,THROTTLE,50000000,true",
    "upgrade-features,RELEASE,4.3,true",
    "upgrade-features,RELEASE,4.3-IV0,true",
    "upgrade-features,RELEASE,newest,false"
  })
  void plans_take_what_kafka_takes(String plan, String name, String value, boolean taken) {
    PlanSpec.ParameterSpec parameter =
        Optional.ofNullable(load(null).spec().plans().get(plan))
            .map(PlanSpec::parameters)
            .map(declared -> declared.get(name))
            .orElseThrow();
    assertThat(parameter.takes(value)).isEqualTo(taken);
  }

  private static PodSpec pod(ServiceSpec spec, String type) {
    PodSpec pod = spec.pods().get(type);
    assertThat(pod).as(type).isNotNull();
    return pod;
  }

  private static TaskSpec server(ServiceSpec spec, String type) {
    return pod(spec, type).task("server");
  }

  private static LoadedSpec load(@Nullable Path options, String... settings) {
    SpecSource source = SpecSource.at(Path.of("src/main/dist"));
    GivenOptions given =
        new GivenOptions(
            options, ImmutableList.copyOf(settings), ImmutableMap.of(), null, ImmutableList.of());
    return SpecLoader.load(source, ServiceEnvironment.of(source, given));
  }
}
