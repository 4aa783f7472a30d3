package dev.mainstay.sdk.mesos.wire;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.ContainerStatus;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Instant;
import java.util.UUID;
import org.apache.mesos.v1.Protos;
import org.jspecify.annotations.Nullable;

/** Statuses of tasks and operations. */
public final class StatusWire {

  private static final String STATE_PREFIX = "TASK_";
  private static final String REASON_PREFIX = "REASON_";
  private static final String OPERATION_PREFIX = "OPERATION_";

  private StatusWire() {}

  public static Protos.TaskStatus toProto(TaskStatus status) {
    Protos.TaskStatus.Builder proto =
        Protos.TaskStatus.newBuilder()
            .setTaskId(Ids.task(status.taskId()))
            .setState(state(status.state()));
    String message = status.message();
    if (message != null) {
      proto.setMessage(message);
    }
    TaskStatus.Source source = status.source();
    if (source != null) {
      proto.setSource(source(source));
    }
    StatusReason reason = status.reason();
    if (reason != null) {
      proto.setReason(Protos.TaskStatus.Reason.valueOf(REASON_PREFIX + reason.name()));
    }
    setOrigin(proto, status);
    setCondition(proto, status);
    if (!status.labels().isEmpty()) {
      proto.setLabels(CommonWire.labels(status.labels()));
    }
    return proto.build();
  }

  /** A reason that this version does not know becomes absent. */
  public static TaskStatus fromProto(Protos.TaskStatus proto) {
    return new TaskStatus(
        Ids.task(proto.getTaskId()),
        state(proto.getState()),
        proto.hasMessage() ? proto.getMessage() : null,
        proto.hasSource() ? source(proto.getSource()) : null,
        reason(proto),
        proto.hasAgentId() ? Ids.agent(proto.getAgentId()) : null,
        proto.hasExecutorId() ? Ids.executor(proto.getExecutorId()) : null,
        proto.hasTimestamp() ? CommonWire.timestamp(proto.getTimestamp()) : null,
        proto.hasUuid() && !proto.getUuid().isEmpty() ? CommonWire.uuid(proto.getUuid()) : null,
        proto.hasHealthy() ? proto.getHealthy() : null,
        proto.hasCheckStatus() ? ProbeWire.result(proto.getCheckStatus()) : null,
        proto.hasContainerStatus() ? container(proto.getContainerStatus()) : null,
        proto.hasUnreachableTime() ? CommonWire.timeInfo(proto.getUnreachableTime()) : null,
        CommonWire.labels(proto.getLabels()));
  }

  public static Protos.OperationStatus toProto(OperationStatus status) {
    Protos.OperationStatus.Builder proto =
        Protos.OperationStatus.newBuilder()
            .setState(Protos.OperationState.valueOf(OPERATION_PREFIX + status.state().name()))
            .addAllConvertedResources(ResourceWire.toProto(status.convertedResources()));
    OperationId operationId = status.operationId();
    if (operationId != null) {
      proto.setOperationId(Ids.operation(operationId));
    }
    String message = status.message();
    if (message != null) {
      proto.setMessage(message);
    }
    UUID uuid = status.uuid();
    if (uuid != null) {
      proto.getUuidBuilder().setValue(CommonWire.uuid(uuid));
    }
    AgentId agentId = status.agentId();
    if (agentId != null) {
      proto.setAgentId(Ids.agent(agentId));
    }
    return proto.build();
  }

  public static OperationStatus fromProto(Protos.OperationStatus proto) {
    return new OperationStatus(
        proto.hasOperationId() ? Ids.operation(proto.getOperationId()) : null,
        OperationState.valueOf(proto.getState().name().substring(OPERATION_PREFIX.length())),
        proto.hasMessage() ? proto.getMessage() : null,
        ResourceWire.fromProto(proto.getConvertedResourcesList()),
        proto.hasUuid() ? CommonWire.uuid(proto.getUuid().getValue()) : null,
        proto.hasAgentId() ? Ids.agent(proto.getAgentId()) : null);
  }

