package dev.mainstay.sdk.evaluate;

import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.ResourceValue;
import org.jspecify.annotations.Nullable;

/**
 * What a passed evaluation takes from an offer for one owner in the pod.
 *
 * @param owner as in a pod's holdings: empty for the executor, else a resource set's id
 * @param name what it is to its owner: the resource's name, a port's name or a volume's path
 * @param resource name of the Mesos resource
 * @param value how much, or which port
 * @param volumePath for a persistent volume, its path in the container; absent for other resources
 * @param source device of a volume, absent for the root disk
 */
public record Claim(
    String owner,
    String name,
    String resource,
    ResourceValue value,
    @Nullable String volumePath,
    DiskInfo.@Nullable Source source) {}
