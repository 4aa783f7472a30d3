package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's container is.
 *
 * @param containerId the task's own container
 * @param parentContainerId the executor's container for a nested one; absent for a command task
 * @param executorPid pid of the container's first process on the agent
 */
public record ContainerStatus(
    @Nullable String containerId,
    @Nullable String parentContainerId,
    ImmutableList<NetworkInfo> networks,
    @Nullable Integer executorPid) {}
