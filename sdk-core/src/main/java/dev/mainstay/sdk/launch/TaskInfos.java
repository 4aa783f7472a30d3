package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.DiscoveryInfo;
import dev.mainstay.sdk.mesos.EnvironmentVariable;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.Secret;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.SecretSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.TaskSpec.DiscoverySpec;
import dev.mainstay.sdk.spec.TaskSpec.HealthCheckSpec;
import dev.mainstay.sdk.spec.TaskSpec.ReadinessCheckSpec;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskLaunch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a task of the spec and its launch into the TaskInfo that Mesos is given. */
final class TaskInfos {

  /**
   * What a paused task runs: nothing, in the sandbox that its own command would find, so that a
   * person can look around there.
   */
  private static final String IDLE =
      """
      echo 'paused by the operator: this task idles until it is resumed'
      if [ -x ./bootstrap ]; then ./bootstrap -resolve=false || exit 1; fi
      while :; do sleep 3600; done""";

  private TaskInfos() {}

  static TaskInfo of(
      PodRecord record,
      ServiceSpec service,
      TaskSpec task,
      TaskLaunch launch,
      AgentPlace place,
      LaunchSettings settings) {
    PodSpec pod = service.pod(record.id());
    String user = pod.user() != null ? pod.user() : service.user();
    return new TaskInfo(
        record.id() + "-" + task.name(),
        launch.taskId(),
        place.agentId(),
        resourcesOf(record, task),
        null,
        command(pod, task, launch, user, settings),
        new Containers(service, pod, record.id()).ofTask(task),
        launch.paused() ? null : healthCheck(task.healthCheck()),
        launch.paused() ? null : check(task.readinessCheck()),
        task.killGracePeriod(),
        null,
        limits(pod.resourceSetOf(task).limits()),
        TaskLabels.of(record.id(), task, launch, place),
        discovery(record, pod, task));
  }

  /** The address under which a task's rendered configuration is served. */
  static String artifactUrl(LaunchSettings settings, TaskLaunch launch, String config) {
    return schedulerUrl(settings)
        + "/v1/artifacts/task/"
        + launch.taskId()
        + "/"
        + launch.token()
        + "/"
        + config;
  }

  private static ImmutableList<Resource> resourcesOf(PodRecord record, TaskSpec task) {
    return record.holdings().stream()
        .filter(holding -> holding.owner().equals(task.resourceSet()))
        .map(Holding::resource)
        .collect(ImmutableList.toImmutableList());
  }

  private static CommandInfo command(
      PodSpec pod,
      TaskSpec task,
      TaskLaunch launch,
      @Nullable String user,
      LaunchSettings settings) {
    List<CommandInfo.Uri> uris = new ArrayList<>();
    pod.uris().forEach(uri -> uris.add(uri(uri, settings)));
    task.uris().forEach(uri -> uris.add(uri(uri, settings)));
    task.configs()
        .forEach(
            config ->
                uris.add(
                    new CommandInfo.Uri(
                        artifactUrl(settings, launch, config.name()),
                        false,
                        false,
                        false,
                        config.dest())));
    return new CommandInfo(
        true,
        volumeGuard(pod) + (launch.paused() ? IDLE : task.cmd()),
        ImmutableList.of(),
        ImmutableList.copyOf(uris),
        environment(launch.environment(), pod.secrets()),
        user);
  }

  static CommandInfo.Uri uri(UriSpec uri, LaunchSettings settings) {
    if (uri.value().equals(UriSpec.BOOTSTRAP)) {
      return new CommandInfo.Uri(
          schedulerUrl(settings) + "/v1/artifacts/bootstrap", true, false, false, "bootstrap");
    }
    String value =
        uri.value().startsWith(UriSpec.SCHEDULER + "/")
            ? schedulerUrl(settings) + uri.value().substring(UriSpec.SCHEDULER.length())
            : uri.value();
    return new CommandInfo.Uri(
        value, uri.executable(), uri.extract(), uri.cache(), uri.outputFile());
  }

  private static String schedulerUrl(LaunchSettings settings) {
    return "http://" + settings.apiHost() + ":" + settings.apiPort();
  }

  /** Secrets last: only the agent knows their values. */
  private static ImmutableList<EnvironmentVariable> environment(
      Map<String, String> environment, List<SecretSpec> secrets) {
    ImmutableList.Builder<EnvironmentVariable> variables = ImmutableList.builder();
    environment.forEach((name, value) -> variables.add(EnvironmentVariable.of(name, value)));
    for (SecretSpec secret : secrets) {
      if (secret.envKey() != null) {
        variables.add(
            new EnvironmentVariable(secret.envKey(), null, new Secret(secret.path(), null)));
      }
    }
    return variables.build();
  }

