package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.Optional;

/**
 * A task that should run is not killed: a KILL goes to launches that are not current, and to those
 * whose durable record says that they are to end.
 */
final class KillsHaveCauses implements Checker {

  private final DurableRecords records;

  KillsHaveCauses(DurableRecords records) {
    this.records = records;
  }

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    if (call instanceof MesosCall.Kill kill) {
      Optional<TaskRecord> task = records.task(kill.taskId());
      require(
          task.map(known -> known.endWanted() != null || !known.isActive()).orElse(true),
          () -> "task %s is killed, and nothing says that it should end".formatted(kill.taskId()));
    }
  }
}
