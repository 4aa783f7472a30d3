package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.MasterInfo;
import java.time.Instant;
import java.util.Optional;

/**
 * A Mesos master, its allocator, its agents and their default executors as one deterministic state machine. The embedded
 * cluster drives it with real processes and the wall's time, the simulation with scripts and virtual time.
 *
 * <p>It has no thread and no clock: {@link #handle} is to be called by one thread at a time, with a {@code now} that never
 * goes back, for each input and again (with {@link ClusterInput.Tick}) not long after {@link #nextWake()}.
 */
public final class ClusterModel {
}
