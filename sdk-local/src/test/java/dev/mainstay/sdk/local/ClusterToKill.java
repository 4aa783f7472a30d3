package dev.mainstay.sdk.local;

import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.service.EmbeddedCluster;
import java.nio.file.Path;

/** A program that runs a cluster with one task and waits to be killed. */
final class ClusterToKill {

  /** What it prints when the task runs, with its pid behind. */
  static final String RUNNING = "running as process ";

  private ClusterToKill() {}

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedCluster cluster = LocalClusterTest.start(Path.of(arguments[0]));
        TestScheduler scheduler = new TestScheduler(cluster.master(), null)) {
      scheduler.launch(scheduler.offer(any -> true), scheduler.id(), "exec sleep 1000");
      System.out.println(RUNNING + LocalClusterTest.pid(scheduler.await(TaskState.RUNNING)));
      ProcessHandle.current().parent().orElseThrow().onExit().join();
    }
  }
}
