package dev.mainstay.sdk.launch;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ContainerInfo.LinuxInfo;
import dev.mainstay.sdk.mesos.ContainerInfo.ResourceLimit;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.NetworkInfo;
import dev.mainstay.sdk.mesos.Secret;
import dev.mainstay.sdk.mesos.Volume;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.ContainerSpec.ExternalVolumeSpec;
import dev.mainstay.sdk.spec.ContainerSpec.NetworkSpec;
import dev.mainstay.sdk.spec.ContainerSpec.RlimitSpec;
import dev.mainstay.sdk.spec.ContainerSpec.SeccompSpec;
import dev.mainstay.sdk.spec.ContainerSpec.SharedMemorySpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.SecretSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The containers of a pod as Mesos is told: the executor's, which has the networks, and in it one
 * for each task, which has the image and the limits. Volumes from outside the pod are in both, so
 * that the executor's container holds them as long as the pod runs.
 *
 * <p>What goes where is Mesos's doing: it refuses an image for its default executor and networks
 * for the tasks of a group ({@code src/master/validation.cpp}), and {@code share_cgroups} has to be
 * the same for all tasks of one executor.
 */
record Containers(ServiceSpec service, PodSpec pod, PodId id) {

  /** Portworx, whose volumes have names and options of their own. */
  private static final String PORTWORX = "pxd";

  private static final String TMP = "/tmp";

  /** Of the executor; absent when nothing is set. */
  @Nullable ContainerInfo ofExecutor(ImmutableSet<Integer> ports) {
    ContainerSpec spec = pod.container();
    ImmutableList<NetworkInfo> networks =
        spec.networks().values().stream()
            .map(network -> network(network, ports))
            .collect(ImmutableList.toImmutableList());
    return container(
        null,
        outerVolumes(),
        networks,
        ImmutableList.of(),
        new Linux(false, spec.sharedMemory(), null, true));
  }

  /** Of a task; absent when nothing is set. */
  @Nullable ContainerInfo ofTask(TaskSpec task) {
    ContainerSpec spec = pod.container();
    ImmutableList.Builder<Volume> volumes = ImmutableList.builder();
    pod.volumes().forEach(volume -> volumes.add(shared(volume)));
    volumes.addAll(outerVolumes());
    ownTmp().ifPresent(volumes::add);
    return container(
        spec.image(),
        volumes.build(),
        ImmutableList.of(),
        spec.rlimits().values().stream()
            .map(Containers::rlimit)
            .collect(ImmutableList.toImmutableList()),
        new Linux(spec.sharePidNamespace(), task.sharedMemory(), spec.seccomp(), !hasLimits()));
  }

  /** Some task may go beyond what is reserved, so each needs a cgroup of its own. */
  private boolean hasLimits() {
    return pod.resourceSets().values().stream()
        .anyMatch(set -> !set.limits().equals(ResourceLimitsSpec.NONE));
  }

  private static @Nullable ContainerInfo container(
      @Nullable String image,
      ImmutableList<Volume> volumes,
      ImmutableList<NetworkInfo> networks,
      ImmutableList<ResourceLimit> rlimits,
      Linux linux) {
    LinuxInfo info = linux.info();
    if (image == null
        && volumes.isEmpty()
        && networks.isEmpty()
        && rlimits.isEmpty()
        && info == null) {
      return null;
    }
    return new ContainerInfo(
        ContainerInfo.Kind.MESOS, image, null, volumes, networks, rlimits, info);
  }

  /** What {@link LinuxInfo} is made of. */
  private record Linux(
      boolean sharePidNamespace,
      @Nullable SharedMemorySpec sharedMemory,
      @Nullable SeccompSpec seccomp,
      boolean shareCgroups) {

    @Nullable LinuxInfo info() {
      if (!sharePidNamespace && sharedMemory == null && seccomp == null && shareCgroups) {
        return null;
      }
      return new LinuxInfo(
          sharePidNamespace ? true : null,
          sharedMemory == null ? null : sharedMemory.mode().name(),
          sharedMemory == null ? null : sharedMemory.sizeMb(),
          seccomp == null ? null : seccomp.profile(),
          (seccomp != null && seccomp.isUnconfined()) ? true : null,
          shareCgroups ? null : false);
    }
  }

