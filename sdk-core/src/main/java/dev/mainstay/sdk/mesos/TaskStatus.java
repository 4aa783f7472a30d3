package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.TaskId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Mesos says of one task.
 *
 * @param uuid to be acknowledged with; absent when there is nothing to acknowledge
 * @param timestamp when it was made
 * @param healthy the latest result of the health check, absent before the first and without one
 * @param checkResult empty until a result is known; absent without a check
 */
public record TaskStatus(
    TaskId taskId,
    TaskState state,
    @Nullable String message,
    @Nullable Source source,
    @Nullable StatusReason reason,
    @Nullable AgentId agentId,
    @Nullable ExecutorId executorId,
    @Nullable Instant timestamp,
    @Nullable UUID uuid,
    @Nullable Boolean healthy,
    @Nullable CheckResult checkResult,
    @Nullable ContainerStatus containerStatus,
    @Nullable Instant unreachableTime,
    ImmutableList<Label> labels) {

  /** Who made it. */
  public enum Source {
    MASTER,
    AGENT,
    EXECUTOR
  }
}
