package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.base.AgentId;
import org.jspecify.annotations.Nullable;

/**
 * A container on an agent: an executor's, or a task's nested in it.
 *
 * @param executor container id of the executor's run
 * @param nested the task's own id inside it; absent for the executor itself, or a command task
 */
public record ContainerId(AgentId agentId, String executor, @Nullable String nested) {

  /** The executor's container that this one is nested in. */
  public ContainerId parent() {
    return new ContainerId(agentId, executor, null);
  }

  public boolean isNested() {
    return nested != null;
  }

  /** {@code <executor>} or {@code <executor>.<nested>}, as Mesos writes it. */
  @Override
  public String toString() {
    return nested == null ? executor : executor + "." + nested;
  }
}
