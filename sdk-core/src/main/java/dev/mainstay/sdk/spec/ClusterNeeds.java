package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/** What a spec asks of a cluster beyond cpus, memory, root disk, ports and processes, as data. */
public final class ClusterNeeds {

  private ClusterNeeds() {}

  /**
   * One field that asks for a feature.
   *
   * @param path keys from the spec's root to the field
   */
  public record Need(ClusterFeature feature, ImmutableList<String> path) {}

  /** Every field that asks for something, in the order of the pods. */
  public static ImmutableList<Need> of(ServiceSpec spec) {
    List<Need> needs = new ArrayList<>();
    spec.pods().values().forEach(pod -> new PodNeeds(pod, needs).add());
    return ImmutableList.copyOf(needs);
  }

  private record PodNeeds(PodSpec pod, List<Need> needs) {

    void add() {
      addContainer();
      when(pod.refinedRole().isPresent(), ClusterFeature.RESERVED_ROLES, "pre-reserved-role");
      when(!pod.secrets().isEmpty(), ClusterFeature.SECRETS, "secrets");
      when(hasMount(pod.volumes()), ClusterFeature.MOUNT_DISKS, "volumes");
      pod.resourceSets().values().forEach(this::addResources);
      pod.tasks().values().forEach(this::addTask);
    }

    private void addContainer() {
      ContainerSpec container = pod.container();
      when(container.image() != null, ClusterFeature.DOCKER_IMAGES, "image");
      when(!container.networks().isEmpty(), ClusterFeature.NETWORKS, "networks");
      when(!container.hostVolumes().isEmpty(), ClusterFeature.HOST_VOLUMES, "host-volumes");
      when(
          !container.externalVolumes().isEmpty(),
          ClusterFeature.EXTERNAL_VOLUMES,
          "external-volumes");
      when(container.sharedMemory() != null, ClusterFeature.SHARED_MEMORY, "ipc-mode");
      when(
          container.seccomp() != null && !container.seccomp().isUnconfined(),
          ClusterFeature.SECCOMP,
          "seccomp-profile-name");
    }

    private void addResources(ResourceSetSpec set) {
      ImmutableList<String> path = pathOf(set);
      when(set.gpus().isPositive(), ClusterFeature.GPUS, path, "gpus");
      when(hasMount(set.volumes()), ClusterFeature.MOUNT_DISKS, path, "volumes");
      when(
          !set.limits().equals(ResourceLimitsSpec.NONE),
          ClusterFeature.RESOURCE_LIMITS,
          path,
          "resource-limits");
    }

    private void addTask(TaskSpec task) {
      ImmutableList<String> path = ImmutableList.of("tasks", task.name());
      when(task.sharedMemory() != null, ClusterFeature.SHARED_MEMORY, path, "ipc-mode");
      when(
          !task.transportEncryption().isEmpty(),
          ClusterFeature.CERTIFICATE_AUTHORITY,
          path,
          "transport-encryption");
    }

    /** A task's own resources stand in the task. */
    private ImmutableList<String> pathOf(ResourceSetSpec set) {
      return pod.tasks().keySet().stream()
          .filter(task -> set.id().equals(task + "-resource-set"))
          .findFirst()
          .map(task -> ImmutableList.of("tasks", task))
          .orElse(ImmutableList.of("resource-sets", set.id()));
    }

    private static boolean hasMount(List<VolumeSpec> volumes) {
      return volumes.stream().anyMatch(volume -> volume.kind() == VolumeSpec.Kind.MOUNT);
    }

    private void when(boolean asked, ClusterFeature feature, String key) {
      when(asked, feature, ImmutableList.of(), key);
    }

    private void when(
        boolean asked, ClusterFeature feature, ImmutableList<String> path, String key) {
      if (asked) {
        needs.add(
            new Need(
                feature,
                ImmutableList.<String>builder()
                    .add("pods", pod.type())
                    .addAll(path)
                    .add(key)
                    .build()));
      }
    }
  }
}
