package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an instance of a pod type runs in a configuration, and what it has reserved for that. An
 * update touches an instance only if the definitions differ. Equality is of meaning: the order in
 * which the YAML lists what has names does not count, nor do tasks that the plan does not launch.
 *
 * <p>How many instances there are, where they may be placed, whether they may go and how a rollout
 * goes on is no part of it: that is decided by the scheduler for the target, without the instance.
 * Of the placement rule counts what tasks are told of it. {@code goal} and {@code essential} are
 * part of it, although no launch carries them: what is done about a task that ends is decided by
 * the configuration that its pod was launched in.
 *
 * @param pod the pod type with the tasks that the plan launches, without what does not count
 * @param portOrder names of the ports in their order where they are numbered by it; else empty
 * @param placedByRegion tasks are told that their placement looks at regions
 * @param placedByZone the same of zones
 * @param scheduler what reaches the pod of the environment that the configuration was made with
 */
public record PodDefinition(
    PodSpec pod,
    ImmutableList<String> portOrder,
    boolean placedByRegion,
    boolean placedByZone,
    ImmutableSortedMap<String, String> scheduler) {

  /** The plan that names the tasks of a service before its first complete deployment. */
  public static final String DEPLOY = "deploy";

  /** The one that does afterwards, where the spec has one. */
  public static final String UPDATE = "update";

  /**
   * The definition of an instance. Throws when the spec has no such pod type.
   *
   * @param environment that the configuration was made with
   * @param plan {@link #DEPLOY} or {@link #UPDATE}
   */
  public static PodDefinition of(
      ServiceSpec service, Map<String, String> environment, PodId id, String plan) {
    return of(service, environment, service.pod(id), launches(service, plan, id));
  }

  /**
   * The definition of the instances of a pod type of which a plan launches the same tasks.
   *
   * @param launched names of these tasks, as {@link #launches} tells them
   */
  public static PodDefinition of(
      ServiceSpec service,
      Map<String, String> environment,
      PodSpec pod,
      ImmutableSet<String> launched) {
    ImmutableSet<String> placement =
        pod.placement() == null ? ImmutableSet.of() : pod.placement().fields();
    boolean hostPorts = pod.container().usesHostPorts();
    return new PodDefinition(
        new PodSpec(
            pod.type(),
            0,
            pod.user() != null ? pod.user() : service.user(),
            sorted(pod.container()),
            pod.refinedRole().orElse(null),
            pod.uris(),
            by(VolumeSpec::path, pod.volumes()),
            by(SecretSpec::path, secrets(pod)),
            null,
            ImmutableMap.copyOf(Maps.transformValues(pod.resourceSets(), PodDefinition::sorted)),
            tasks(pod, launched),
            false,
            null),
        hostPorts ? ImmutableList.of() : portOrder(pod),
        placement.contains(PlacementRule.REGION),
        placement.contains(PlacementRule.ZONE),
        SchedulerVariables.reachingPods(environment));
  }

  /**
   * The plan of a spec by which its pods are brought to it: for {@link #UPDATE} the deploy plan
   * where there is no other. Absent when none is written.
   */
  public static @Nullable PlanSpec planOf(ServiceSpec service, String plan) {
    PlanSpec own = service.plans().get(plan);
    return own != null ? own : service.plans().get(DEPLOY);
  }

  /** Names of the tasks of an instance that a plan of this name launches. */
  public static ImmutableSet<String> launches(ServiceSpec service, String plan, PodId id) {
    PodSpec pod = service.pod(id);
    PlanSpec written = planOf(service, plan);
    return written == null ? pod.tasks().keySet() : launchedBy(written, pod, id.index());
  }

  private static ImmutableMap<String, TaskSpec> tasks(PodSpec pod, ImmutableSet<String> launched) {
    return ImmutableMap.copyOf(
        Maps.transformValues(
            Maps.filterKeys(pod.tasks(), launched::contains), PodDefinition::sorted));
  }

  private static ImmutableSet<String> launchedBy(PlanSpec plan, PodSpec pod, int index) {
    return plan.phases().values().stream()
        .filter(phase -> phase.podType().equals(pod.type()))
        .flatMap(phase -> phase.stepsOf(pod, index).stream())
        .flatMap(List::stream)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** What the YAML calls a secret is seen nowhere else. */
  private static ImmutableList<SecretSpec> secrets(PodSpec pod) {
    return pod.secrets().stream()
        .map(secret -> new SecretSpec(secret.path(), secret.path(), secret.envKey(), secret.file()))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> portOrder(PodSpec pod) {
    return pod.resourceSets().values().stream()
        .flatMap(set -> set.ports().stream())
        .map(PortSpec::name)
        .collect(ImmutableList.toImmutableList());
  }

  private static ContainerSpec sorted(ContainerSpec container) {
    return new ContainerSpec(
        container.image(),
        container.networks(),
        container.rlimits(),
        by(ContainerSpec.HostVolumeSpec::containerPath, container.hostVolumes()),
        by(ContainerSpec.ExternalVolumeSpec::containerPath, container.externalVolumes()),
        container.sharePidNamespace(),
        container.sharedMemory(),
        container.seccomp());
  }

  private static ResourceSetSpec sorted(ResourceSetSpec set) {
    return new ResourceSetSpec(
        set.id(),
        set.cpus(),
        set.gpus(),
        set.memory(),
        set.limits(),
        by(PortSpec::name, set.ports()),
        by(VolumeSpec::path, set.volumes()));
  }

  private static TaskSpec sorted(TaskSpec task) {
    return new TaskSpec(
        task.name(),
        task.goal(),
        task.essential(),
        task.cmd(),
        task.env(),
        by(TaskSpec.ConfigSpec::name, task.configs()),
        task.resourceSet(),
        task.uris(),
        task.labels(),
        task.healthCheck(),
        task.readinessCheck(),
        task.discovery(),
        by(TaskSpec.TransportEncryptionSpec::name, task.transportEncryption()),
        task.sharedMemory(),
        task.killGracePeriod());
  }

  private static <T> ImmutableList<T> by(Function<T, String> name, ImmutableList<T> items) {
    return ImmutableList.sortedCopyOf(Comparator.comparing(name), items);
  }

  /** Whether both have the same resources reserved, however they use them. */
  public boolean reservesAlike(PodDefinition other) {
    return reserved().equals(other.reserved());
  }

  /** Whether an instance has a persistent volume, and with it data that lies on its agent. */
  public boolean hasVolume() {
    return !pod.volumes().isEmpty()
        || pod.resourceSets().values().stream().anyMatch(set -> !set.volumes().isEmpty());
  }

  private Reserved reserved() {
    boolean hostPorts = pod.container().usesHostPorts();
    ImmutableMap.Builder<String, ReservedSet> sets = ImmutableMap.builder();
    for (ResourceSetSpec set : pod.resourceSets().values()) {
      ImmutableList<ReservedPort> ports =
          hostPorts
              ? set.ports().stream()
                  .map(port -> new ReservedPort(port.name(), port.port(), port.ranges()))
                  .collect(ImmutableList.toImmutableList())
              : ImmutableList.of();
      sets.put(
          set.id(), new ReservedSet(set.cpus(), set.gpus(), set.memory(), ports, set.volumes()));
    }
    return new Reserved(pod.preReservedRole(), pod.volumes(), sets.buildOrThrow());
  }

  private record Reserved(
      @Nullable String refinedRole,
      ImmutableList<VolumeSpec> executorVolumes,
      ImmutableMap<String, ReservedSet> sets) {}

  private record ReservedSet(
      Scalar cpus,
      Scalar gpus,
      Scalar memory,
      ImmutableList<ReservedPort> ports,
      ImmutableList<VolumeSpec> volumes) {}

  private record ReservedPort(String name, int number, PortRanges ranges) {}
}
