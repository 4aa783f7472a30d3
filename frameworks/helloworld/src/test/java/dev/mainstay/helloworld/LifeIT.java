package dev.mainstay.helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.testing.ServiceProcess;
import dev.mainstay.sdk.testing.ServiceRemoval;
import dev.mainstay.sdk.testing.TaskProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** All that an operator may ask of a service, from its deployment to its end, as real processes. */
final class LifeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String service = "life-it-" + ProcessHandle.current().pid();
  private final Path folder;

  LifeIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_service_is_changed_in_all_ways_and_leaves_nothing_behind() throws Exception {
    try (Surroundings surroundings = Surroundings.open(folder)) {
      try (ServiceProcess scheduler = start(surroundings)) {
        scheduler.awaitReady(PATIENCE);
        anUpdateRollsPodByPodOnTheirVolumes(scheduler);
        oneMoreLeavesTheOthersAlone(scheduler);
        aReplacedPodBeginsAnew(scheduler);
        oneFewerGoesWithItsVolume(scheduler);
        aPlanWithAParameterJoinsTheRunningPods(scheduler);
        aCanaryWaitsForTheOperator(scheduler);
        aRollbackBringsBackWhatWas(scheduler);
        uninstallLeavesNothing(scheduler, surroundings);
      } finally {
        ServiceRemoval.remove(surroundings.mesos(), service);
      }
    }
  }

  private ServiceProcess start(Surroundings surroundings) throws Exception {
    return ServiceProcess.run(
        HelloWorld.class,
        folder.resolve("run.out"),
        ImmutableList.of(
            "--master",
            surroundings.master(),
            "--zookeeper",
            surroundings.zookeeper(),
            "--set",
            "service.name=" + service,
            "--set",
            "hello.count=2",
            "--set",
            "hello.interval=1",
            "--set",
            "hello.allow-decommission=true",
            "--set",
            "world.count=1"),
        Duration.ofSeconds(30));
  }

  private void anUpdateRollsPodByPodOnTheirVolumes(ServiceProcess scheduler) throws Exception {
    String world = scheduler.taskId("world-0");
    List<String> greetings = greetings("hello-1");
    scheduler.post("/v1/configurations", "{\"set\": {\"hello.interval\": \"2\"}}");
    awaitComplete(scheduler, 1);
    assertThat(intervalOf("hello-0")).isEqualTo("2");
    assertThat(intervalOf("hello-1")).isEqualTo("2");
    assertThat(greetings("hello-1")).startsWith(greetings.toArray(String[]::new));
    assertThat(scheduler.taskId("world-0")).isEqualTo(world);
  }

  private void oneMoreLeavesTheOthersAlone(ServiceProcess scheduler) throws Exception {
    ImmutableList<String> tasks = ids(scheduler, "hello-0", "hello-1", "world-0");
    scheduler.post("/v1/configurations", "{\"set\": {\"hello.count\": \"3\"}}");
    awaitComplete(scheduler, 2);
    assertThat(running()).contains("hello-2-server");
    assertThat(ids(scheduler, "hello-0", "hello-1", "world-0")).isEqualTo(tasks);
  }

  private void aReplacedPodBeginsAnew(ServiceProcess scheduler) throws Exception {
    String task = scheduler.taskId("hello-1");
    List<String> greetings = greetings("hello-1");
    scheduler.post("/v1/pod/hello-1/replace");
    scheduler.awaitReplaced("hello-1", task, PATIENCE);
    assertThat(greetings("hello-1")).isNotEmpty().doesNotContainAnyElementsOf(greetings);
  }

  private void oneFewerGoesWithItsVolume(ServiceProcess scheduler) throws Exception {
    ImmutableList<String> tasks = ids(scheduler, "hello-0", "hello-1", "world-0");
    Path volume = hello("hello-2").sandbox().resolve("hello-data").toRealPath();
    scheduler.post("/v1/configurations", "{\"set\": {\"hello.count\": \"2\"}}");
    scheduler.await(
        "hello-2 is gone",
        PATIENCE,
        () -> !scheduler.json("/v1/pod").toString().contains("hello-2"));
    scheduler.awaitPlan("decommission", "COMPLETE", PATIENCE);
    assertThat(running()).doesNotContain("hello-2-server");
    assertThat(volume).doesNotExist();
    assertThat(ids(scheduler, "hello-0", "hello-1", "world-0")).isEqualTo(tasks);
  }

  private void aPlanWithAParameterJoinsTheRunningPods(ServiceProcess scheduler) throws Exception {
    ImmutableList<String> tasks = ids(scheduler, "hello-0", "hello-1");
    scheduler.post("/v1/plans/greet/start", "{\"NAME\": \"Ada\"}");
    scheduler.awaitPlan("greet", "COMPLETE", PATIENCE);
    JsonNode run = scheduler.json("/v1/plans/greet").path("runs").path(0);
    assertThat(run.path("parameters").toString()).isEqualTo("{\"NAME\":\"Ada\"}");
    assertThat(run.path("outcome").asText()).isEqualTo("COMPLETE");
    assertThat(printedIn("hello-0")).contains("Hello, Ada, from 0");
    assertThat(printedIn("hello-1")).contains("Hello, Ada, from 1");
    assertThat(scheduler.json("/v1/logs/hello-1-greet").path("data").asText())
        .as("read through the agent's files API, as the scheduler is another process")
        .contains("Hello, Ada, from 1\n");
    assertThat(ids(scheduler, "hello-0", "hello-1")).isEqualTo(tasks);
  }

  private void aCanaryWaitsForTheOperator(ServiceProcess scheduler) throws Exception {
    ImmutableList<String> tasks = ids(scheduler, "hello-0", "hello-1");
    scheduler.post(
        "/v1/configurations",
        "{\"set\": {\"hello.interval\": \"3\", \"hello.strategy\": \"serial-canary\"}}");
    scheduler.awaitPlan("update", "WAITING", PATIENCE);
    assertThat(ids(scheduler, "hello-0", "hello-1")).isEqualTo(tasks);
    scheduler.post("/v1/plans/update/continue?phase=hello");
    scheduler.awaitReplaced("hello-0", tasks.get(0), PATIENCE);
    scheduler.awaitPlan("update", "WAITING", PATIENCE);
    assertThat(intervalOf("hello-0")).isEqualTo("3");
    assertThat(intervalOf("hello-1")).isEqualTo("2");
    scheduler.post("/v1/plans/update/continue?phase=hello");
    awaitComplete(scheduler, 1);
    assertThat(intervalOf("hello-1")).isEqualTo("3");
  }

  private void aRollbackBringsBackWhatWas(ServiceProcess scheduler) throws Exception {
    List<String> greetings = greetings("hello-1");
    scheduler.post("/v1/configurations", "{\"rollback\": true}");
    awaitComplete(scheduler, 1);
    assertThat(intervalOf("hello-0")).isEqualTo("2");
    assertThat(intervalOf("hello-1")).isEqualTo("2");
    assertThat(greetings("hello-1")).startsWith(greetings.toArray(String[]::new));
  }

  private void uninstallLeavesNothing(ServiceProcess scheduler, Surroundings surroundings)
      throws Exception {
    ImmutableList.Builder<String> roles = ImmutableList.builder();
    surroundings.mesos().framework(service).path("roles").forEach(role -> roles.add(role.asText()));
    assertThat(roles.build()).isNotEmpty();
    assertThat(surroundings.mesos().hasReservations(roles.build())).isTrue();
    scheduler.post("/v1/uninstall");
    assertThat(scheduler.awaitEnd(PATIENCE)).isZero();
    assertThat(scheduler.output()).contains("is uninstalled");

    assertThat(TaskProcess.all(service)).isEmpty();
    assertThat(surroundings.mesos().framework(service)).as("a framework with tasks").isEmpty();
    assertThat(surroundings.mesos().hasReservations(roles.build())).isFalse();
    if (Surroundings.isMesosGiven()) {
      assertThat(surroundings.mesos().agents().toString())
          .contains("reserved_resources_full")
          .doesNotContain(roles.build().get(0));
    }
  }

  /** Meanwhile so many hello pods have a process at each look. */
  private void awaitComplete(ServiceProcess scheduler, int atLeast) throws Exception {
    scheduler.await(
        "the plan is complete and all is ready",
        PATIENCE,
        () -> {
          assertThat(running().stream().filter(task -> task.startsWith("hello")))
              .hasSizeGreaterThanOrEqualTo(atLeast);
          return scheduler.isOk("/v1/plans/update") && scheduler.isOk("/v1/ready");
        });
  }

  private ImmutableSet<String> running() {
    return TaskProcess.all(service).stream()
        .map(TaskProcess::task)
        .collect(ImmutableSet.toImmutableSet());
  }

  private TaskProcess hello(String pod) {
    return TaskProcess.of(service, pod + "-server");
  }

  private List<String> greetings(String pod) throws Exception {
    return Files.readAllLines(hello(pod).sandbox().resolve("hello-data/greetings"));
  }

  /** What the process itself was told. */
  private String intervalOf(String pod) throws Exception {
    String environment =
        Files.readString(Path.of("/proc", Long.toString(hello(pod).handle().pid()), "environ"));
    return Stream.of(environment.split("\0", -1))
        .filter(variable -> variable.startsWith("INTERVAL="))
        .map(variable -> variable.substring("INTERVAL=".length()))
        .findFirst()
        .orElse("");
  }

  /** All that the tasks of a pod have printed since its executor was started. */
  private String printedIn(String pod) throws Exception {
    String sandbox = hello(pod).sandbox().toRealPath().toString();
    StringBuilder printed = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of(sandbox.replaceFirst("(/runs/[^/]+)/.*", "$1")))) {
      for (Path file : files.filter(path -> path.endsWith("stdout")).toList()) {
        printed.append(Files.readString(file));
      }
    }
    return printed.toString();
  }

  private static ImmutableList<String> ids(ServiceProcess scheduler, String... pods)
      throws Exception {
    ImmutableList.Builder<String> ids = ImmutableList.builder();
    for (String pod : pods) {
      ids.add(scheduler.taskId(pod));
    }
    return ids.build();
  }
}
