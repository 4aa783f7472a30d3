package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import java.time.Instant;

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
   * others are cleaned up when offered. What was started on them all the same has to end.
   *
   * @param state what Mesos said
   */
  static OperationRules failed(
      PodRecord pod, OperationId operation, OperationState state, String message, Instant now) {
    AgentPlace place = pod.place();
    if (place == null || wasCarriedOut(pod, operation)) {
      return new OperationRules(pod, ImmutableList.of());
    }
    ImmutableList<ReleasedRecord> released =
        pod.holdings().stream()
            .filter(holding -> mayExist(holding, operation, state))
            .map(holding -> ReleasedRecord.of(holding, place.agentId(), cause(message)))
            .collect(ImmutableList.toImmutableList());
    PodRecord without = pod.withHoldings(ImmutableList.of()).withPlace(null).withExecutor(null);
    return new OperationRules(
        released.isEmpty() ? without : ended(without, state, message, now), released);
  }

  /**
   * An operation is carried out as a whole: a resource that is known to be reserved proves the one
   * RESERVE of the pod, a volume that is known to be there the one CREATE. On such a volume there
   * may be data.
   */
  private static boolean wasCarriedOut(PodRecord pod, OperationId operation) {
    boolean reserves =
        pod.holdings().stream().anyMatch(holding -> isReservedBy(holding, operation));
    return pod.holdings().stream()
        .anyMatch(holding -> holding.isHeld() && (reserves || holding.isVolume()));
  }

  /** The operation is the RESERVE of the holding, which for a volume stands before its CREATE. */
  private static boolean isReservedBy(Holding holding, OperationId operation) {
    ImmutableList<OperationId> pending = holding.operations();
    return !pending.isEmpty()
        && pending.get(0).equals(operation)
        && (!holding.isVolume() || pending.size() > 1);
  }

  private static boolean mayExist(Holding holding, OperationId operation, OperationState state) {
    boolean neverReserved = state == OperationState.ERROR && isReservedBy(holding, operation);
    return !neverReserved && state != OperationState.GONE_BY_OPERATOR;
  }

  private static PodRecord ended(PodRecord pod, OperationState state, String message, Instant now) {
    String cause = cause(message);
    PodRecord after = ReplaceRules.ending(pod, cause, now);
    return state == OperationState.UNKNOWN
        ? after
        : after.withBackoff(StatusRules.failedAgain(pod.backoff(), cause, now));
  }

  private static String cause(String message) {
    return message.isEmpty()
        ? "a reservation of the pod failed"
        : "a reservation of the pod failed: " + message;
  }
}
