package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiscoveryInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.time.Duration;
import java.util.Map;
import org.apache.mesos.v1.Protos;
import org.jspecify.annotations.Nullable;

/** Tasks and executors. */
public final class TaskWire {

  private TaskWire() {}

  public static Protos.TaskInfo toProto(TaskInfo task) {
    Protos.TaskInfo.Builder proto =
        Protos.TaskInfo.newBuilder()
            .setName(task.name())
            .setTaskId(Ids.task(task.taskId()))
            .setAgentId(Ids.agent(task.agentId()))
            .addAllResources(ResourceWire.toProto(task.resources()));
    setExecution(proto, task);
    setChecks(proto, task);
    task.limits().forEach((name, limit) -> proto.putLimits(name, limit(limit)));
    if (!task.labels().isEmpty()) {
      proto.setLabels(CommonWire.labels(task.labels()));
    }
    DiscoveryInfo discovery = task.discovery();
    if (discovery != null) {
      proto.setDiscovery(discovery(discovery));
    }
    return proto.build();
  }

  public static TaskInfo fromProto(Protos.TaskInfo proto) {
    return new TaskInfo(
        proto.getName(),
        Ids.task(proto.getTaskId()),
        Ids.agent(proto.getAgentId()),
        ResourceWire.fromProto(proto.getResourcesList()),
        proto.hasExecutor() ? fromProto(proto.getExecutor()) : null,
        proto.hasCommand() ? ContainerWire.command(proto.getCommand()) : null,
        proto.hasContainer() ? ContainerWire.container(proto.getContainer()) : null,
        proto.hasHealthCheck() ? ProbeWire.health(proto.getHealthCheck()) : null,
        proto.hasCheck() ? ProbeWire.check(proto.getCheck()) : null,
        proto.getKillPolicy().hasGracePeriod()
            ? CommonWire.durationInfo(proto.getKillPolicy().getGracePeriod())
            : null,
        proto.hasMaxCompletionTime() ? CommonWire.durationInfo(proto.getMaxCompletionTime()) : null,
        limits(proto.getLimitsMap()),
        CommonWire.labels(proto.getLabels()),
        proto.hasDiscovery() ? discovery(proto.getDiscovery()) : null);
  }

  public static Protos.ExecutorInfo toProto(ExecutorInfo executor) {
    Protos.ExecutorInfo.Builder proto =
        Protos.ExecutorInfo.newBuilder()
            .setExecutorId(Ids.executor(executor.executorId()))
            .addAllResources(ResourceWire.toProto(executor.resources()));
    switch (executor.kind()) {
      case DEFAULT -> proto.setType(Protos.ExecutorInfo.Type.DEFAULT);
      case CUSTOM -> proto.setType(Protos.ExecutorInfo.Type.CUSTOM);
      case UNKNOWN -> {}
    }
    FrameworkId frameworkId = executor.frameworkId();
    if (frameworkId != null) {
      proto.setFrameworkId(Ids.framework(frameworkId));
    }
    CommandInfo command = executor.command();
    if (command != null) {
      proto.setCommand(ContainerWire.command(command));
    }
    ContainerInfo container = executor.container();
    if (container != null) {
      proto.setContainer(ContainerWire.container(container));
    }
    String name = executor.name();
    if (name != null) {
      proto.setName(name);
    }
    if (!executor.labels().isEmpty()) {
      proto.setLabels(CommonWire.labels(executor.labels()));
    }
    Duration grace = executor.shutdownGracePeriod();
    if (grace != null) {
      proto.setShutdownGracePeriod(CommonWire.durationInfo(grace));
    }
    return proto.build();
  }

  public static ExecutorInfo fromProto(Protos.ExecutorInfo proto) {
    return new ExecutorInfo(
        switch (proto.getType()) {
          case UNKNOWN -> ExecutorInfo.Kind.UNKNOWN;
          case DEFAULT -> ExecutorInfo.Kind.DEFAULT;
          case CUSTOM -> ExecutorInfo.Kind.CUSTOM;
        },
        Ids.executor(proto.getExecutorId()),
        proto.hasFrameworkId() ? Ids.framework(proto.getFrameworkId()) : null,
        proto.hasCommand() ? ContainerWire.command(proto.getCommand()) : null,
        proto.hasContainer() ? ContainerWire.container(proto.getContainer()) : null,
        ResourceWire.fromProto(proto.getResourcesList()),
        proto.hasName() ? proto.getName() : null,
        CommonWire.labels(proto.getLabels()),
        proto.hasShutdownGracePeriod()
            ? CommonWire.durationInfo(proto.getShutdownGracePeriod())
            : null);
  }

