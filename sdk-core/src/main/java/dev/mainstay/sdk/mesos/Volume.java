package dev.mainstay.sdk.mesos;

import com.google.common.collect.ImmutableSortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A path inside a container and what stands behind it.
 *
 * @param containerPath relative to the sandbox, or absolute where the agent allows it
 * @param mode whether the container may write
 * @param hostPath the old form of a host path, absent with {@code source}
 * @param source what is mounted, absent for a persistent volume
 */
public record Volume(
    String containerPath, Mode mode, @Nullable String hostPath, @Nullable Source source) {

  /** Access. */
  public enum Mode {
    RW,
    RO
  }

  /** What is mounted. */
  public sealed interface Source {

    /** A folder of the own sandbox, or of the parent container's (the pod's executor). */
    record SandboxPath(Owner owner, String path) implements Source {

      /** Whose sandbox. */
      public enum Owner {
        SELF,
        PARENT
      }

      @Override
      public <R> R accept(Visitor<R> visitor) {
        return visitor.sandboxPath(this);
      }
    }

    /** A path of the agent's host. */
    record HostPath(String path) implements Source {
      @Override
      public <R> R accept(Visitor<R> visitor) {
        return visitor.hostPath(this);
      }
    }

    /** A secret's value as a file. */
    record SecretFile(Secret secret) implements Source {
      @Override
      public <R> R accept(Visitor<R> visitor) {
        return visitor.secretFile(this);
      }
    }

    /**
     * A volume of a Docker volume driver.
     *
     * @param driver absent for Docker's own
     * @param options of the driver, by name
     */
    record DockerVolume(
        @Nullable String driver, String name, ImmutableSortedMap<String, String> options)
        implements Source {
      @Override
      public <R> R accept(Visitor<R> visitor) {
        return visitor.dockerVolume(this);
      }
    }

    <R> R accept(Visitor<R> visitor);

    /** One case for each source. */
    interface Visitor<R> {
      R sandboxPath(SandboxPath source);

      R hostPath(HostPath source);

      R secretFile(SecretFile source);

      R dockerVolume(DockerVolume source);
    }
  }
}
