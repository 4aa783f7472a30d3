package dev.mainstay.sdk.sample;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Task statuses as Mesos would send them. */
public final class Statuses {

  private Statuses() {}

  /** With a uuid it is an agent's or executor's, to be acknowledged; else the master's. */
  public static TaskStatus status(
      TaskId task, TaskState state, AgentId agent, @Nullable UUID uuid) {
    return new TaskStatus(
        task,
        state,
        null,
        uuid == null ? TaskStatus.Source.MASTER : TaskStatus.Source.EXECUTOR,
        null,
        agent,
        null,
        null,
        uuid,
        null,
        null,
        null,
        null,
        ImmutableList.of());
  }

  public static TaskStatus because(TaskStatus status, StatusReason reason, String message) {
    return new TaskStatus(
        status.taskId(),
        status.state(),
        message,
        status.source(),
        reason,
        status.agentId(),
        status.executorId(),
        status.timestamp(),
        status.uuid(),
        status.healthy(),
        status.checkResult(),
        status.containerStatus(),
        status.unreachableTime(),
        status.labels());
  }

  /** With the result of the task's check; null for one that has none yet. */
  public static TaskStatus checked(TaskStatus status, @Nullable Integer exitCode) {
    return new TaskStatus(
        status.taskId(),
        status.state(),
        status.message(),
        status.source(),
        status.reason(),
        status.agentId(),
        status.executorId(),
        status.timestamp(),
        status.uuid(),
        status.healthy(),
        new CheckResult(ProbeKind.COMMAND, exitCode),
        status.containerStatus(),
        status.unreachableTime(),
        status.labels());
  }
}
