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
 * @param sharePidNamespace the pod's tasks see the agent's processes
 * @param sharedMemory of the pod's executor
 * @param seccomp absent for the agent's default
 */
public record ContainerSpec(
    @Nullable String image,
    ImmutableMap<String, NetworkSpec> networks,
    ImmutableMap<String, RlimitSpec> rlimits,
    ImmutableList<HostVolumeSpec> hostVolumes,
    ImmutableList<ExternalVolumeSpec> externalVolumes,
    boolean sharePidNamespace,
    @Nullable SharedMemorySpec sharedMemory,
    @Nullable SeccompSpec seccomp) {

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
   * A network that the pod's container joins.
   *
   * @param hostPorts ports of the agent, each mapped to the container port at its place
   * @param containerPorts as many as {@code hostPorts}
   * @param labels of the network info, for the network's plugin
   */
  public record NetworkSpec(
      String name,
      ImmutableList<Integer> hostPorts,
      ImmutableList<Integer> containerPorts,
      ImmutableMap<String, String> labels) {}

  /**
   * A POSIX resource limit.
   *
   * @param soft absent, together with {@code hard}, for unlimited
   */
  public record RlimitSpec(String name, @Nullable Long soft, @Nullable Long hard) {}

  /** A path of the agent that the pod's tasks see. */
  public record HostVolumeSpec(String hostPath, String containerPath, Mode mode) {}

  /**
   * A volume that a driver outside Mesos provides, such as Portworx.
   *
   * @param volumeName absent for one name made for each pod instance
   * @param driverOptions {@code key=value,key=value}, absent for none
   */
  public record ExternalVolumeSpec(
      Kind kind,
      @Nullable String volumeName,
      String driverName,
      @Nullable String driverOptions,
      String containerPath,
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
  public record SharedMemorySpec(IpcMode mode, @Nullable Integer sizeMb) {}

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
  public record SeccompSpec(@Nullable String profile) {

    /** No filtering at all. */
    public static final SeccompSpec UNCONFINED = new SeccompSpec(null);

    public boolean isUnconfined() {
      return profile == null;
    }
  }
}
