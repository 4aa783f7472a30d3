package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What feedback about a reservation's operations makes of its pod. Pure.
 *
 * @param pod the pod afterwards
 * @param released what it gave up
 */
record OperationRules(PodRecord pod, ImmutableList<ReleasedRecord> released) {

  /** The operation was carried out. */
  static OperationRules finished(PodRecord pod, OperationId operation) {
    ImmutableList<Holding> holdings =
        pod.holdings().stream()
            .map(holding -> holding.finished(operation))
            .collect(ImmutableList.toImmutableList());
    return new OperationRules(pod.withHoldings(holdings), ImmutableList.of());
  }

  /**
   * The operation was refused or is not known. Nothing can run on a part of what a pod needs, so
   * all of its holdings are given up: those that this operation alone asked for do not exist, the
   * others are cleaned up when offered.
   *
   * @param state what Mesos said
   */
  static OperationRules failed(
      PodRecord pod, OperationId operation, OperationState state, String message) {
    AgentPlace place = pod.place();
    boolean ran = pod.holdings().stream().anyMatch(Holding::isHeld) && mayRun(pod);
    if (place == null || ran) {
      return new OperationRules(pod, ImmutableList.of());
    }
    List<ReleasedRecord> released = new ArrayList<>();
    for (Holding holding : pod.holdings()) {
      boolean neverReserved =
          state == OperationState.ERROR
              && !holding.operations().isEmpty()
              && holding.operations().get(0).equals(operation);
      if (!neverReserved) {
        released.add(release(holding, place.agentId(), message));
      }
    }
    PodRecord without = pod.withHoldings(ImmutableList.of()).withPlace(null).withExecutor(null);
    return new OperationRules(without, ImmutableList.copyOf(released));
  }

  /** Some task is known to have been started on the holdings. */
  private static boolean mayRun(PodRecord pod) {
    return pod.tasks().values().stream()
        .filter(TaskRecord::isActive)
        .anyMatch(task -> task.state() != TaskState.STAGING && task.state() != TaskState.UNKNOWN);
  }

  private static ReleasedRecord release(Holding holding, AgentId agent, String message) {
    String cause =
        message.isEmpty()
            ? "a reservation beside it failed"
            : "a reservation beside it failed: " + message;
    return new ReleasedRecord(holding.id(), agent, holding.resource(), cause, null);
  }
}
