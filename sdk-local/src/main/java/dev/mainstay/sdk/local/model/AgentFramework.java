package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an agent runs for one framework. */
final class AgentFramework {

  private final FrameworkInfo info;
  private final Map<ExecutorId, ExecutorRun> executors = new LinkedHashMap<>();
  private final Map<TaskId, AgentTask> tasks = new LinkedHashMap<>();

  AgentFramework(FrameworkInfo info) {
    this.info = info;
  }

  FrameworkInfo info() {
    return info;
  }

  Map<ExecutorId, ExecutorRun> executors() {
    return executors;
  }

  /** Those whose last update is not acknowledged. */
  Map<TaskId, AgentTask> tasks() {
    return tasks;
  }

  boolean isIdle() {
    return executors.isEmpty() && tasks.isEmpty();
  }
}
