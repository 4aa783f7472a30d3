package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * What a pod that holds nothing yet requires of an offer: all that is reserved at its first launch.
 * Instances of one pod type have equal requirements, so one evaluation of an offer serves them all.
 *
 * @param refinedRole the statically reserved role that its resources come from, absent for
 *     unreserved ones
 * @param hostPorts its ports are ports of the agent; else they are its container's own and cost
 *     nothing
 * @param executorVolumes volumes shared by the pod's tasks
 * @param resourceSets all of the pod, those of tasks that are launched later included
 * @param placement absent for anywhere
 */
public record PodRequirement(
    String podType,
    @Nullable String refinedRole,
    boolean hostPorts,
    ImmutableList<VolumeSpec> executorVolumes,
    ImmutableList<ResourceSetSpec> resourceSets,
    @Nullable PlacementRule placement) {

  /** Cpus of a pod's executor, beside those of its tasks. */
  public static final Scalar EXECUTOR_CPUS = new Scalar(100);

  /** MB of memory of a pod's executor; Mesos takes no less (its MIN_MEM). */
  public static final Scalar EXECUTOR_MEM = Scalar.of(32L);

  /** MB of disk of a pod's executor, for its sandbox; Mesos wants some for task groups. */
  public static final Scalar EXECUTOR_DISK = Scalar.of(256L);

  public static PodRequirement of(PodSpec pod) {
    return new PodRequirement(
        pod.type(),
        pod.refinedRole().orElse(null),
        pod.container().usesHostPorts(),
        pod.volumes(),
        pod.resourceSets().values().asList(),
        pod.placement());
  }

  /** Cpus of the whole pod. */
  public Scalar cpus() {
    return resourceSets.stream().map(ResourceSetSpec::cpus).reduce(EXECUTOR_CPUS, Scalar::plus);
  }

  /** MB of memory of the whole pod. */
  public Scalar mem() {
    return resourceSets.stream().map(ResourceSetSpec::memory).reduce(EXECUTOR_MEM, Scalar::plus);
  }

  /** Whole gpus of the whole pod. */
  public Scalar gpus() {
    return resourceSets.stream().map(ResourceSetSpec::gpus).reduce(Scalar.ZERO, Scalar::plus);
  }

  /** MB of the agents' root disk for the whole pod. */
  public Scalar rootDisk() {
    return volumes().stream()
        .filter(volume -> volume.kind() == VolumeSpec.Kind.ROOT)
        .map(VolumeSpec::size)
        .reduce(EXECUTOR_DISK, Scalar::plus);
  }

  /** All volumes, the executor's first. */
  public ImmutableList<VolumeSpec> volumes() {
    ImmutableList.Builder<VolumeSpec> all =
        ImmutableList.<VolumeSpec>builder().addAll(executorVolumes);
    resourceSets.forEach(set -> all.addAll(set.volumes()));
    return all.build();
  }
}
