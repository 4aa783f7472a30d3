package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;

/**
 * Resources that are reserved once and used by one task at a time. A task that lists its own
 * resources gets a set of its own, named {@code <task>-resource-set}.
 *
 * @param cpus in cpus
 * @param gpus whole gpus
 * @param memory in MB
 * @param limits how far its task may go beyond
 * @param volumes persistent volumes of this set alone
 */
public record ResourceSetSpec(
    String id,
    Scalar cpus,
    Scalar gpus,
    Scalar memory,
    ResourceLimitsSpec limits,
    ImmutableList<PortSpec> ports,
    ImmutableList<VolumeSpec> volumes) {}
