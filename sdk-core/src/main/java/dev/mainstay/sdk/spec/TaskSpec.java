package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
@SpecKey.Legacy(value = "health-checks", instead = "Write one `health-check`, without a name.")
@SpecKey.Legacy(value = "configurations", instead = "Write `configs`.")
@SpecKey.Legacy(value = "configuration", instead = "Write `configs`, with a name for it.")
@SpecKey.Legacy(value = "dns-name", instead = "Write `prefix` below `discovery`.")
public record TaskSpec(
    @SpecKey.Name(
            about = "The task's name; that of an instance is `<pod>-<index>-<task>`.",
            example = "server")
        String name,
    @SpecKey(
            value = "goal",
            about =
                "When the task has done its duty. `RUNNING`: it runs and is ready. `FINISH`: it has ended with exit code 0, and runs again when its configuration changes. `ONCE`: the same, but it never runs again.",
            standard = SpecKey.REQUIRED,
            example = "RUNNING",
            alsoRead = "FINISHED")
        Goal goal,
    @SpecKey(
            value = "essential",
            about = "Whether the task's end restarts the pod's other running tasks.",
            standard = "true",
            example = "false")
        boolean essential,
    @SpecKey(
            value = "cmd",
            about = "The shell command that is the task.",
            standard = SpecKey.REQUIRED,
            example = "./server --port $PORT_HTTP")
        String cmd,
    @SpecKey(
            value = "env",
            about = "Environment variables of the task, beside those that the SDK gives.",
            standard = "none",
            example = "{JAVA_OPTS: -Xmx512m}")
        ImmutableMap<String, String> env,
    @SpecKey(
            value = "configs",
            about = "Configuration files that are rendered for the task, by name.",
            standard = "none",
            example =
                "{server: {template: server.properties.mustache, dest: config/server.properties}}")
        ImmutableList<ConfigSpec> configs,
    @SpecKey(
            value = "resource-set",
            about =
                "The resource set that the task uses. Without it the task has resources of its own: `cpus`, `gpus`, `memory`, `ports`, `volumes` and `resource-limits`.",
            standard = "resources of its own",
            example = "sidecar",
            form = SpecKey.Form.RESOURCES)
        String resourceSet,
    @SpecKey(
            value = "uris",
            about = "Addresses of files that the agent fetches for this task alone.",
            standard = "none",
            example = "[\"https://example.com/tool.tar.gz\"]")
        ImmutableList<UriSpec> uris,
    @SpecKey(
            value = "labels",
            about = "Labels of the Mesos task, as `key:value,key:value`.",
            standard = "none",
            example = "team:storage,tier:1",
            form = SpecKey.Form.LABELS)
        ImmutableMap<String, String> labels,
    @SpecKey(
            value = "health-check",
            about =
                "A command that is run again and again; when it fails too often the task is killed and started again.",
            standard = "none",
            example =
                "{cmd: curl -f localhost:$PORT_HTTP, interval: 30, grace-period: 60, max-consecutive-failures: 3, timeout: 10}")
        @Nullable HealthCheckSpec healthCheck,
    @SpecKey(
            value = "readiness-check",
            about =
                "A command that is run until it has exited with 0; the task's step is complete only then.",
            standard = "the task is ready when it runs",
            example = "{cmd: ./is-ready, interval: 5, timeout: 10}")
        @Nullable ReadinessCheckSpec readinessCheck,
    @SpecKey(
            value = "discovery",
            about = "How the task is advertised.",
            standard = "under its own name, in the cluster",
            example = "{prefix: node, visibility: CLUSTER}")
        @Nullable DiscoverySpec discovery,
    @SpecKey(
            value = "transport-encryption",
            about = "Certificates that are made for the task and put into its sandbox.",
            standard = "none",
            example = "[{name: server, type: TLS}]")
        ImmutableList<TransportEncryptionSpec> transportEncryption,
    @SpecKey.Inline ContainerSpec.@Nullable SharedMemorySpec sharedMemory,
    @SpecKey(
            value = "kill-grace-period",
            about = "Seconds between SIGTERM and SIGKILL when the task is ended.",
            standard = "0",
            example = "30")
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
  public record ConfigSpec(
      @SpecKey.Name(about = "The file's name in the spec.", example = "server") String name,
      @SpecKey(
              value = "template",
              about =
                  "The template's path, seen from the folder of `svc.yml` or from `templates` there.",
              standard = SpecKey.REQUIRED,
              example = "server.properties.mustache")
          String template,
      @SpecKey(
              value = "dest",
              about = "Where the rendered file goes, seen from the sandbox.",
              standard = SpecKey.REQUIRED,
              example = "config/server.properties")
          String dest,
      @SpecKey.Nowhere("the template itself") String text) {}

  /** How often and how long is tried before a task counts as unhealthy and is killed. */
  public record HealthCheckSpec(
      @SpecKey(
              value = "cmd",
              about = "The command; the task is healthy when it exits with 0.",
              standard = SpecKey.REQUIRED,
              example = "curl -f localhost:$PORT_HTTP")
          String cmd,
      @SpecKey(
              value = "interval",
              about = "Seconds between two runs.",
              standard = SpecKey.REQUIRED,
              example = "30")
          Duration interval,
      @SpecKey(
              value = "grace-period",
              about = "Seconds after the start in which failures do not count.",
              standard = SpecKey.REQUIRED,
              example = "60")
          Duration gracePeriod,
      @SpecKey(
              value = "max-consecutive-failures",
              about = "After how many failures in a row the task is killed.",
              standard = SpecKey.REQUIRED,
              example = "3")
          int maxConsecutiveFailures,
      @SpecKey(
              value = "delay",
              about = "Seconds from the task's start to the first run.",
              standard = "0",
              example = "10")
          Duration delay,
      @SpecKey(
              value = "timeout",
              about = "Seconds after which a run counts as failed.",
              standard = SpecKey.REQUIRED,
              example = "10")
          Duration timeout) {}

  /** A task with this check is ready when the command exits with 0. */
  public record ReadinessCheckSpec(
      @SpecKey(
              value = "cmd",
              about = "The command; the task is ready when it exits with 0.",
              standard = SpecKey.REQUIRED,
              example = "./is-ready")
          String cmd,
      @SpecKey(
              value = "interval",
              about = "Seconds between two runs.",
              standard = SpecKey.REQUIRED,
              example = "5")
          Duration interval,
      @SpecKey(
              value = "delay",
              about = "Seconds from the task's start to the first run.",
              standard = "0",
              example = "10")
          Duration delay,
      @SpecKey(
              value = "timeout",
              about = "Seconds after which a run counts as failed.",
              standard = SpecKey.REQUIRED,
              example = "10")
          Duration timeout) {}

  /** Overrides of the advertised name; {@code prefix} is followed by {@code -<index>}. */
  public record DiscoverySpec(
      @SpecKey(
              value = "prefix",
              about = "The advertised name, which `-<index>` follows.",
              standard = "`<pod>-<index>-<task>` as a whole",
              example = "node")
          @Nullable String prefix,
      @SpecKey(
              value = "visibility",
              about = "Who may see it.",
              standard = "CLUSTER",
              example = "EXTERNAL")
          Visibility visibility) {}

  /**
   * A certificate with its key, made for the task and put into its sandbox.
   *
   * @param name the files' common name
   */
  public record TransportEncryptionSpec(
      @SpecKey(
              value = "name",
              about = "The common name of the files.",
              standard = SpecKey.REQUIRED,
              example = "server")
          String name,
      @SpecKey(
              value = "type",
              about = "`TLS` for PEM files, `KEYSTORE` for a Java key store and trust store.",
              standard = SpecKey.REQUIRED,
              example = "TLS")
          Kind kind) {

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

  /** Begins a task that runs, is essential, and has resources of its own. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Makes a task step by step; what is not given is as when its key is absent from YAML. */
  public static final class Builder {

    private final String name;
    private Goal goal = Goal.RUNNING;
    private boolean essential = true;
    private String cmd = "";
    private final Map<String, String> env = new LinkedHashMap<>();
    private final ImmutableList.Builder<ConfigSpec> configs = ImmutableList.builder();
    private @Nullable String resourceSet;
    private final ResourceSetSpec.Builder resources;
    private final ImmutableList.Builder<UriSpec> uris = ImmutableList.builder();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable HealthCheckSpec healthCheck;
    private @Nullable ReadinessCheckSpec readinessCheck;
    private @Nullable DiscoverySpec discovery;
    private final ImmutableList.Builder<TransportEncryptionSpec> certificates =
        ImmutableList.builder();
    private ContainerSpec.@Nullable SharedMemorySpec sharedMemory;
    private Duration killGracePeriod = Duration.ZERO;

    private Builder(String name) {
      this.name = name;
      this.resources = ResourceSetSpec.builder(name + ResourceSetSpec.OWN_SUFFIX);
    }

    public Builder goal(Goal wanted) {
      goal = wanted;
      return this;
    }

    /** Its end leaves the pod's other tasks alone. */
    public Builder notEssential() {
      essential = false;
      return this;
    }

    public Builder cmd(String shellCommand) {
      cmd = shellCommand;
      return this;
    }

    public Builder env(String variable, String value) {
      env.put(variable, value);
      return this;
    }

    public Builder config(ConfigSpec config) {
      configs.add(config);
      return this;
    }

    /** It uses a resource set of the pod instead of resources of its own. */
    public Builder resourceSet(String id) {
      resourceSet = id;
      return this;
    }

    /** Resources of its own. */
    public Builder resources(Consumer<ResourceSetSpec.Builder> giver) {
      giver.accept(resources);
      return this;
    }

    public Builder uri(String address) {
      return uri(UriSpec.of(address));
    }

    public Builder uri(UriSpec spec) {
      uris.add(spec);
      return this;
    }

    public Builder label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    public Builder healthCheck(@Nullable HealthCheckSpec check) {
      healthCheck = check;
      return this;
    }

    public Builder readinessCheck(@Nullable ReadinessCheckSpec check) {
      readinessCheck = check;
      return this;
    }

    public Builder discovery(@Nullable DiscoverySpec spec) {
      discovery = spec;
      return this;
    }

    public Builder transportEncryption(TransportEncryptionSpec certificate) {
      certificates.add(certificate);
      return this;
    }

    public Builder sharedMemory(ContainerSpec.@Nullable SharedMemorySpec spec) {
      sharedMemory = spec;
      return this;
    }

    public Builder killGracePeriod(Duration period) {
      killGracePeriod = period;
      return this;
    }

    /** Empty for a task that uses a set of the pod. */
    Optional<ResourceSetSpec> ownResources() {
      return resourceSet == null ? Optional.of(resources.build()) : Optional.empty();
    }

    /** The task. Throws when it has no command. */
    TaskSpec build() {
      if (cmd.isBlank()) {
        throw new IllegalArgumentException("task " + name + " has no command");
      }
      return new TaskSpec(
          name,
          goal,
          essential,
          cmd,
          ImmutableMap.copyOf(env),
          configs.build(),
          resourceSet == null ? name + ResourceSetSpec.OWN_SUFFIX : resourceSet,
          uris.build(),
          ImmutableMap.copyOf(labels),
          healthCheck,
          readinessCheck,
          discovery,
          certificates.build(),
          sharedMemory,
          killGracePeriod);
    }
  }
}
