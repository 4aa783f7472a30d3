package dev.mainstay.sdk.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.ContainerStatus;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.ClusterOptions;
import dev.mainstay.sdk.service.ClusterProvider;
import dev.mainstay.sdk.service.EmbeddedCluster;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole cluster over its HTTP API, with real processes. */
@Timeout(120)
final class LocalClusterTest {

  private static final TaskId TASK = new TaskId("task-1");

  static EmbeddedCluster start(Path folder) throws CannotStartException {
    ClusterOptions.AgentOptions agent =
        new ClusterOptions.AgentOptions(
            Scalar.of(4L),
            Scalar.of(4096L),
            Scalar.of(10240L),
            ImmutableMap.of("rack", "r1"),
            "zone-a",
            ImmutableList.of());
    ClusterProvider provider = ServiceLoader.load(ClusterProvider.class).findFirst().orElseThrow();
    return provider.start(new ClusterOptions(folder, ImmutableList.of(agent, agent), 0, 0));
  }

  @Test
  void a_pod_runs_and_its_volume_outlives_the_cluster(@TempDir Path folder) throws Exception {
    FrameworkId id;
    try (EmbeddedCluster cluster = start(folder);
        TestScheduler scheduler = new TestScheduler(cluster.master(), null)) {
      id = scheduler.id();
      Offer offer = scheduler.offer(any -> true);
      assertThat(offer.hostname()).startsWith("agent-");
      scheduler.launch(offer, id, "echo $MESOS_CONTAINER_IP > data/ip; exec sleep 1000");
      TaskStatus running = scheduler.await(TaskState.RUNNING);
      assertThat(ProcessHandle.of(pid(running)).orElseThrow().isAlive()).isTrue();
      Path sandbox = cluster.sandbox(TASK).orElseThrow();
      assertThat(sandbox.resolve("stdout")).exists();
      while (!Files.exists(sandbox.resolve("data/ip"))) {
        LockSupport.parkNanos(10_000_000); // it runs before its first command is done
      }

      cluster.endTasks(ImmutableList.of(ImmutableList.of(TASK)));
      assertThat(ProcessHandle.of(pid(running)).filter(ProcessHandle::isAlive)).isEmpty();
    }
    try (EmbeddedCluster cluster = start(folder);
        TestScheduler scheduler = new TestScheduler(cluster.master(), id)) {
      assertThat(scheduler.id()).isEqualTo(id);
      Offer offer =
          scheduler.offer(
              any -> any.resources().stream().anyMatch(disk -> disk.persistence().isPresent()));
      String address = String.valueOf(offer.address() == null ? null : offer.address().ip());
      assertThat(folder.resolve("agents").resolve(offer.hostname()))
          .isDirectoryRecursivelyContaining("glob:**/volumes/roles/test-role/vol-1/ip");
      assertThat(address).startsWith("127.0.0.");
    }
  }

  static long pid(TaskStatus status) {
    ContainerStatus container = status.containerStatus();
    Integer pid = container == null ? null : container.executorPid();
    assertThat(pid).isNotNull();
    return pid == null ? 0 : pid;
  }

  @Test
  void closing_ends_the_tasks(@TempDir Path folder) throws Exception {
    TaskStatus running;
    try (EmbeddedCluster cluster = start(folder);
        TestScheduler scheduler = new TestScheduler(cluster.master(), null)) {
      FrameworkId id = scheduler.id();
      scheduler.launch(scheduler.offer(any -> true), id, "exec sleep 1000");
      running = scheduler.await(TaskState.RUNNING);
    }
    assertThat(ProcessHandle.of(pid(running)).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void a_task_outlives_the_crash_of_its_agent_but_not_its_machine(@TempDir Path folder)
      throws Exception {
    try (EmbeddedCluster started = start(folder);
        TestScheduler scheduler = new TestScheduler(started.master(), null)) {
      assertThat(started).isInstanceOf(FaultyCluster.class);
      FaultyCluster cluster = (FaultyCluster) started;
      Offer offer = scheduler.offer(any -> true);
      scheduler.launch(offer, scheduler.id(), "exec sleep 1000");
      ProcessHandle task = ProcessHandle.of(pid(scheduler.await(TaskState.RUNNING))).orElseThrow();
      AgentId agent = cluster.agentNamed(offer.hostname()).orElseThrow();

      cluster.crash(agent);
      cluster.restart(agent);
      assertThat(task.isAlive()).isTrue();

      cluster.powerOff(agent);
      assertThat(task.isAlive()).isFalse();
      cluster.restart(agent);
      TaskStatus end = scheduler.await(TaskState.FAILED);
      assertThat(end.taskId()).isEqualTo(TASK);
    }
  }

  @Test
  void a_second_cluster_does_not_get_the_folder(@TempDir Path folder) throws Exception {
    try (EmbeddedCluster cluster = start(folder)) {
      assertThat(cluster.zookeeper()).startsWith("127.0.0.1:");
      assertThatThrownBy(() -> start(folder)).hasMessageContaining("is in use by process");
    }
  }

  @Test
  void tasks_of_a_killed_run_live_until_the_next_start_ends_them(@TempDir Path folder)
      throws Exception {
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClusterToKill.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ProcessHandle task;
    try (BufferedReader output = run.inputReader()) {
      String line =
          output
              .lines()
              .filter(text -> text.startsWith(ClusterToKill.RUNNING))
              .findFirst()
              .orElse("");
      long pid = Long.parseLong(line.substring(ClusterToKill.RUNNING.length()));
      task = ProcessHandle.of(pid).orElseThrow();
    } finally {
      run.destroyForcibly().waitFor();
    }
    assertThat(task.isAlive()).isTrue();

    try (EmbeddedCluster cluster = start(folder)) {
      assertThat(task.isAlive()).isFalse();
      assertThat(cluster.sandbox(TASK)).isPresent();
    }
  }
}