  public static Protos.TaskState state(TaskState state) {
    return Protos.TaskState.valueOf(STATE_PREFIX + state.name());
  }

  static TaskState state(Protos.TaskState proto) {
    return TaskState.valueOf(proto.name().substring(STATE_PREFIX.length()));
  }

  static Protos.ContainerStatus container(ContainerStatus status) {
    Protos.ContainerStatus.Builder proto = Protos.ContainerStatus.newBuilder();
    String containerId = status.containerId();
    if (containerId != null) {
      proto.getContainerIdBuilder().setValue(containerId);
      String parent = status.parentContainerId();
      if (parent != null) {
        proto.getContainerIdBuilder().getParentBuilder().setValue(parent);
      }
    }
    status.networks().forEach(network -> proto.addNetworkInfos(ContainerWire.network(network)));
    Integer pid = status.executorPid();
    if (pid != null) {
      proto.setExecutorPid(pid);
    }
    return proto.build();
  }

  private static ContainerStatus container(Protos.ContainerStatus proto) {
    return new ContainerStatus(
        proto.hasContainerId() ? proto.getContainerId().getValue() : null,
        proto.getContainerId().hasParent() ? proto.getContainerId().getParent().getValue() : null,
        proto.getNetworkInfosList().stream()
            .map(ContainerWire::network)
            .collect(ImmutableList.toImmutableList()),
        proto.hasExecutorPid() ? proto.getExecutorPid() : null);
  }

  private static void setOrigin(Protos.TaskStatus.Builder proto, TaskStatus status) {
    AgentId agentId = status.agentId();
    if (agentId != null) {
      proto.setAgentId(Ids.agent(agentId));
    }
    ExecutorId executorId = status.executorId();
    if (executorId != null) {
      proto.setExecutorId(Ids.executor(executorId));
    }
    Instant timestamp = status.timestamp();
    if (timestamp != null) {
      proto.setTimestamp(CommonWire.timestamp(timestamp));
    }
    UUID uuid = status.uuid();
    if (uuid != null) {
      proto.setUuid(CommonWire.uuid(uuid));
    }
  }

  private static void setCondition(Protos.TaskStatus.Builder proto, TaskStatus status) {
    Boolean healthy = status.healthy();
    if (healthy != null) {
      proto.setHealthy(healthy);
    }
    CheckResult checkResult = status.checkResult();
    if (checkResult != null) {
      proto.setCheckStatus(ProbeWire.result(checkResult));
    }
    ContainerStatus containerStatus = status.containerStatus();
    if (containerStatus != null) {
      proto.setContainerStatus(container(containerStatus));
    }
    Instant unreachable = status.unreachableTime();
    if (unreachable != null) {
      proto.setUnreachableTime(CommonWire.timeInfo(unreachable));
    }
  }

  private static @Nullable StatusReason reason(Protos.TaskStatus proto) {
    return proto.hasReason()
        ? StatusReason.valueOf(proto.getReason().name().substring(REASON_PREFIX.length()))
        : null;
  }

  private static Protos.TaskStatus.Source source(TaskStatus.Source source) {
    return switch (source) {
      case MASTER -> Protos.TaskStatus.Source.SOURCE_MASTER;
      case AGENT -> Protos.TaskStatus.Source.SOURCE_AGENT;
      case EXECUTOR -> Protos.TaskStatus.Source.SOURCE_EXECUTOR;
    };
  }

  private static TaskStatus.Source source(Protos.TaskStatus.Source proto) {
    return switch (proto) {
      case SOURCE_MASTER -> TaskStatus.Source.MASTER;
      case SOURCE_AGENT -> TaskStatus.Source.AGENT;
      case SOURCE_EXECUTOR -> TaskStatus.Source.EXECUTOR;
    };
  }
}
