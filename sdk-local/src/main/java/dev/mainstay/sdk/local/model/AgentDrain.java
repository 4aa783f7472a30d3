package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is drained.
 *
 * @param maxGracePeriod upper bound of each task's kill grace period; absent for none
 * @param markGone afterwards the agent is gone for good
 */
record AgentDrain(@Nullable Duration maxGracePeriod, boolean markGone) {

  /** What overrides a task's own grace period; absent when its own is to be used. */
  @Nullable Duration graceFor(TaskInfo task) {
    Duration own = task.killGracePeriod();
    return maxGracePeriod == null || (own != null && own.compareTo(maxGracePeriod) <= 0)
        ? null
        : maxGracePeriod;
  }

  /** Kills by draining say so, and count as gone when the agent will be. */
  TaskStatus rewritten(TaskStatus status, FrameworkInfo framework) {
    if (status.state() != TaskState.KILLING && status.state() != TaskState.KILLED) {
      return status;
    }
    boolean gone =
        markGone && framework.capabilities().contains(FrameworkInfo.Capability.PARTITION_AWARE);
    return new TaskStatus(
        status.taskId(),
        gone ? TaskState.GONE_BY_OPERATOR : status.state(),
        status.message(),
        status.source(),
        StatusReason.AGENT_DRAINING,
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
}
