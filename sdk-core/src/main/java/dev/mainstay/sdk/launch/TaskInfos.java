package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiscoveryInfo;
import dev.mainstay.sdk.mesos.EnvironmentVariable;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.Volume;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.TaskSpec.DiscoverySpec;
import dev.mainstay.sdk.spec.TaskSpec.HealthCheckSpec;
import dev.mainstay.sdk.spec.TaskSpec.ReadinessCheckSpec;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskLaunch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a task of the spec and its launch into the TaskInfo that Mesos is given. */
final class TaskInfos {

  private TaskInfos() {}

  static TaskInfo of(
      PodRecord record,
      PodSpec pod,
      TaskSpec task,
      TaskLaunch launch,
      AgentId agent,
      @Nullable String user,
      LaunchSettings settings) {
    return new TaskInfo(
        record.id() + "-" + task.name(),
        launch.taskId(),
        agent,
        resourcesOf(record, task),
        null,
        command(pod, task, launch, user, settings),
        container(pod),
        healthCheck(task.healthCheck()),
        check(task.readinessCheck()),
        task.killGracePeriod(),
        null,
        ImmutableSortedMap.of(),
        labels(task),
        discovery(record, pod, task));
  }

  /** The address under which a task's rendered configuration is served. */
  static String artifactUrl(LaunchSettings settings, TaskLaunch launch, String config) {
    return "http://"
        + settings.apiHost()
        + ":"
        + settings.apiPort()
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
    pod.uris().forEach(uri -> uris.add(uri(uri)));
    task.uris().forEach(uri -> uris.add(uri(uri)));
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
        volumeGuard(pod) + task.cmd(),
        ImmutableList.of(),
        ImmutableList.copyOf(uris),
        environment(launch.environment()),
        user);
  }

  private static CommandInfo.Uri uri(UriSpec uri) {
    return new CommandInfo.Uri(
        uri.value(), uri.executable(), uri.extract(), uri.cache(), uri.outputFile());
  }

  private static ImmutableList<EnvironmentVariable> environment(Map<String, String> environment) {
    return environment.entrySet().stream()
        .map(entry -> EnvironmentVariable.of(entry.getKey(), entry.getValue()))
        .collect(ImmutableList.toImmutableList());
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

  /** The pod's shared volumes, which its executor holds, as each task sees them. */
  private static @Nullable ContainerInfo container(PodSpec pod) {
    if (pod.volumes().isEmpty()) {
      return null;
    }
    ContainerInfo plain = ContainerInfo.mesos();
    ImmutableList<Volume> volumes =
        pod.volumes().stream()
            .map(
                volume ->
                    new Volume(
                        volume.path(),
                        Volume.Mode.RW,
                        null,
                        new Volume.Source.SandboxPath(
                            Volume.Source.SandboxPath.Owner.PARENT, volume.path())))
            .collect(ImmutableList.toImmutableList());
    return new ContainerInfo(
        plain.kind(),
        plain.image(),
        plain.hostname(),
        volumes,
        plain.networks(),
        plain.rlimits(),
        plain.linux());
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

  private static ImmutableList<Label> labels(TaskSpec task) {
    return task.labels().entrySet().stream()
        .map(entry -> new Label(entry.getKey(), entry.getValue()))
        .collect(ImmutableList.toImmutableList());
  }

  private static DiscoveryInfo discovery(PodRecord record, PodSpec pod, TaskSpec task) {
    DiscoverySpec spec = task.discovery();
    String prefix = spec == null ? null : spec.prefix();
    String name =
        prefix == null ? record.id() + "-" + task.name() : prefix + "-" + record.id().index();
    ImmutableSortedMap<String, Integer> numbers = TaskEnvironment.ports(record.holdings());
    ImmutableList<DiscoveryInfo.Port> ports =
        pod.resourceSetOf(task).ports().stream()
            .filter(port -> port.advertise() && numbers.containsKey(port.name()))
            .map(
                port ->
                    new DiscoveryInfo.Port(
                        numbers.getOrDefault(port.name(), 0),
                        port.name(),
                        "tcp",
                        DiscoveryInfo.Visibility.EXTERNAL,
                        port.vip() == null
                            ? ImmutableList.of()
                            : ImmutableList.of(
                                new Label(
                                    "VIP_" + port.name(),
                                    "/" + port.vip().prefix() + ":" + port.vip().port()))))
            .collect(ImmutableList.toImmutableList());
    return new DiscoveryInfo(visibility(spec), name, null, null, null, ports, ImmutableList.of());
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
