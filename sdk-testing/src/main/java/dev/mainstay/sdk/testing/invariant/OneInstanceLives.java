package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.mesos.TaskInfo;

/**
 * There are never two live instances of one pod index: no task is started twice beside itself, and
 * all processes of a pod are in one executor. Only a pod that a person gave up, whose agent could
 * not be reached, may live on there until the agent is back.
 */
final class OneInstanceLives implements Checker {

  private final ClusterTruth truth;

  OneInstanceLives(ClusterTruth truth) {
    this.truth = truth;
  }

  @Override
  public void told(ClusterOutput output) {
    if (output instanceof ClusterOutput.Container container
        && container.command() instanceof ContainerCommand.LaunchTask launch) {
      launched(launch.id(), launch.task());
    }
  }

  private void launched(ContainerId container, TaskInfo task) {
    PodId pod = truth.podOf(task);
    ImmutableList<ClusterTruth.Process> others = truth.processesOf(pod);
    for (ClusterTruth.Process other : others) {
      if (other.container().equals(container) || other.isForgiven()) {
        continue;
      }
      require(
          !other.task().name().equals(task.name()),
          () ->
              "task %s is started on %s while its earlier launch %s lives on %s"
                  .formatted(
                      task.taskId(),
                      container.agentId(),
                      other.task().taskId(),
                      other.container().agentId()));
      require(
          other.container().parent().equals(container.parent()),
          () ->
              "task %s is started in executor %s while %s of the same pod lives in %s"
                  .formatted(
                      task.taskId(), container.parent(), other.task().taskId(), other.container()));
    }
  }
}
