package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * How the container of a pod is set up: its image, networks, limits and what it shares with its
 * agent.
 *
 * @param image name of a Docker image that gives the file system, absent for the agent's own
 * @param networks by name; empty for the agent's network
 * @param rlimits by name, such as {@code RLIMIT_NOFILE}
 * @param hostVolumes paths of the agent
 * @param externalVolumes volumes of a driver outside Mesos
 * @param sharePidNamespace the pod's tasks see each other's processes
 * @param sharedMemory of the pod's executor
 * @param seccomp absent for the agent's default
 */
public record ContainerSpec(
    @SpecKey(
            value = "image",
            about = "The Docker image that gives the tasks' file system.",
            standard = "the agent's own file system",
            example = "ubuntu:24.04")
        @Nullable String image,
    @SpecKey(
            value = "networks",
            about =
                "The container networks (CNI) that the pod joins, by name. On one of them each instance has an address of its own, and `ports` are not reserved on the agent.",
            standard = "the agent's network",
            example = "{dcos: {}}")
        ImmutableMap<String, NetworkSpec> networks,
    @SpecKey(
            value = "rlimits",
            about = "POSIX resource limits of the tasks' processes, by name.",
            standard = "those of the agent",
            example = "{RLIMIT_NOFILE: {soft: 128000, hard: 128000}}")
        ImmutableMap<String, RlimitSpec> rlimits,
    @SpecKey(
            value = "host-volumes",
            about = "Folders or files of the agent that the tasks see. The names are yours.",
            standard = "none",
            example = "{certificates: {host-path: /etc/ssl, container-path: ssl, mode: RO}}",
            form = SpecKey.Form.NUMBERED,
            oldList = true)
        ImmutableList<HostVolumeSpec> hostVolumes,
    @SpecKey(
            value = "external-volumes",
            about = "Volumes that a driver outside Mesos provides. The names are yours.",
            standard = "none",
            example =
                "{data: {type: DOCKER, driver-name: pxd, container-path: data, volume-mode: RW}}",
            form = SpecKey.Form.NUMBERED)
        ImmutableList<ExternalVolumeSpec> externalVolumes,
    @SpecKey(
            value = "share-pid-namespace",
            about = "Whether the tasks of the pod see each other's processes.",
            standard = "false",
            example = "true")
        boolean sharePidNamespace,
    @SpecKey.Inline @Nullable SharedMemorySpec sharedMemory,
    @SpecKey.Inline @Nullable SeccompSpec seccomp) {

  /** The agent's own file system and network, and nothing set. */
  public static final ContainerSpec PLAIN =
      new ContainerSpec(
          null,
          ImmutableMap.of(),
          ImmutableMap.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          false,
          null,
          null);

  /**
   * Ports of its tasks are ports of the agent: on the agent's network, and where one of its
   * networks maps ports. Elsewhere the container has an address, and so all ports, of its own.
   */
  public boolean usesHostPorts() {
    return networks.isEmpty()
        || networks.values().stream().anyMatch(network -> network.mapsPorts());
  }

  /**
   * A network that the pod's container joins.
   *
   * @param hostPorts ports of the agent, each mapped to the container port at its place; on a
   *     network that {@linkplain #mapsPorts maps ports} every other port of the pod's tasks is
   *     mapped to itself
   * @param containerPorts as many as {@code hostPorts}
   * @param labels of the network info, for the network's plugin
   */
  public record NetworkSpec(
      @SpecKey.Name(about = "The network's name as the cluster has it.", example = "dcos")
          String name,
      @SpecKey(
              value = "host-ports",
              about =
                  "Ports of the agent; connections to each go to the container port at its place.",
              standard = "none",
              example = "[8080]")
          ImmutableList<Integer> hostPorts,
      @SpecKey(
              value = "container-ports",
              about = "Ports of the container, as many as `host-ports`.",
              standard = "none",
              example = "[80]")
          ImmutableList<Integer> containerPorts,
      @SpecKey(
              value = "labels",
              about = "Labels for the network's plugin, as `key:value,key:value`.",
              standard = "none",
              example = "zone:internal",
              form = SpecKey.Form.LABELS)
          ImmutableMap<String, String> labels) {

    /** The one network of DC/OS on which containers' ports are mapped to the agent's. */
    public static final String BRIDGE = "mesos-bridge";

    /**
     * Ports of the container are ports of the agent. On all other networks the container has an
     * address of its own, and its ports take nothing from the agent.
     */
    public boolean mapsPorts() {
      return name.equals(BRIDGE);
    }
  }

  /**
   * A POSIX resource limit.
   *
   * @param soft absent, together with {@code hard}, for unlimited
   */
  public record RlimitSpec(
      @SpecKey.Name(about = "The limit's name, as in `RLIMIT_NOFILE`.", example = "RLIMIT_NOFILE")
          String name,
      @SpecKey(
              value = "soft",
              about = "The limit that holds. Give both or none.",
              standard = "unlimited",
              example = "128000")
          @Nullable Long soft,
      @SpecKey(
              value = "hard",
              about = "The limit up to which a process may raise its own. Give both or none.",
              standard = "unlimited",
              example = "128000")
          @Nullable Long hard) {}

  /** A path of the agent that the pod's tasks see. */
  public record HostVolumeSpec(
      @SpecKey(
              value = "host-path",
              about = "The path on the agent.",
              standard = SpecKey.REQUIRED,
              example = "/etc/ssl")
          String hostPath,
      @SpecKey(
              value = "container-path",
              about = "Where the tasks see it.",
              standard = SpecKey.REQUIRED,
              example = "ssl")
          String containerPath,
      @SpecKey(
              value = "mode",
              about = "Whether the tasks may write to it.",
              standard = "RW",
              example = "RO")
          Mode mode) {}

  /**
   * A volume that a driver outside Mesos provides, such as Portworx.
   *
   * @param volumeName absent for one name made for each pod instance
   * @param driverOptions {@code key=value;key=value}, absent for none
   */
  public record ExternalVolumeSpec(
      @SpecKey(
              value = "type",
              about = "Who provides the volume.",
              standard = SpecKey.REQUIRED,
              example = "DOCKER")
          Kind kind,
      @SpecKey(
              value = "volume-name",
              about = "The volume's name at its driver.",
              standard = "a name made of service and pod instance",
              example = "kafka-data")
          @Nullable String volumeName,
      @SpecKey(
              value = "driver-name",
              about = "The driver's name.",
              standard = SpecKey.REQUIRED,
              example = "pxd")
          String driverName,
      @SpecKey(
              value = "driver-options",
              about = "Options for the driver, as `key=value;key=value`.",
              standard = "none",
              example = "size=10;repl=2")
          @Nullable String driverOptions,
      @SpecKey(
              value = "container-path",
              about = "Where the tasks see the volume.",
              standard = SpecKey.REQUIRED,
              example = "data")
          String containerPath,
      @SpecKey(
              value = "volume-mode",
              about = "Whether the tasks may write to it.",
              standard = "RW",
              example = "RW")
          Mode mode) {

    /** Who provides the volume. */
    public enum Kind {
      /** A Docker volume driver, through the agent's {@code docker/volume} isolator. */
      DOCKER
    }
  }

  /** Whether a volume may be written. */
  public enum Mode {
    /** Read and written. */
    RW,
    /** Read only. */
    RO
  }

  /**
   * Inter-process communication and {@code /dev/shm}.
   *
   * @param sizeMb of {@code /dev/shm}, absent for the agent's default; only with {@code PRIVATE}
   */
  public record SharedMemorySpec(
      @SpecKey(
              value = "ipc-mode",
              about =
                  "Which namespace for inter-process communication and which `/dev/shm` the container has: its own, or that of its parent.",
              standard = "the agent's default",
              example = "PRIVATE")
          IpcMode mode,
      @SpecKey(
              value = "shm-size",
              about = "Size of `/dev/shm` in MB, for `ipc-mode: PRIVATE`.",
              standard = "the agent's default",
              example = "128")
          @Nullable Integer sizeMb) {}

  /** Which IPC namespace and {@code /dev/shm} a container has. */
  public enum IpcMode {
    /** Its own. */
    PRIVATE,
    /** Its parent's: the pod's for a task, the agent's for a pod. */
    SHARE_PARENT
  }

  /**
   * Filtering of system calls.
   *
   * @param profile name of a profile on the agent, absent when unconfined
   */
  public record SeccompSpec(
      @SpecKey(
              value = "seccomp-profile-name",
              about = "The profile, of those on the agent, that filters the tasks' system calls.",
              standard = "the agent's default profile",
              example = "strict.json")
          @Nullable String profile) {

    /** No filtering at all. */
    public static final SeccompSpec UNCONFINED = new SeccompSpec(null);

    @SpecKey(
        value = "seccomp-unconfined",
        about = "Whether the tasks' system calls are not filtered at all.",
        standard = "false",
        example = "true")
    public boolean isUnconfined() {
      return profile == null;
    }
  }
}
