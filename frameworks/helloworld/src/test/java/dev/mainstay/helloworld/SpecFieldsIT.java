package dev.mainstay.helloworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.testing.ServiceProcess;
import dev.mainstay.sdk.testing.TaskProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What fields of a spec do on a cluster: an embedded one, or a real Mesos. */
final class SpecFieldsIT {

  private static final Path SPEC = Path.of("src", "test", "resources", "fields");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SERVER = "node-0-server";
  private static final String HELPER = "node-0-helper";
  private static final String SPARE = "node-0-spare";

  private final String service = "fields-it-" + ProcessHandle.current().pid();
  private final Path folder;

  SpecFieldsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fields_of_a_spec_show_on_the_cluster() throws Exception {
    Path fetched = Files.writeString(folder.resolve("fetched.txt"), "from afar");
    try (Surroundings surroundings = Surroundings.open(folder)) {
      try (ServiceProcess scheduler = start(surroundings, fetched)) {
        becomesReadyByItsCheck(scheduler);
        assertKnownToTheMaster(surroundings, scheduler);
        String output = assertGivenToTheTask(scheduler);
        spareEndsAlone(scheduler);
        helperTakesTheServerWithIt(scheduler);
        sickServerIsKilled(scheduler);
        assertThat(assertGivenToTheTask(scheduler))
            .as("the output of the task's third life, with the ports of the first")
            .isEqualTo(output);
      } finally {
        Removal.remove(surroundings, service);
      }
    }
  }

  /** {@code readiness-check}, and two volumes: one of the task, one of the pod. */
  private void becomesReadyByItsCheck(ServiceProcess scheduler) throws Exception {
    scheduler.await(
        "a running server",
        PATIENCE,
        () ->
            scheduler.isOk("/v1/pod/node-0/status")
                && task(scheduler, SERVER).path("status").asText().equals("RUNNING")
                && life().equals(List.of("started")));
    assertThat(task(scheduler, SERVER).path("ready").asBoolean()).isFalse();
    assertThat(scheduler.isOk("/v1/ready")).isFalse();
    Files.createFile(server().sandbox().resolve("data/ready"));
    scheduler.awaitReady(PATIENCE);
  }

  /** {@code labels} and {@code discovery}, with the ports that have a name. */
  private void assertKnownToTheMaster(Surroundings surroundings, ServiceProcess scheduler)
      throws Exception {
    JsonNode task = surroundings.task(service, task(scheduler, SERVER).path("id").asText());
    assertThat(task.path("labels"))
        .extracting(label -> label.path("key").asText() + "=" + label.path("value").asText())
        .contains("team=storage", "tier=1");
    JsonNode discovery = task.path("discovery");
    assertThat(discovery.path("visibility").asText()).isEqualTo("EXTERNAL");
    assertThat(discovery.path("name").asText()).isEqualTo("fields-0");
    assertThat(discovery.path("ports").path("ports"))
        .extracting(port -> port.path("name").asText())
        .contains("dynamic");
  }

  /** {@code env}, {@code rlimits}, {@code uris} and {@code ports}. Returns all that it printed. */
  private String assertGivenToTheTask(ServiceProcess scheduler) throws Exception {
    Path stdout = server().sandbox().resolve("stdout");
    scheduler.await(
        "the server's output",
        PATIENCE,
        () -> Files.readString(stdout).matches("(?s).*fetched: [^\n]*\n"));
    String output = Files.readString(stdout);
    assertThat(output)
        .contains("greeting: hello to $SHELL & \"all\"\n")
        .contains("files: 1000 of 1001\n")
        .containsPattern("ports: 210\\d\\d and 22222\n")
        .contains("fetched: from afar\n");
    if (isMesosGiven()) {
      // An embedded cluster in another process has no agents that could be asked for files.
      assertThat(scheduler.json("/v1/logs/" + SERVER).path("data").asText()).isEqualTo(output);
    }
    return output;
  }

  /** {@code essential: false}. */
  private void spareEndsAlone(ServiceProcess scheduler) throws Exception {
    ImmutableMap<String, String> before = ids(scheduler);
    assertThat(TaskProcess.of(service, SPARE).handle().destroyForcibly()).isTrue();
    awaitReplaced(scheduler, before, SPARE);
    assertThat(ids(scheduler))
        .containsEntry(SERVER, before.get(SERVER))
        .containsEntry(HELPER, before.get(HELPER));
    awaitLife(scheduler, "started");
  }

