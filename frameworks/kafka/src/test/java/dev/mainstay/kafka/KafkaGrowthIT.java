package dev.mainstay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators do to a Kafka that is in use. It takes some minutes, so a usual build leaves it
 * out: {@code mvn verify -Pchaos -pl frameworks/kafka -am -Dit.test=KafkaGrowthIT}. With {@code
 * -Dkafka.from=URI} of the archive of Kafka 4.2 it begins with that, and the roll is the upgrade.
 */
@Tag("long")
final class KafkaGrowthIT {

  /** The record of the run. */
  private static final Path RECORD = Path.of("target", "growth.txt");

  private static final String SERVICE = "kafka-growth-" + ProcessHandle.current().pid();
  private static final Duration STEP = Duration.ofMinutes(10);
  private static final Duration STOP = Duration.ofMinutes(1);
  private static final String FROM = System.getProperty("kafka.from", "");
  private static final int LEVEL_OF_4_2 = 29;

  @Test
  @EnabledOnOs(OS.LINUX)
  void no_confirmed_record_is_lost_while_brokers_come_change_and_go(@TempDir Path folder)
      throws Exception {
    try (ServiceProcess service = start(folder)) {
      service.awaitReady(STEP);
      Files.deleteIfExists(RECORD);
      note("3 brokers", "deployed");
      plan(service, "create-topic", "{\"TOPIC\": \"orders\", \"PARTITIONS\": \"12\"}");
      String brokers = service.text("/v1/endpoints/bootstrap-servers");
      try (ReplicaWatch watch = ReplicaWatch.start(brokers);
          RecordStream stream = RecordStream.start(brokers, "orders")) {
        service.await("the first records", STEP, () -> stream.confirmed() > 1_000);
        grow(service, watch);
        note("5 brokers", stream);
        change(
            service,
            "{\"set\": {\"broker.heap\": \"208\", \"controller.heap\": \"144\"}, \"unset\": [%s]}"
                .formatted(FROM.isEmpty() ? "" : "\"kafka.uri\""));
        note("rolled", stream);
        replaceController(service, watch);
        note("a controller replaced", stream);
        upgradeFeatures(service, watch);
        shrink(service, watch);
        stream.stopProducing();
        service.await("all that was confirmed", STEP, () -> stream.missing().isEmpty());
        note("3 brokers", stream);
        note("looks at all partitions", watch.looks());
        note("fewest replicas in sync", watch.fewestInSync());
        assertThat(stream.confirmed()).isGreaterThan(10_000);
        assertThat(watch.looks()).isGreaterThan(100);
        assertThat(watch.fewestInSync()).as("replicas in sync, at any time").isEqualTo(2);
      }
    }
  }

  private static void note(String what, Object seen) throws IOException {
    Files.writeString(
        RECORD,
        "%s %s: %s%n".formatted(Instant.now(), what, seen),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static ServiceProcess start(Path folder) throws Exception {
    return ServiceProcess.run(
        KafkaFramework.class,
        folder.resolve("run.out"),
        ImmutableList.<String>builder()
            .add("--state-dir", folder.resolve("state").toString())
            .add("--agents", "5")
            .add("--options", "src/test/resources/small.json")
            .add("--set", "service.name=" + SERVICE)
            .add("--set", "kafka.initial-release=4.2")
            .addAll(FreePorts.settings())
            .addAll(FROM.isEmpty() ? List.of() : List.of("--set", "kafka.uri=" + FROM))
            .build(),
        STOP);
  }

  private static void grow(ServiceProcess service, ReplicaWatch watch) throws Exception {
    change(service, "{\"set\": {\"broker.count\": \"5\"}}");
    assertThat(watch.replicas()).as("nothing moves by itself").hasSize(3);
    plan(service, "rebalance", "{}");
    assertThat(watch.replicas()).hasSize(5);
    int fewest = watch.replicas().values().stream().min(Integer::compare).orElseThrow();
    assertThat(watch.replicas().values()).allMatch(replicas -> replicas <= fewest + 1);
  }

  /** The old one is no voter any more, and the new one is, under the same id. */
  private static void replaceController(ServiceProcess service, ReplicaWatch watch)
      throws Exception {
    ImmutableSortedSet<String> before = watch.voters();
    String task = service.taskId("controller-1");
    service.post("/v1/pod/controller-1/replace");
    service.awaitReplaced("controller-1", task, STEP);
    ImmutableSortedSet<String> after = watch.voters();
    assertThat(after).hasSize(3);
    assertThat(Sets.difference(before, after)).singleElement().asString().startsWith("10001 ");
    assertThat(Sets.difference(after, before)).singleElement().asString().startsWith("10001 ");
  }

  private static void upgradeFeatures(ServiceProcess service, ReplicaWatch watch) throws Exception {
    assertThat(watch.metadataVersion()).isEqualTo(LEVEL_OF_4_2);
    plan(service, "upgrade-features", "{\"RELEASE\": \"4.3\"}");
    assertThat(watch.metadataVersion()).isGreaterThan(LEVEL_OF_4_2);
  }

  private static void shrink(ServiceProcess service, ReplicaWatch watch) throws Exception {
    change(service, "{\"set\": {\"broker.count\": \"3\"}}");
    service.await("six pods", STEP, () -> service.json("/v1/pod").size() == 6);
    assertThat(watch.replicas()).containsOnlyKeys(0, 1, 2);
  }

  private static void change(ServiceProcess service, String body) throws Exception {
    service.post("/v1/configurations", body);
    service.awaitPlan("update", "COMPLETE", STEP);
  }

  private static void plan(ServiceProcess service, String plan, String parameters)
      throws Exception {
    service.post("/v1/plans/" + plan + "/start", parameters);
    service.awaitPlan(plan, "COMPLETE", STEP);
  }
}
