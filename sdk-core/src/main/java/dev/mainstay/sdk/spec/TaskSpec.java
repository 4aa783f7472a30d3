package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One task of a pod.
 *
 * @param goal when its step is complete
 * @param essential its end restarts the pod's other RUNNING tasks
 * @param cmd shell command
 * @param env environment of its own, beside what the SDK gives
 * @param configs configuration files rendered for it
 * @param resourceSet id of the resource set that it uses
 * @param uris fetched for this task alone
 * @param labels of the Mesos task
 * @param discovery how it is advertised, absent for {@code <pod>-<index>-<task>}
 * @param transportEncryption TLS material that is put into its sandbox
 * @param sharedMemory of its container, absent for the agent's default
 * @param killGracePeriod between SIGTERM and SIGKILL
 */
public record TaskSpec(
    String name,
    Goal goal,
    boolean essential,
    String cmd,
    ImmutableMap<String, String> env,
    ImmutableList<ConfigSpec> configs,
    String resourceSet,
    ImmutableList<UriSpec> uris,
    ImmutableMap<String, String> labels,
    @Nullable HealthCheckSpec healthCheck,
    @Nullable ReadinessCheckSpec readinessCheck,
    @Nullable DiscoverySpec discovery,
    ImmutableList<TransportEncryptionSpec> transportEncryption,
    ContainerSpec.@Nullable SharedMemorySpec sharedMemory,
    Duration killGracePeriod) {

  /** When a task has done its duty. */
  public enum Goal {
    /** It runs and, with a readiness check, is ready. */
    RUNNING,
    /** It has exited with 0; it runs again when its definition changes. */
    FINISH,
    /** It has exited with 0; it never runs again on the same volumes. */
    ONCE
  }

  /**
   * A configuration file.
   *
   * @param name unique in the task
   * @param template path of the template in the framework's folder
   * @param dest where it goes, relative to the sandbox
   * @param text the template itself, as read when the spec was loaded
   */
  public record ConfigSpec(String name, String template, String dest, String text) {}

  /** How often and how long is tried before a task counts as unhealthy and is killed. */
  public record HealthCheckSpec(
      String cmd,
      Duration interval,
      Duration gracePeriod,
      int maxConsecutiveFailures,
      Duration delay,
      Duration timeout) {}

  /** A task with this check is ready when the command exits with 0. */
  public record ReadinessCheckSpec(
      String cmd, Duration interval, Duration delay, Duration timeout) {}

  /** Overrides of the advertised name; {@code prefix} is followed by {@code -<index>}. */
  public record DiscoverySpec(@Nullable String prefix, Visibility visibility) {}

  /**
   * A certificate with its key, made for the task and put into its sandbox.
   *
   * @param name the files' common name
   */
  public record TransportEncryptionSpec(String name, Kind kind) {

    /** In which form. */
    public enum Kind {
      /** PEM files. */
      TLS,
      /** Java key store and trust store. */
      KEYSTORE
    }
  }

  /** Who may see the advertised task. */
  public enum Visibility {
    FRAMEWORK,
    CLUSTER,
    EXTERNAL
  }
}
