package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A task whose process runs.
 *
 * @param pid its process and its process group
 * @param user empty for oneself
 * @param grace from SIGTERM to SIGKILL when the whole cluster stops
 * @param links in the executor's sandbox, to be removed at its end
 * @param ended done when it has ended and that was told
 */
record RunningTask(
    ContainerId id,
    TaskId taskId,
    AgentHost host,
    Sandbox sandbox,
    long pid,
    TaskEnvironment environment,
    String user,
    Duration grace,
    ImmutableList<Path> links,
    CompletableFuture<Void> ended) {}
