package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs tasks on an agent: for a pod, Mesos's own default executor.
 *
 * @param kind UNKNOWN when a request left it out
 */
public record ExecutorInfo(
    Kind kind,
    ExecutorId executorId,
    @Nullable FrameworkId frameworkId,
    @Nullable CommandInfo command,
    @Nullable ContainerInfo container,
    ImmutableList<Resource> resources,
    @Nullable String name,
    ImmutableList<Label> labels,
    @Nullable Duration shutdownGracePeriod) {

  /** Whose program it is. */
  public enum Kind {
    UNKNOWN,
    DEFAULT,
    CUSTOM
  }
}
