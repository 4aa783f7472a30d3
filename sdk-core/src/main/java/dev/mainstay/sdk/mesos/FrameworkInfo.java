package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a framework presents itself to the master.
 *
 * @param user the system user of its tasks, empty for the one that runs the scheduler
 * @param id absent at the first subscription
 * @param role the single role of a framework without MULTI_ROLE; absent for {@code *}
 * @param roles with MULTI_ROLE
 * @param failoverTimeout for how long its tasks live on without a scheduler
 * @param checkpoint tasks survive a restart of their agent
 */
public record FrameworkInfo(
    String user,
    String name,
    @Nullable FrameworkId id,
    @Nullable String role,
    ImmutableList<String> roles,
    Duration failoverTimeout,
    boolean checkpoint,
    @Nullable String hostname,
    @Nullable String principal,
    @Nullable String webuiUrl,
    ImmutableList<Capability> capabilities,
    ImmutableList<Label> labels) {

  /** What a framework can cope with. */
  public enum Capability {
    UNKNOWN,
    REVOCABLE_RESOURCES,
    TASK_KILLING_STATE,
    GPU_RESOURCES,
    SHARED_RESOURCES,
    PARTITION_AWARE,
    MULTI_ROLE,
    RESERVATION_REFINEMENT,
    REGION_AWARE
  }

  public FrameworkInfo withId(FrameworkId newId) {
    return new FrameworkInfo(
        user,
        name,
        newId,
        role,
        roles,
        failoverTimeout,
        checkpoint,
        hostname,
        principal,
        webuiUrl,
        capabilities,
        labels);
  }
}
