package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.TaskStatus;

/** What an agent tells the master. */
interface MasterPort {

  /** Whether the master takes messages of this agent now. */
  boolean isRegistered(AgentModel agent);

  void taskUpdated(AgentModel agent, FrameworkId frameworkId, TaskStatus status);

  void operationUpdated(AgentModel agent, FrameworkId frameworkId, OperationStatus status);

  /**
   * An executor is over.
   *
   * @param status raw wait status, -1 when it never ran
   */
  void executorExited(AgentModel agent, FrameworkId frameworkId, ExecutorId executorId, int status);
}
