package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * No status is acknowledged before what it says is durable: the agent would not send it again to a
 * scheduler that forgot it.
 */
final class AcknowledgementsAreDurable implements Checker {

  private final DurableRecords records;
  private final Map<UUID, TaskStatus> sent = new HashMap<>();

  AcknowledgementsAreDurable(DurableRecords records) {
    this.records = records;
  }

  @Override
  public void told(ClusterOutput output) {
    if (output instanceof ClusterOutput.Event event
        && event.event() instanceof MesosEvent.Update update) {
      UUID uuid = update.status().uuid();
      if (uuid != null) {
        sent.put(uuid, update.status());
      }
    }
  }

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    if (!(call instanceof MesosCall.Acknowledge acknowledge)) {
      return;
    }
    TaskStatus status = sent.remove(acknowledge.uuid());
    Optional<TaskRecord> task = records.task(acknowledge.taskId());
    if (status == null || task.isEmpty()) {
      return; // of a launch that is no longer current, or acknowledged twice
    }
    TaskState known = task.get().state();
    require(
        progress(known) >= progress(status.state()),
        () ->
            "%s of task %s is acknowledged, and what is durable says %s"
                .formatted(status.state(), status.taskId(), known));
  }

  /** How far a task has come; a state in which nobody can see it counts as far as it may be. */
  private static int progress(TaskState state) {
    return switch (state) {
      case STAGING -> 0;
      case STARTING -> 1;
      case RUNNING, KILLING -> 2;
      case UNREACHABLE, UNKNOWN -> 2;
      case FINISHED, FAILED, KILLED, ERROR, LOST, DROPPED, GONE, GONE_BY_OPERATOR -> 3;
    };
  }
}
