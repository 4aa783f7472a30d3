package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.List;

/** No ACCEPT reaches the master before the records of what it launches and reserves are durable. */
final class AcceptsAreDurable implements Checker {

  private final DurableRecords records;

  AcceptsAreDurable(DurableRecords records) {
    this.records = records;
  }

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    if (!(call instanceof MesosCall.Accept accept)) {
      return;
    }
    for (Operation operation : accept.operations()) {
      if (operation instanceof Operation.LaunchGroup group) {
        group.tasks().forEach(this::launched);
      } else if (operation instanceof Operation.Reserve reserve) {
        claimed(reserve.resources());
      } else if (operation instanceof Operation.Create create) {
        claimed(create.volumes());
      }
    }
  }

  private void launched(TaskInfo task) {
    require(
        records.wasRecorded(task.taskId()),
        () -> "task %s is launched and no durable record has it".formatted(task.taskId()));
  }

  private void claimed(List<Resource> resources) {
    for (Resource resource : resources) {
      resource
          .resourceId()
          .ifPresent(
              id ->
                  require(
                      records.wasRecorded(id),
                      () ->
                          "%s is reserved as %s and no durable record has it"
                              .formatted(resource.name(), id)));
    }
  }
}