  static Protos.DiscoveryInfo discovery(DiscoveryInfo discovery) {
    Protos.DiscoveryInfo.Builder proto =
        Protos.DiscoveryInfo.newBuilder().setVisibility(visibility(discovery.visibility()));
    String name = discovery.name();
    if (name != null) {
      proto.setName(name);
    }
    String environment = discovery.environment();
    if (environment != null) {
      proto.setEnvironment(environment);
    }
    String location = discovery.location();
    if (location != null) {
      proto.setLocation(location);
    }
    String version = discovery.version();
    if (version != null) {
      proto.setVersion(version);
    }
    discovery.ports().forEach(port -> proto.getPortsBuilder().addPorts(port(port)));
    if (!discovery.labels().isEmpty()) {
      proto.setLabels(CommonWire.labels(discovery.labels()));
    }
    return proto.build();
  }

  private static void setExecution(Protos.TaskInfo.Builder proto, TaskInfo task) {
    ExecutorInfo executor = task.executor();
    if (executor != null) {
      proto.setExecutor(toProto(executor));
    }
    CommandInfo command = task.command();
    if (command != null) {
      proto.setCommand(ContainerWire.command(command));
    }
    ContainerInfo container = task.container();
    if (container != null) {
      proto.setContainer(ContainerWire.container(container));
    }
    Duration killGrace = task.killGracePeriod();
    if (killGrace != null) {
      proto.getKillPolicyBuilder().setGracePeriod(CommonWire.durationInfo(killGrace));
    }
    Duration maxCompletion = task.maxCompletionTime();
    if (maxCompletion != null) {
      proto.setMaxCompletionTime(CommonWire.durationInfo(maxCompletion));
    }
  }

  private static void setChecks(Protos.TaskInfo.Builder proto, TaskInfo task) {
    HealthCheck healthCheck = task.healthCheck();
    if (healthCheck != null) {
      proto.setHealthCheck(ProbeWire.health(healthCheck));
    }
    CheckInfo check = task.check();
    if (check != null) {
      proto.setCheck(ProbeWire.check(check));
    }
  }

  private static Protos.Value.Scalar limit(Scalar limit) {
    return limit.equals(TaskInfo.UNLIMITED)
        ? Protos.Value.Scalar.newBuilder().setValue(Double.POSITIVE_INFINITY).build()
        : ResourceWire.scalar(limit);
  }

  private static ImmutableSortedMap<String, Scalar> limits(
      Map<String, Protos.Value.Scalar> protos) {
    ImmutableSortedMap.Builder<String, Scalar> limits = ImmutableSortedMap.naturalOrder();
    protos.forEach(
        (name, proto) ->
            limits.put(
                name,
                proto.getValue() == Double.POSITIVE_INFINITY
                    ? TaskInfo.UNLIMITED
                    : ResourceWire.scalar(proto)));
    return limits.build();
  }

  private static DiscoveryInfo discovery(Protos.DiscoveryInfo proto) {
    return new DiscoveryInfo(
        visibility(proto.getVisibility()),
        proto.hasName() ? proto.getName() : null,
        proto.hasEnvironment() ? proto.getEnvironment() : null,
        proto.hasLocation() ? proto.getLocation() : null,
        proto.hasVersion() ? proto.getVersion() : null,
        proto.getPorts().getPortsList().stream()
            .map(TaskWire::port)
            .collect(ImmutableList.toImmutableList()),
        CommonWire.labels(proto.getLabels()));
  }

  private static Protos.Port port(DiscoveryInfo.Port port) {
    Protos.Port.Builder proto = Protos.Port.newBuilder().setNumber(port.number());
    String name = port.name();
    if (name != null) {
      proto.setName(name);
    }
    String protocol = port.protocol();
    if (protocol != null) {
      proto.setProtocol(protocol);
    }
    DiscoveryInfo.Visibility visibility = port.visibility();
    if (visibility != null) {
      proto.setVisibility(visibility(visibility));
    }
    if (!port.labels().isEmpty()) {
      proto.setLabels(CommonWire.labels(port.labels()));
    }
    return proto.build();
  }

  private static DiscoveryInfo.Port port(Protos.Port proto) {
    return new DiscoveryInfo.Port(
        proto.getNumber(),
        proto.hasName() ? proto.getName() : null,
        proto.hasProtocol() ? proto.getProtocol() : null,
        portVisibility(proto),
        CommonWire.labels(proto.getLabels()));
  }

  private static DiscoveryInfo.@Nullable Visibility portVisibility(Protos.Port proto) {
    return proto.hasVisibility() ? visibility(proto.getVisibility()) : null;
  }

  private static Protos.DiscoveryInfo.Visibility visibility(DiscoveryInfo.Visibility visibility) {
    return switch (visibility) {
      case FRAMEWORK -> Protos.DiscoveryInfo.Visibility.FRAMEWORK;
      case CLUSTER -> Protos.DiscoveryInfo.Visibility.CLUSTER;
      case EXTERNAL -> Protos.DiscoveryInfo.Visibility.EXTERNAL;
    };
  }

  private static DiscoveryInfo.Visibility visibility(Protos.DiscoveryInfo.Visibility proto) {
    return switch (proto) {
      case FRAMEWORK -> DiscoveryInfo.Visibility.FRAMEWORK;
      case CLUSTER -> DiscoveryInfo.Visibility.CLUSTER;
      case EXTERNAL -> DiscoveryInfo.Visibility.EXTERNAL;
    };
  }
}
