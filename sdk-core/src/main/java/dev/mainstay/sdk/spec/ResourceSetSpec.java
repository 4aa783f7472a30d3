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
 * @param volumes persistent volumes of this set alone
 */
public record ResourceSetSpec(
    String id,
    Scalar cpus,
    Scalar gpus,
    Scalar memory,
    ImmutableList<PortSpec> ports,
    ImmutableList<VolumeSpec> volumes) {}
