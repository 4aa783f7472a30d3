package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers RECONCILE and RECONCILE_OPERATIONS (Mesos's {@code Master::reconcile} and {@code
 * reconcileOperations}).
 */
final class Reconciliation {

  private final MasterState state;

  Reconciliation(MasterState state) {
    this.state = state;
  }

  void tasks(Framework framework, List<MesosCall.Reconcile.Task> asked) {
    if (asked.isEmpty()) {
      for (MasterTask task : ImmutableList.copyOf(framework.tasks().values())) {
        tellLatest(framework, task);
      }
    }
    asked.forEach(task -> task(framework, task));
  }

  private void tellLatest(Framework framework, MasterTask task) {
    state.tell(
        framework,
        state.statusOf(
            task, task.state(), StatusReason.RECONCILIATION, "Reconciliation: Latest task state"));
  }

  void task(Framework framework, MesosCall.Reconcile.Task asked) {
    MasterTask task = framework.tasks().get(asked.taskId());
    if (task != null) {
      tellLatest(framework, task);
      return;
    }
    MasterAgent agent = agentOf(asked.agentId());
    if (agent == null) {
      if (asked.agentId() != null || !isAgentAwaited()) {
        tell(framework, asked, TaskState.UNKNOWN, "Task is unknown", null);
      }
      return;
    }
    switch (agent.standing()) {
      case RECOVERED -> {}
      case REGISTERED ->
          tell(framework, asked, TaskState.GONE, "Task is unknown to the agent", null);
      case UNREACHABLE ->
          tell(framework, asked, TaskState.UNREACHABLE, "Task is unreachable", agent);
      case GONE -> tell(framework, asked, TaskState.GONE_BY_OPERATOR, "Task is gone", null);
      case REMOVED -> tell(framework, asked, TaskState.UNKNOWN, "Task is unknown", null);
    }
  }

  private @Nullable MasterAgent agentOf(@Nullable AgentId id) {
    return id == null ? null : state.agents().get(id);
  }

  /** After a master's restart nobody knows what runs on agents that are not back yet. */
  private boolean isAgentAwaited() {
    return state.agents().values().stream()
        .anyMatch(agent -> agent.standing() == MasterAgent.Standing.RECOVERED);
  }

  private void tell(
      Framework framework,
      MesosCall.Reconcile.Task asked,
      TaskState unknown,
      String message,
      @Nullable MasterAgent unreachable) {
    state.tell(
        framework,
        state.statusOf(
            asked.taskId(),
            framework.isPartitionAware() ? unknown : TaskState.LOST,
            StatusReason.RECONCILIATION,
            "Reconciliation: " + message,
            asked.agentId(),
            null,
            unreachable == null ? null : unreachable.unreachableSince()));
  }

  void operations(Framework framework, List<MesosCall.ReconcileOperations.Item> asked) {
    if (asked.isEmpty()) {
      for (MasterOperation operation : ImmutableList.copyOf(framework.operations().values())) {
        tell(framework, withoutUuid(operation.latest()));
      }
    }
    for (MesosCall.ReconcileOperations.Item item : asked) {
      MasterOperation known = framework.operations().get(item.operationId());
      tell(framework, known == null ? unknown(item) : withoutUuid(known.latest()));
    }
  }

  private void tell(Framework framework, OperationStatus status) {
    state.events().send(framework, new MesosEvent.UpdateOperationStatus(status));
  }

  private static OperationStatus withoutUuid(OperationStatus status) {
    return new OperationStatus(
        status.operationId(),
        status.state(),
        status.message(),
        status.convertedResources(),
        null,
        status.agentId());
  }

  private OperationStatus unknown(MesosCall.ReconcileOperations.Item item) {
    AgentId agentId = item.agentId();
    if (agentId == null) {
      return answer(
          item, OperationState.UNKNOWN, "Operation is unknown and no 'agent_id' was provided");
    }
    MasterAgent agent = state.agents().get(agentId);
    if (agent == null) {
      return answer(item, OperationState.UNKNOWN, "Both operation and agent are unknown");
    }
    return switch (agent.standing()) {
      case RECOVERED ->
          answer(item, OperationState.RECOVERING, "Agent is recovered but has not re-registered");
      case REGISTERED -> answer(item, OperationState.UNKNOWN, "Operation is unknown");
      case UNREACHABLE -> answer(item, OperationState.UNREACHABLE, "Agent is unreachable");
      case GONE -> answer(item, OperationState.GONE_BY_OPERATOR, "Agent marked gone by operator");
      case REMOVED -> answer(item, OperationState.UNKNOWN, "Both operation and agent are unknown");
    };
  }

  private static OperationStatus answer(
      MesosCall.ReconcileOperations.Item item, OperationState operationState, String message) {
    return new OperationStatus(
        item.operationId(),
        operationState,
        "Reconciliation: " + message,
        ImmutableList.of(),
        null,
        item.agentId());
  }
}
