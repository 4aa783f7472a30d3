package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.testing.world.SchedulerRun;

/**
 * A launch into an executor that lives describes it word for word as before: Mesos refuses else.
 */
final class ExecutorsStayTheSame implements Checker {

  private final ClusterTruth truth;

  ExecutorsStayTheSame(ClusterTruth truth) {
    this.truth = truth;
  }

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      for (Operation operation : accept.operations()) {
        if (operation instanceof Operation.LaunchGroup group) {
          group.tasks().forEach(task -> look(task, group.executor()));
        }
      }
    }
  }

  private void look(TaskInfo task, ExecutorInfo executor) {
    for (ClusterTruth.Process process : truth.processesOf(truth.podOf(task))) {
      ExecutorInfo lives = process.executor();
      require(
          !lives.executorId().equals(executor.executorId())
              || (lives.resources().equals(executor.resources())
                  && lives.labels().equals(executor.labels())),
          () ->
              "task %s is launched into executor %s, which is described otherwise than it lives"
                  .formatted(task.taskId(), executor.executorId()));
    }
  }
}
