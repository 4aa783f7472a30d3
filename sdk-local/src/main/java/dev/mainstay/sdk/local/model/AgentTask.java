package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import org.jspecify.annotations.Nullable;

/** A task as its agent knows it, until its last update is acknowledged. */
final class AgentTask {

  private final TaskInfo info;
  private final ExecutorId executorId;
  private final boolean commandTask;
  private final UpdateStream<TaskStatus> updates;
  private @Nullable TaskStatus latest;

  AgentTask(
      TaskInfo info, ExecutorId executorId, boolean commandTask, UpdateStream<TaskStatus> updates) {
    this.info = info;
    this.executorId = executorId;
    this.commandTask = commandTask;
    this.updates = updates;
  }

  TaskInfo info() {
    return info;
  }

  ExecutorId executorId() {
    return executorId;
  }

  boolean isCommandTask() {
    return commandTask;
  }

  UpdateStream<TaskStatus> updates() {
    return updates;
  }

  @Nullable TaskStatus latest() {
    return latest;
  }

  void latest(TaskStatus status) {
    latest = status;
  }

  /** What the master is told of it: the update that is on its way, else the latest one. */
  ImmutableList<TaskStatus> sent() {
    ImmutableList<TaskStatus> unacknowledged = updates.unacknowledged();
    if (!unacknowledged.isEmpty()) {
      return unacknowledged.subList(0, 1);
    }
    return latest == null ? ImmutableList.of() : ImmutableList.of(latest);
  }

  boolean isTerminal() {
    return latest != null && latest.state().isTerminal();
  }

  TaskState state() {
    return latest == null ? TaskState.STAGING : latest.state();
  }
}
