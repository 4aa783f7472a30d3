package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OperationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Feedback about one operation.
 *
 * @param uuid to be acknowledged with; absent when there is nothing to acknowledge
 */
public record OperationStatus(
    @Nullable OperationId operationId,
    OperationState state,
    @Nullable String message,
    ImmutableList<Resource> convertedResources,
    @Nullable UUID uuid,
    @Nullable AgentId agentId) {}
