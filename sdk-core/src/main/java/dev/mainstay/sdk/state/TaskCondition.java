package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the current launch of a task stands.
 *
 * @param state STAGING from the decision to launch on
 * @param ready the last non-empty result of its readiness check passed; a terminal state clears it
 * @param healthy the last result of its health check, absent before the first and without one
 * @param message what Mesos said of the state, or how the readiness check failed last, for people;
 *     empty for nothing
 * @param reason why Mesos sent it
 * @param since when this state began, by the scheduler's clock
 * @param addresses ip literals that its container was last said to have; empty before it runs
 * @param reported when the last status that its agent sent was made, by the agent's clock; absent
 *     before the first
 * @param readySince since when it has been running and ready without a break, by the scheduler's
 *     clock; absent while it is not
 */
public record TaskCondition(
    TaskState state,
    boolean ready,
    @Nullable Boolean healthy,
    String message,
    @Nullable StatusReason reason,
    Instant since,
    ImmutableList<String> addresses,
    @Nullable Instant reported,
    @Nullable Instant readySince) {

  /** One of which no agent has told anything. */
  public TaskCondition(
      TaskState state,
      boolean ready,
      @Nullable Boolean healthy,
      String message,
      @Nullable StatusReason reason,
      Instant since) {
    this(
        state,
        ready,
        healthy,
        message,
        reason,
        since,
        ImmutableList.of(),
        null,
        state == TaskState.RUNNING && ready ? since : null);
  }

  /** Right after the decision to launch. */
  public static TaskCondition staging(Instant now) {
    return new TaskCondition(TaskState.STAGING, false, null, "", null, now);
  }
}