  /** An essential task, {@code kill-grace-period}, and a volume that outlives its task. */
  private void helperTakesTheServerWithIt(ServiceProcess scheduler) throws Exception {
    ImmutableMap<String, String> before = ids(scheduler);
    assertThat(TaskProcess.of(service, HELPER).handle().destroyForcibly()).isTrue();
    awaitReplaced(scheduler, before, SERVER, HELPER);
    awaitLife(scheduler, "started", "ended", "started");
  }

  /** {@code health-check}. */
  private void sickServerIsKilled(ServiceProcess scheduler) throws Exception {
    ImmutableMap<String, String> before = ids(scheduler);
    Files.createFile(server().sandbox().resolve("sick"));
    awaitReplaced(scheduler, before, SERVER);
    awaitLife(scheduler, "started", "ended", "started", "ended", "started");
  }

  @Test
  void resource_limits_and_pre_reserved_role_are_refused_without_agents_for_them()
      throws Exception {
    assumeTrue(
        !isMesosGiven(),
        "resource-limits and pre-reserved-role: the given Mesos may have cgroups and such roles");
    Path spec =
        Files.writeString(
            folder.resolve("svc.yml"),
            """
            name: refused
            pods:
              node:
                count: 1
                pre-reserved-role: slave_public
                tasks:
                  server:
                    goal: RUNNING
                    cmd: sleep 9
                    cpus: 0.1
                    memory: 32
                    resource-limits: {cpus: 1}
            """);
    try (ServiceProcess scheduler = run(spec, "--state-dir", folder.resolve("state").toString())) {
      assertThatThrownBy(() -> scheduler.awaitReady(PATIENCE))
          .hasMessageContaining("the service ended by itself")
          .hasMessageContaining("resource-limits: the embedded cluster has no limits above")
          .hasMessageContaining("pre-reserved-role: the embedded cluster has no statically");
    }
  }

  private ServiceProcess start(Surroundings surroundings, Path fetched) throws Exception {
    return run(
        SPEC,
        "--master",
        surroundings.master(),
        "--zookeeper",
        surroundings.zookeeper(),
        "--env",
        "SERVICE_NAME=" + service,
        "--env",
        "FETCHED=" + fetched.toUri());
  }

  private ServiceProcess run(Path spec, String... options) throws Exception {
    return ServiceProcess.run(
        HelloWorld.class,
        folder.resolve("run.out"),
        ImmutableList.<String>builder().add(spec.toString()).add(options).build(),
        Duration.ofSeconds(30));
  }

  private static boolean isMesosGiven() {
    return !System.getProperty(Surroundings.PROPERTY, "").isEmpty();
  }

  /** Until these have other tasks, and all is running and ready again. */
  private static void awaitReplaced(
      ServiceProcess scheduler, Map<String, String> before, String... tasks) throws Exception {
    for (String name : tasks) {
      scheduler.await(
          "another " + name,
          PATIENCE,
          () -> {
            JsonNode task = task(scheduler, name);
            return !task.path("id").asText().equals(before.get(name))
                && task.path("status").asText().equals("RUNNING")
                && task.path("ready").asBoolean();
          });
    }
    scheduler.awaitReady(PATIENCE);
  }

  private void awaitLife(ServiceProcess scheduler, String... lines) throws Exception {
    scheduler.await("a life of " + List.of(lines), PATIENCE, () -> life().equals(List.of(lines)));
  }

  private static ImmutableMap<String, String> ids(ServiceProcess scheduler) throws Exception {
    ImmutableMap.Builder<String, String> ids = ImmutableMap.builder();
    for (String name : ImmutableList.of(SERVER, HELPER, SPARE)) {
      ids.put(name, task(scheduler, name).path("id").asText());
    }
    return ids.buildOrThrow();
  }

  private static JsonNode task(ServiceProcess scheduler, String name) throws Exception {
    for (JsonNode task : scheduler.json("/v1/pod/node-0/status").path("tasks")) {
      if (task.path("name").asText().equals(name)) {
        return task;
      }
    }
    throw new AssertionError("no task " + name);
  }

  private TaskProcess server() {
    return TaskProcess.of(service, SERVER);
  }

  /** What the server has written into its volume. */
  private List<String> life() throws Exception {
    Path file = server().sandbox().resolve("data/life");
    return Files.exists(file) ? Files.readAllLines(file) : ImmutableList.of();
  }
}
