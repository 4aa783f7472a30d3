package dev.mainstay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.testing.ServiceProcess;
import dev.mainstay.sdk.testing.TaskProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real Kafka on the embedded cluster, from nothing through two crashes to a clean stop. */
final class KafkaIT {

  private static final Path ARCHIVE = Path.of("target", "dist", "kafka_2.13-4.3.1.tgz");
  private static final String SERVICE = "kafka-it-" + ProcessHandle.current().pid();
  private static final Duration DEPLOY = Duration.ofMinutes(4);
  private static final Duration RECOVERY = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final ImmutableList<String> RECORDS =
      IntStream.range(0, 10_000)
          .mapToObj("record-%05d"::formatted)
          .collect(ImmutableList.toImmutableList());

  @Test
  @EnabledOnOs(OS.LINUX)
  void keeps_every_confirmed_record_through_the_kill_of_a_broker_and_of_the_whole_run(
      @TempDir Path folder) throws Exception {
    KafkaTools kafka;
    Properties identity;
    ImmutableSet<ProcessHandle> crashed;
    ImmutableList<String> ports = FreePorts.settings();
    try (ServiceProcess service = start(folder, ports)) {
      service.awaitReady(DEPLOY);
      assertThat(service.isOk("/v1/plans/deploy")).isTrue();
      kafka = KafkaTools.unpack(ARCHIVE, folder, bootstrapServers(service));
      kafka.createTopic("records", 3, 3);
      kafka.produce("records", RECORDS);
      identity = killBrokerAndAwaitRecovery(service);
      service.await("full ISR", RECOVERY, () -> kafka.inSync("records").equals(of3x3()));
      assertThat(kafka.consume("records", RECORDS.size()))
          .containsExactlyInAnyOrderElementsOf(RECORDS);
      crashed = servers();
      service.kill();
    }
    try (ServiceProcess service = start(folder, ports)) {
      service.awaitReady(DEPLOY);
      assertThat(crashed).hasSize(6).noneMatch(ProcessHandle::isAlive);
      assertThat(servers()).as("no second copy").hasSize(6);
      assertThat(identityOf(broker1())).isEqualTo(identity);
      KafkaTools again = kafka.at(bootstrapServers(service));
      service.await("full ISR", RECOVERY, () -> again.inSync("records").equals(of3x3()));
      assertThat(again.consume("records", RECORDS.size()))
          .containsExactlyInAnyOrderElementsOf(RECORDS);
    }
    assertThat(servers()).as("after the stop").isEmpty();
    assertThat(cleanShutdowns(folder)).as("brokers that ended before their controllers").hasSize(3);
  }

  /** What a broker leaves on its volume when it could say goodbye to a controller. */
  private static ImmutableList<Path> cleanShutdowns(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      return files
          .filter(file -> file.endsWith(".kafka_cleanshutdown"))
          .collect(ImmutableList.toImmutableList());
    }
  }

  private static ServiceProcess start(Path folder, ImmutableList<String> ports) throws Exception {
    return ServiceProcess.run(
        KafkaFramework.class,
        folder.resolve("run.out"),
        ImmutableList.<String>builder()
            .add("--state-dir", folder.resolve("state").toString())
            .add("--options", "src/test/resources/small.json")
            .add("--set", "service.name=" + SERVICE)
            .addAll(ports)
            .build(),
        STOP);
  }

  private static String bootstrapServers(ServiceProcess service) throws Exception {
    String servers = service.text("/v1/endpoints/bootstrap-servers");
    assertThat(servers.split(",", -1)).hasSize(3);
    return servers;
  }

  /** Returns what the broker's storage says about it, before as after. */
  private static Properties killBrokerAndAwaitRecovery(ServiceProcess service) throws Exception {
    String task = service.taskId("broker-1");
    TaskProcess before = broker1();
    Properties identity = identityOf(before);
    assertThat(before.handle().destroyForcibly()).isTrue();
    service.awaitReplaced("broker-1", task, RECOVERY);
    assertThat(identityOf(broker1())).isEqualTo(identity);
    return identity;
  }

  private static TaskProcess broker1() {
    return TaskProcess.of(SERVICE, "broker-1-server");
  }

  /** The cluster's id, the node's id and the volume's id. */
  private static Properties identityOf(TaskProcess server) throws Exception {
    Properties properties = new Properties();
    try (var reader =
        Files.newBufferedReader(server.sandbox().resolve("kafka-data/log/meta.properties"))) {
      properties.load(reader);
    }
    assertThat(properties).containsEntry("node.id", "1").containsKeys("cluster.id", "directory.id");
    return properties;
  }

  private static ImmutableSet<ProcessHandle> servers() {
    return TaskProcess.all(SERVICE).stream()
        .map(TaskProcess::handle)
        .filter(process -> process.info().commandLine().orElse("").contains(" kafka.Kafka "))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static ImmutableList<Integer> of3x3() {
    return ImmutableList.of(3, 3, 3);
  }
}