  /**
   * {@code /tmp} of the task's own, a folder of its sandbox, as dcos-commons gives every task. Here
   * only those get it that need an agent with {@code filesystem/linux} anyhow: any other agent
   * refuses containers with absolute paths ({@code volume/sandbox_path.cpp}), and its offers do not
   * tell.
   */
  private Optional<Volume> ownTmp() {
    ContainerSpec spec = pod.container();
    boolean needsMounts =
        spec.image() != null
            || !spec.hostVolumes().isEmpty()
            || !spec.externalVolumes().isEmpty()
            || pod.secrets().stream().anyMatch(secret -> secret.file() != null);
    boolean isTaken =
        spec.hostVolumes().stream().anyMatch(volume -> volume.containerPath().equals(TMP))
            || spec.externalVolumes().stream()
                .anyMatch(volume -> volume.containerPath().equals(TMP));
    return needsMounts && !isTaken
        ? Optional.of(
            new Volume(
                TMP,
                Volume.Mode.RW,
                null,
                new Volume.Source.SandboxPath(Volume.Source.SandboxPath.Owner.SELF, "tmp")))
        : Optional.empty();
  }

  /** A volume of the pod, which its executor holds, as each task sees it. */
  private static Volume shared(VolumeSpec volume) {
    return new Volume(
        volume.path(),
        Volume.Mode.RW,
        null,
        new Volume.Source.SandboxPath(Volume.Source.SandboxPath.Owner.PARENT, volume.path()));
  }

  private ImmutableList<Volume> outerVolumes() {
    ImmutableList.Builder<Volume> volumes = ImmutableList.builder();
    pod.container()
        .hostVolumes()
        .forEach(
            volume ->
                volumes.add(
                    new Volume(
                        volume.containerPath(), mode(volume.mode()), volume.hostPath(), null)));
    pod.container().externalVolumes().forEach(volume -> volumes.add(external(volume)));
    for (SecretSpec secret : pod.secrets()) {
      if (secret.file() != null) {
        volumes.add(
            new Volume(
                secret.file(),
                Volume.Mode.RO,
                null,
                new Volume.Source.SecretFile(new Secret(secret.path(), null))));
      }
    }
    return volumes.build();
  }

  private static Volume.Mode mode(ContainerSpec.Mode mode) {
    return switch (mode) {
      case RW -> Volume.Mode.RW;
      case RO -> Volume.Mode.RO;
    };
  }

  /**
   * Each instance has a volume of its own, named as in dcos-commons ({@code
   * GenericDockerVolumeProvider}, {@code PortworxVolumeProvider}) so that a service that moves here
   * finds its data; but for those that Portworx shares.
   */
  private Volume external(ExternalVolumeSpec spec) {
    Map<String, String> options = new TreeMap<>(options(spec.driverOptions()));
    boolean portworx = spec.driverName().equals(PORTWORX);
    String separator = portworx ? "-" : "_";
    String base =
        spec.volumeName() != null ? spec.volumeName() : service.name() + separator + pod.type();
    String name = pathSafe(base);
    if (!portworx || !"true".equals(options.get("shared"))) {
      name = name + separator + id.index();
    }
    if (portworx) {
      options.put("nodes", "LocalNode");
    }
    return new Volume(
        spec.containerPath(),
        mode(spec.mode()),
        null,
        new Volume.Source.DockerVolume(
            spec.driverName(), name, ImmutableSortedMap.copyOf(options)));
  }

  private static String pathSafe(String name) {
    return (name.startsWith("/") ? name.substring(1) : name).replace("/", "__");
  }

  private static Map<String, String> options(@Nullable String text) {
    Map<String, String> options = new TreeMap<>();
    if (text != null) {
      for (String option : Splitter.on(';').trimResults().omitEmptyStrings().split(text)) {
        int equals = option.indexOf('=');
        options.put(
            equals < 0 ? option : option.substring(0, equals).trim(),
            equals < 0 ? "" : option.substring(equals + 1).trim());
      }
    }
    return options;
  }

  private static ResourceLimit rlimit(RlimitSpec spec) {
    return new ResourceLimit(
        spec.name().replaceFirst("^RLIMIT_", "RLMT_"), spec.soft(), spec.hard());
  }

  /** Beside the mappings of the spec, each other port of the pod leads to itself. */
  private static NetworkInfo network(NetworkSpec spec, ImmutableSet<Integer> podPorts) {
    Map<Integer, Integer> mappings = new TreeMap<>();
    if (spec.mapsPorts()) {
      podPorts.forEach(port -> mappings.put(port, port));
    }
    for (int i = 0; i < Math.min(spec.hostPorts().size(), spec.containerPorts().size()); i++) {
      mappings.put(spec.hostPorts().get(i), spec.containerPorts().get(i));
    }
    return new NetworkInfo(
        spec.name(),
        ImmutableList.of(),
        spec.labels().entrySet().stream()
            .map(entry -> new Label(entry.getKey(), entry.getValue()))
            .collect(ImmutableList.toImmutableList()),
        mappings.entrySet().stream()
            .map(entry -> new NetworkInfo.PortMapping(entry.getKey(), entry.getValue(), null))
            .collect(ImmutableList.toImmutableList()));
  }
}
