package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task as the master knows it: by the updates that went through it. */
final class MasterTask {

  private final TaskInfo info;
  private final FrameworkId frameworkId;
  private final AgentId agentId;
  private final @Nullable ExecutorId executorId;
  private final ResourcePool resources;
  private final List<TaskStatus> statuses = new ArrayList<>(4);
  private TaskState state = TaskState.STAGING;

  /**
   * @param executorId of a group's executor; absent for a command task
   */
  MasterTask(
      TaskInfo info, FrameworkId frameworkId, AgentId agentId, @Nullable ExecutorId executorId) {
    this.info = info;
    this.frameworkId = frameworkId;
    this.agentId = agentId;
    this.executorId = executorId;
    this.resources = ResourcePool.of(info.resources());
  }

  TaskInfo info() {
    return info;
  }

  TaskId id() {
    return info.taskId();
  }

  FrameworkId frameworkId() {
    return frameworkId;
  }

  AgentId agentId() {
    return agentId;
  }

  @Nullable ExecutorId executorId() {
    return executorId;
  }

  ResourcePool resources() {
    return resources;
  }

  TaskState state() {
    return state;
  }

  /** Takes a status in: one is kept for each state, the latest. */
  void update(TaskStatus status) {
    state = status.state();
    if (!statuses.isEmpty() && statuses.get(statuses.size() - 1).state() == state) {
      statuses.remove(statuses.size() - 1);
    }
    statuses.add(status);
  }

  Optional<TaskStatus> latest() {
    return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
  }

  ClusterView.Task view() {
    String role =
        info.resources().stream()
            .map(Resource::allocationRole)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new ClusterView.Task(
        info, frameworkId, executorId, role, state, ImmutableList.copyOf(statuses));
  }
}
