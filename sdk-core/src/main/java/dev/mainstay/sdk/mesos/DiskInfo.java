package dev.mainstay.sdk.mesos;

import org.jspecify.annotations.Nullable;

/**
 * What makes a disk resource more than space: a persistent volume on it, or the device that it
 * comes from.
 *
 * @param persistence the persistent volume's identity, absent for plain disk
 * @param volume where a container sees it; given with {@code persistence}
 * @param source the device, absent for the agent's root disk
 */
public record DiskInfo(
    @Nullable Persistence persistence, @Nullable Volume volume, @Nullable Source source) {

  /** Identity of a persistent volume, unique for role and agent. */
  public record Persistence(String id, @Nullable String principal) {}

  /** A disk other than the root disk. */
  public record Source(
      Kind kind, @Nullable String root, @Nullable String profile, @Nullable String id) {

    /** The kinds of disk that Mesos knows. */
    public enum Kind {
      PATH,
      MOUNT,
      BLOCK,
      RAW
    }
  }
}
