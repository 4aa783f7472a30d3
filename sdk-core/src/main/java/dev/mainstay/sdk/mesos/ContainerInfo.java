package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * How a container is set up.
 *
 * @param image name of a Docker image, absent for the agent's own file system
 * @param linux Linux isolation settings, absent for the agent's defaults
 */
public record ContainerInfo(
    Kind kind,
    @Nullable String image,
    @Nullable String hostname,
    ImmutableList<Volume> volumes,
    ImmutableList<NetworkInfo> networks,
    ImmutableList<ResourceLimit> rlimits,
    @Nullable LinuxInfo linux) {

  /** Which containerizer. */
  public enum Kind {
    MESOS,
    DOCKER
  }

  /**
   * A POSIX resource limit.
   *
   * @param type such as {@code RLMT_NOFILE}, a name of Mesos's RLimitInfo.RLimit.Type
   * @param soft absent with {@code hard} absent: unlimited
   */
  public record ResourceLimit(String type, @Nullable Long soft, @Nullable Long hard) {}

  /**
   * Linux isolation.
   *
   * @param sharePidNamespace with the parent container
   * @param ipcMode {@code PRIVATE} or {@code SHARE_PARENT}
   * @param shmSizeMb size of /dev/shm in MB
   * @param seccompProfile name of a profile file on the agent
   * @param seccompUnconfined run without seccomp
   * @param shareCgroups with the executor; false gives the task its own
   */
  public record LinuxInfo(
      @Nullable Boolean sharePidNamespace,
      @Nullable String ipcMode,
      @Nullable Integer shmSizeMb,
      @Nullable String seccompProfile,
      @Nullable Boolean seccompUnconfined,
      @Nullable Boolean shareCgroups) {}

  /** A plain Mesos container. */
  public static ContainerInfo mesos() {
    return new ContainerInfo(
        Kind.MESOS, null, null, ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), null);
  }
}
