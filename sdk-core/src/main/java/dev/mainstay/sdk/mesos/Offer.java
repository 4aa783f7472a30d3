package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.OfferId;
import org.jspecify.annotations.Nullable;

/**
 * Resources of one agent, offered to one role of a framework.
 *
 * @param address the agent's API address, absent where the master does not tell
 * @param domain the agent's fault domain
 * @param executorIds the framework's executors that run there
 * @param unavailability a planned maintenance
 * @param allocationRole the role it is offered to
 */
public record Offer(
    OfferId id,
    FrameworkId frameworkId,
    AgentId agentId,
    String hostname,
    @Nullable Address address,
    @Nullable Domain domain,
    ImmutableList<Resource> resources,
    ImmutableList<Attribute> attributes,
    ImmutableList<ExecutorId> executorIds,
    @Nullable Unavailability unavailability,
    @Nullable String allocationRole) {}
