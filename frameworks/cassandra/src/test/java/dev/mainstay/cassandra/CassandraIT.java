package dev.mainstay.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.testing.ServiceProcess;
import dev.mainstay.sdk.testing.TaskProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Cassandra on the embedded cluster, under a client that writes and reads at QUORUM all the
 * time: {@code -Pcassandra}. With {@code -Dcassandra.from=URI} of an older archive it begins with
 * that, and is upgraded on the way.
 */
final class CassandraIT {

  private static final String SERVICE = "cassandra-it-" + ProcessHandle.current().pid();
  private static final Duration DEPLOY = Duration.ofMinutes(6);
  private static final Duration CHANGE = Duration.ofMinutes(6);
  private static final Duration STOP = Duration.ofSeconds(90);
  private static final String FROM = System.getProperty("cassandra.from", "");

  private long stageBegan = System.nanoTime();

  @Test
  @EnabledOnOs(OS.LINUX)
  void rows_written_at_quorum_stay_readable_through_all_that_happens_to_a_ring(@TempDir Path folder)
      throws Exception {
    try (ServiceProcess service = start(folder)) {
      service.awaitReady(DEPLOY);
      told("deploy of 3 nodes", "");
      try (Client client = Client.connect(addresses(service))) {
        killNode(service);
        told("kill -9 of node-1", client.verify());
        replace(service, "node-2");
        told("pod replace node-2", client.verify());
        replace(service, "node-0");
        told("pod replace node-0, a seed, and restart of those who had it", client.verify());
        update(service, "\"set\": {\"node.heap\": \"288\"}");
        told("rolling update of the heap", client.verify());
        if (!FROM.isEmpty()) {
          ImmutableSet<String> before = client.releases();
          update(service, "\"unset\": [\"cassandra.uri\"]");
          assertThat(client.releases()).hasSize(1).isNotEqualTo(before);
          told("upgrade from %s to %s".formatted(before, client.releases()), client.verify());
        }
        update(service, "\"set\": {\"node.count\": \"4\"}");
        told("scale 3 to 4", client.verify());
        update(service, "\"set\": {\"node.count\": \"3\"}");
        told("scale 4 to 3", client.verify());
        int rows = client.stopWriting();
        run(service, "backup", folder);
        told("backup", rows + " rows");
        client.dropTable();
        run(service, "restore", folder);
        client.verify();
        told("drop and restore", rows + " rows");
      }
    }
    assertThat(TaskProcess.all(SERVICE)).as("after the stop").isEmpty();
  }

  /** For the record of a run, which the README has. */
  private void told(String stage, String what) {
    long now = System.nanoTime();
    System.out.printf("%s: %d s %s%n", stage, Duration.ofNanos(now - stageBegan).toSeconds(), what);
    stageBegan = now;
  }

  private static ServiceProcess start(Path folder) throws Exception {
    PrimitiveIterator.OfInt free =
        new Random(ProcessHandle.current().pid())
            .ints(20_000, 31_000)
            .distinct()
            .filter(CassandraIT::isFree)
            .iterator();
    return ServiceProcess.run(
        CassandraFramework.class,
        folder.resolve("run.out"),
        ImmutableList.<String>builder()
            .add("--agents", "5")
            .add("--state-dir", folder.resolve("state").toString())
            .add("--set", "service.name=" + SERVICE)
            .add("--set", "node.native-port=" + free.nextInt())
            .add("--set", "node.storage-port=" + free.nextInt())
            .add("--set", "node.jmx-port=" + free.nextInt())
            .addAll(FROM.isEmpty() ? List.of() : List.of("--set", "cassandra.uri=" + FROM))
            .build(),
        STOP);
  }

  /** Agents of several clusters share addresses. */
  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ImmutableList<String> addresses(ServiceProcess service) throws Exception {
    JsonNode addresses = service.json("/v1/endpoints/native-client").path("address");
    return StreamSupport.stream(addresses.spliterator(), false)
        .map(JsonNode::asText)
        .collect(ImmutableList.toImmutableList());
  }

  private static void killNode(ServiceProcess service) throws Exception {
    String task = service.taskId("node-1");
    assertThat(TaskProcess.of(SERVICE, "node-1-server").handle().destroyForcibly()).isTrue();
    service.awaitReplaced("node-1", task, CHANGE);
    service.awaitReady(CHANGE);
  }

  private static void replace(ServiceProcess service, String pod) throws Exception {
    String task = service.taskId(pod);
    service.post("/v1/pod/" + pod + "/replace");
    service.awaitReplaced(pod, task, CHANGE);
    service.awaitPlan("recovery", "COMPLETE", CHANGE);
    service.awaitReady(CHANGE);
  }

  private static void update(ServiceProcess service, String change) throws Exception {
    service.post("/v1/configurations", "{" + change + "}");
    service.awaitPlan("update", "COMPLETE", CHANGE);
    service.awaitPlan("decommission", "COMPLETE", CHANGE);
    service.awaitReady(CHANGE);
  }

  private static void run(ServiceProcess service, String plan, Path folder) throws Exception {
    service.post(
        "/v1/plans/" + plan + "/start",
        "{\"SNAPSHOT_NAME\": \"monday\", \"BACKUP_DIR\": \"" + folder.resolve("backups") + "\"}");
    service.awaitPlan(plan, "COMPLETE", CHANGE);
  }
}
