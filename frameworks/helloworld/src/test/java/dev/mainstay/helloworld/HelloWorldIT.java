package dev.mainstay.helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.testing.ServiceProcess;
import dev.mainstay.sdk.testing.ServiceRemoval;
import dev.mainstay.sdk.testing.TaskProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A service's life on a cluster that outlives its scheduler: an embedded one, or a real Mesos. */
final class HelloWorldIT {

  private static final ImmutableList<String> PODS =
      ImmutableList.of("hello-0", "world-0", "world-1");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String service = "hello-it-" + ProcessHandle.current().pid();
  private final Path folder;

  HelloWorldIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void outlives_the_kill_of_a_task_and_restarts_of_its_scheduler() throws Exception {
    try (Surroundings surroundings = Surroundings.open(folder)) {
      try {
        assertAdopted(surroundings, deploy(surroundings));
      } finally {
        ServiceRemoval.remove(surroundings.mesos(), service);
      }
    }
  }

  /** Ends its scheduler; the tasks stay. Returns their ids by pod instance. */
  private ImmutableMap<String, String> deploy(Surroundings surroundings) throws Exception {
    try (ServiceProcess scheduler = start(surroundings)) {
      scheduler.awaitReady(PATIENCE);
      killsAndRecoversOnItsVolume(scheduler);
      restartsOnItsVolume(scheduler);
      idlesOnItsVolumeWhilePaused(scheduler);
      replacesWithAFreshVolume(scheduler);
      return taskIds(scheduler);
    }
  }

  private void killsAndRecoversOnItsVolume(ServiceProcess scheduler) throws Exception {
    String task = scheduler.taskId("hello-0");
    TaskProcess before = hello();
    List<String> greetings = greetings(before);
    assertThat(greetings).isNotEmpty();
    assertThat(before.handle().destroyForcibly()).isTrue();
    scheduler.awaitReplaced("hello-0", task, PATIENCE);
    assertThat(greetings(hello()))
        .hasSizeGreaterThan(greetings.size())
        .startsWith(greetings.toArray(String[]::new));
  }

  private void restartsOnItsVolume(ServiceProcess scheduler) throws Exception {
    String task = scheduler.taskId("hello-0");
    List<String> greetings = greetings(hello());
    scheduler.post("/v1/pod/hello-0/restart");
    scheduler.awaitReplaced("hello-0", task, PATIENCE);
    assertThat(greetings(hello())).startsWith(greetings.toArray(String[]::new));
  }

  private void idlesOnItsVolumeWhilePaused(ServiceProcess scheduler) throws Exception {
    List<String> greetings = greetings(hello());
    scheduler.post("/v1/pod/hello-0/pause");
    scheduler.awaitStatus("hello-0", "PAUSED", PATIENCE);
    assertThat(scheduler.isOk("/v1/ready")).isFalse();
    String idle = scheduler.taskId("hello-0");
    List<String> before = greetings(hello());
    assertThat(before).startsWith(greetings.toArray(String[]::new));
    scheduler.post("/v1/pod/hello-0/resume");
    scheduler.awaitReplaced("hello-0", idle, PATIENCE);
    assertThat(greetings(hello())).startsWith(before.toArray(String[]::new));
  }

  private void replacesWithAFreshVolume(ServiceProcess scheduler) throws Exception {
    String task = scheduler.taskId("hello-0");
    List<String> greetings = greetings(hello());
    scheduler.post("/v1/pod/hello-0/replace");
    scheduler.awaitReplaced("hello-0", task, PATIENCE);
    assertThat(greetings(hello())).isNotEmpty().doesNotContainAnyElementsOf(greetings);
  }

  /** A new scheduler after a stop, and another after a crash, take over what runs. */
  private void assertAdopted(Surroundings surroundings, ImmutableMap<String, String> tasks)
      throws Exception {
    ProcessHandle hello = hello().handle();
    try (ServiceProcess scheduler = start(surroundings)) {
      scheduler.awaitReady(PATIENCE);
      assertThat(taskIds(scheduler)).isEqualTo(tasks);
      scheduler.kill();
    }
    try (ServiceProcess scheduler = start(surroundings)) {
      scheduler.awaitReady(PATIENCE);
      assertThat(taskIds(scheduler)).isEqualTo(tasks);
      assertThat(surroundings.mesos().framework(service).path("tasks")).hasSize(PODS.size());
    }
    assertThat(hello().handle()).isEqualTo(hello);
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
            "hello.interval=1"),
        Duration.ofSeconds(30));
  }

  private TaskProcess hello() {
    return TaskProcess.of(service, "hello-0-server");
  }

  private static List<String> greetings(TaskProcess hello) throws Exception {
    return Files.readAllLines(hello.sandbox().resolve("hello-data/greetings"));
  }

  private static ImmutableMap<String, String> taskIds(ServiceProcess scheduler) throws Exception {
    ImmutableMap.Builder<String, String> ids = ImmutableMap.builder();
    for (String pod : PODS) {
      ids.put(pod, scheduler.taskId(pod));
    }
    return ids.buildOrThrow();
  }
}
