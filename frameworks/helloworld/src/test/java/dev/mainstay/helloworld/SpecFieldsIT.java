package dev.mainstay.helloworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.testing.ServiceProcess;
import dev.mainstay.sdk.testing.ServiceRemoval;
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

  /** Of each agent of the embedded cluster, where a test asks for it. */
  private static final String EQUIPMENT =
      "cpus(public):1;mem(public):512;disk(public):2048;ports(public):[80-89];gpus(public):1;"
          + "disk(public)[MOUNT:ssd]:512";

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
        assertVolumesAreTheAgents();
        String output = assertGivenToTheTask(scheduler);
        spareEndsAlone(scheduler);
        helperTakesTheServerWithIt(scheduler);
        sickServerIsKilled(scheduler);
        assertThat(assertGivenToTheTask(scheduler))
            .as("the output of the task's third life, with the ports of the first")
            .isEqualTo(output);
      } finally {
        ServiceRemoval.remove(surroundings.mesos(), service);
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

  /**
   * {@code labels}, the SDK's own among them, {@code discovery} with the ports that have a name,
   * {@code ports} and other resources.
   */
  private void assertKnownToTheMaster(Surroundings surroundings, ServiceProcess scheduler)
      throws Exception {
    JsonNode task = surroundings.mesos().task(service, task(scheduler, SERVER).path("id").asText());
    assertThat(task.path("labels"))
        .extracting(label -> label.path("key").asText() + "=" + label.path("value").asText())
        .contains("team=storage", "tier=1", "task_type=node", "index=0");
    assertThat(task.path("labels"))
        .extracting(label -> label.path("key").asText())
        .contains("target_configuration", "offer_hostname", "offer_attributes");
    JsonNode discovery = task.path("discovery");
    assertThat(discovery.path("visibility").asText()).isEqualTo("EXTERNAL");
    assertThat(discovery.path("name").asText()).isEqualTo("fields-0");
    assertThat(discovery.path("ports").path("ports"))
        .extracting(port -> port.path("name").asText() + " " + port.path("visibility").asText())
        .contains("dynamic EXTERNAL", "fixed CLUSTER");
    JsonNode resources = task.path("resources");
    assertThat(resources.path("cpus").asDouble()).isEqualTo(0.1);
    assertThat(resources.path("mem").asDouble()).isEqualTo(32);
    assertThat(resources.path("disk").asDouble()).as("the task's own volume").isEqualTo(16);
    assertThat(resources.path("ports").asText())
        .as("a port of the range 21000 to 21099, and the fixed one")
        .containsPattern("210\\d\\d-210\\d\\d")
        .contains("22222-22222");
    assertThat(scheduler.json("/v1/endpoints/dynamic").path("address"))
        .extracting(JsonNode::asText)
        .singleElement()
        .asString()
        .containsPattern("^127[.0-9]+:210\\d\\d$");
  }

  /** {@code volume} of the task and of the pod: folders of the agent, which outlive sandboxes. */
  private void assertVolumesAreTheAgents() throws Exception {
    Path volumes = Path.of("volumes", "roles", service + "-role");
    for (String path : List.of("data", "shared")) {
      assertThat(server().sandbox().resolve(path).toRealPath().toString())
          .as("the volume %s", path)
          .contains(volumes.toString());
    }
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
    if (Surroundings.isMesosGiven()) {
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
        !Surroundings.isMesosGiven(),
        "resource-limits and pre-reserved-role: what agents of a given Mesos have shows there");
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

  /** {@code resource-limits} are for agents with cgroups; others say why they drop the task. */
  @Test
  void resource_limits_are_taken_or_their_refusal_is_told() throws Exception {
    assumeTrue(
        Surroundings.isMesosGiven(), "resource-limits: the embedded cluster refuses them at start");
    Path spec =
        Files.writeString(
            folder.resolve("svc.yml"),
            """
            name: %s
            pods:
              node:
                count: 1
                tasks:
                  server:
                    goal: RUNNING
                    cmd: sleep 1000
                    cpus: 0.1
                    memory: 32
                    resource-limits: {cpus: unlimited, memory: 64}
            """
                .formatted(service));
    try (Surroundings surroundings = Surroundings.open(folder)) {
      boolean enforced =
          surroundings.isolation().stream()
              .allMatch(agent -> agent.contains("cgroups/cpu") && agent.contains("cgroups/mem"));
      try (ServiceProcess scheduler = run(spec, surroundings)) {
        if (enforced) {
          scheduler.awaitReady(PATIENCE);
        } else {
          awaitMessage(scheduler, "when the agent has loaded the 'cgroups/cpu' isolator");
        }
      } finally {
        // A master goes on counting the executor of a task that its agent dropped.
        ServiceRemoval.tearDownAndRemove(surroundings.mesos(), service);
      }
      assumeTrue(
          enforced,
          "resource-limits: agents without cgroups/cpu and cgroups/mem drop the task, and say so");
    }
  }

  private static void awaitMessage(ServiceProcess scheduler, String message) throws Exception {
    scheduler.await(
        message,
        PATIENCE,
        () ->
            scheduler.isOk("/v1/pod/node-0/status")
                && scheduler.json("/v1/pod/node-0/status").toString().contains(message));
  }

  /** {@code pre-reserved-role}, and on the embedded cluster {@code gpus} and a MOUNT disk. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void a_pod_runs_on_what_is_reserved_for_its_role() throws Exception {
    boolean given = Surroundings.isMesosGiven();
    try (Surroundings surroundings = Surroundings.open(folder, "--agent-resources", EQUIPMENT)) {
      String role = surroundings.staticRole().orElse("");
      assumeTrue(
          !role.isEmpty(),
          "pre-reserved-role: no agent of the given Mesos has a role's cpus, disk and ports");
      try (ServiceProcess scheduler = run(reservedPod(role, !given), surroundings)) {
        scheduler.awaitReady(PATIENCE);
        JsonNode task =
            surroundings.mesos().task(service, task(scheduler, SERVER).path("id").asText());
        assertThat(task.path("role").asText()).isEqualTo(role + "/" + service + "-role");
        assertThat(task.path("resources").path("ports").asText()).isEqualTo("[80-80]");
        assertThat(server().sandbox().resolve("data").toRealPath().toString())
            .contains(given ? "volumes/roles/" : "/ssd");
        if (!given) {
          assertThat(task.path("resources").path("gpus").asDouble()).isEqualTo(1);
        }
      } finally {
        ServiceRemoval.remove(surroundings.mesos(), service);
      }
    }
  }

  private Path reservedPod(String role, boolean equipped) throws Exception {
    return Files.writeString(
        folder.resolve("svc.yml"),
        """
        name: %s
        pods:
          node:
            count: 1
            pre-reserved-role: %s
            tasks:
              server:
                goal: RUNNING
                cmd: sleep 1000
                cpus: 0.1
                memory: 32
                %s
                ports:
                  http:
                    port: 80
                volume:
                  path: data
                  type: %s
                  size: 16
        """
            .formatted(service, role, equipped ? "gpus: 1" : "", equipped ? "MOUNT" : "ROOT"));
  }

  private ServiceProcess start(Surroundings surroundings, Path fetched) throws Exception {
    return run(SPEC, surroundings, "--env", "FETCHED=" + fetched.toUri());
  }

  private ServiceProcess run(Path spec, Surroundings surroundings, String... options)
      throws Exception {
    return run(
        spec,
        ImmutableList.<String>builder()
            .add("--master", surroundings.master())
            .add("--zookeeper", surroundings.zookeeper())
            .add("--env", "SERVICE_NAME=" + service)
            .add(options)
            .build()
            .toArray(String[]::new));
  }

  private ServiceProcess run(Path spec, String... options) throws Exception {
    return ServiceProcess.run(
        HelloWorld.class,
        folder.resolve("run.out"),
        ImmutableList.<String>builder().add(spec.toString()).add(options).build(),
        Duration.ofSeconds(30));
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