  /**
   * An agent without the {@code volume/sandbox_path} isolator ignores the pod's shared volumes
   * without a word (seen on Mesos 1.12.0), and the task would write into its sandbox, which does
   * not last.
   */
  private static String volumeGuard(PodSpec pod) {
    StringBuilder guard = new StringBuilder();
    pod.volumes()
        .forEach(
            volume ->
                guard
                    .append("[ -e '")
                    .append(volume.path())
                    .append("' ] || { echo \"volume '")
                    .append(volume.path())
                    .append(
                        "' is not there: the agent needs volume/sandbox_path in --isolation\" >&2; exit 1; }\n"));
    return guard.toString();
  }

  private static @Nullable HealthCheck healthCheck(@Nullable HealthCheckSpec spec) {
    return spec == null
        ? null
        : new HealthCheck(
            CheckInfo.ProbeKind.COMMAND,
            new Probe.Command(CommandInfo.shell(spec.cmd())),
            spec.delay(),
            spec.interval(),
            spec.timeout(),
            spec.maxConsecutiveFailures(),
            spec.gracePeriod());
  }

  private static @Nullable CheckInfo check(@Nullable ReadinessCheckSpec spec) {
    return spec == null
        ? null
        : new CheckInfo(
            CheckInfo.ProbeKind.COMMAND,
            new Probe.Command(CommandInfo.shell(spec.cmd())),
            spec.delay(),
            spec.interval(),
            spec.timeout());
  }

  private static ImmutableSortedMap<String, Scalar> limits(ResourceLimitsSpec spec) {
    Map<String, Scalar> limits = new TreeMap<>();
    if (spec.cpus() != null) {
      limits.put(Resource.CPUS, spec.cpus().accept(AMOUNT));
    }
    if (spec.memory() != null) {
      limits.put(Resource.MEM, spec.memory().accept(AMOUNT));
    }
    return ImmutableSortedMap.copyOf(limits);
  }

  private static final ResourceLimitsSpec.Visitor<Scalar> AMOUNT =
      new ResourceLimitsSpec.Visitor<>() {
        @Override
        public Scalar unlimited(ResourceLimitsSpec.Unlimited limit) {
          return TaskInfo.UNLIMITED;
        }

        @Override
        public Scalar upTo(ResourceLimitsSpec.UpTo limit) {
          return limit.amount();
        }
      };

  private static DiscoveryInfo discovery(PodRecord record, PodSpec pod, TaskSpec task) {
    DiscoverySpec spec = task.discovery();
    String name = DnsNames.discovery(record.id(), task);
    ImmutableMap<String, Integer> numbers = PodPorts.of(pod, record.holdings()).of(task);
    ImmutableList<DiscoveryInfo.Port> ports =
        pod.resourceSetOf(task).ports().stream()
            .filter(port -> numbers.containsKey(port.name()))
            .map(port -> port(record.id(), pod, port, numbers.getOrDefault(port.name(), 0)))
            .collect(ImmutableList.toImmutableList());
    return new DiscoveryInfo(visibility(spec), name, null, null, null, ports, ImmutableList.of());
  }

  private static DiscoveryInfo.Port port(PodId id, PodSpec pod, PortSpec port, int number) {
    return new DiscoveryInfo.Port(
        number,
        port.name(),
        "tcp",
        port.advertise() ? DiscoveryInfo.Visibility.EXTERNAL : DiscoveryInfo.Visibility.CLUSTER,
        port.vip() == null ? ImmutableList.of() : vipLabels(id, pod, port, port.vip()));
  }

  /**
   * What DC/OS's load balancer looks for: a label of any name that begins with {@code VIP_}, and on
   * which network the port is.
   */
  private static ImmutableList<Label> vipLabels(
      PodId id, PodSpec pod, PortSpec port, PortSpec.Vip vip) {
    UUID unique = UUID.nameUUIDFromBytes((id + "/" + port.name()).getBytes(StandardCharsets.UTF_8));
    ImmutableList.Builder<Label> labels = ImmutableList.builder();
    labels.add(new Label("VIP_" + unique, vip.prefix() + ":" + vip.port()));
    if (!pod.container().networks().isEmpty()) {
      labels.add(
          new Label("network-scope", pod.container().usesHostPorts() ? "host" : "container"));
    }
    return labels.build();
  }

  private static DiscoveryInfo.Visibility visibility(@Nullable DiscoverySpec spec) {
    if (spec == null) {
      return DiscoveryInfo.Visibility.CLUSTER;
    }
    return switch (spec.visibility()) {
      case FRAMEWORK -> DiscoveryInfo.Visibility.FRAMEWORK;
      case CLUSTER -> DiscoveryInfo.Visibility.CLUSTER;
      case EXTERNAL -> DiscoveryInfo.Visibility.EXTERNAL;
    };
  }
}
