package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.HashSet;
import java.util.Set;

/** No task id is launched twice. */
final class LaunchesAreUnique implements Checker {

  private final Set<TaskId> launched = new HashSet<>();

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    if (call instanceof MesosCall.Accept accept) {
      for (Operation operation : accept.operations()) {
        if (operation instanceof Operation.LaunchGroup group) {
          group.tasks().forEach(this::launch);
        }
      }
    }
  }

  private void launch(TaskInfo task) {
    require(
        launched.add(task.taskId()),
        () -> "task id %s is launched a second time".formatted(task.taskId()));
  }
}
