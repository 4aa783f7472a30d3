package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task to launch.
 *
 * @param executor for a task with a custom executor of its own (LAUNCH); absent in a task group
 * @param killGracePeriod between SIGTERM and SIGKILL, absent for Mesos's default of 3 s
 * @param maxCompletionTime after which it is failed
 * @param limits upper bounds of cpus and mem by name; {@link #UNLIMITED} for as much as the agent
 *     has
 */
public record TaskInfo(
    String name,
    TaskId taskId,
    AgentId agentId,
    ImmutableList<Resource> resources,
    @Nullable ExecutorInfo executor,
    @Nullable CommandInfo command,
    @Nullable ContainerInfo container,
    @Nullable HealthCheck healthCheck,
    @Nullable CheckInfo check,
    @Nullable Duration killGracePeriod,
    @Nullable Duration maxCompletionTime,
    ImmutableSortedMap<String, Scalar> limits,
    ImmutableList<Label> labels,
    @Nullable DiscoveryInfo discovery) {
  /** A limit without bound, which Mesos writes as an infinite number. */
  public static final Scalar UNLIMITED = new Scalar(Long.MAX_VALUE);
}
