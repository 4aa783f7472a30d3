package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the master tells of operations on reservations and volumes, carried into the records. */
final class OperationNews {

  private final Ledger ledger;
  private final Reconciliation reconciliation;
  private final Leftovers leftovers;
  private final AgentNews agents;
  private final Map<OperationId, PodId> podOfOperation = new LinkedHashMap<>();

  OperationNews(
      Ledger ledger, Reconciliation reconciliation, Leftovers leftovers, AgentNews agents) {
    this.ledger = ledger;
    this.reconciliation = reconciliation;
    this.leftovers = leftovers;
    this.agents = agents;
  }

  /** Remembers which pod the operations are of that its record asked for. */
  void note(PodRecord pod) {
    for (Holding holding : pod.holdings()) {
      holding.operations().forEach(operation -> podOfOperation.put(operation, pod.id()));
    }
  }

  /** A status, also one of an operation that no record knows. */
  void told(OperationStatus status, Instant now) {
    OperationId id = status.operationId();
    if (id == null) {
      return;
    }
    if (status.uuid() != null) {
      ledger.send(new MesosCall.AcknowledgeOperationStatus(status.agentId(), id, status.uuid()));
    }
    Optional<PodRecord> pod =
        Optional.ofNullable(podOfOperation.get(id)).flatMap(ledger.state()::pod);
    if (isFinal(status.state(), pod)) {
      podOfOperation.remove(id);
      pod.ifPresent(known -> apply(known, id, status, now));
      leftovers.unreserved(id, status, ledger);
    }
    if (status.state() == OperationState.GONE_BY_OPERATOR && status.agentId() != null) {
      agents.gone(status.agentId(), now);
    }
    if (status.state() == OperationState.UNKNOWN && status.agentId() != null) {
      agents.answers(status.agentId(), now);
    }
    if (isAnswer(status.state(), pod)) {
      reconciliation.answered(id, ledger);
    }
  }

  private static boolean isFinal(OperationState state, Optional<PodRecord> pod) {
    return switch (state) {
      case FINISHED, FAILED, ERROR, DROPPED, GONE_BY_OPERATOR, UNSUPPORTED -> true;
      case UNKNOWN -> isAnswer(state, pod);
      case PENDING, RECOVERING, UNREACHABLE -> false;
    };
  }

  /**
   * Whether it need not be asked for again. An operation that the master does not know was never
   * made, or its agent is away: the pod's tasks tell which.
   */
  private static boolean isAnswer(OperationState state, Optional<PodRecord> pod) {
    return switch (state) {
      case UNKNOWN -> pod.isEmpty() || !OperationRules.awaitsNews(pod.get());
      case RECOVERING -> false;
      case FINISHED, FAILED, ERROR, DROPPED, GONE_BY_OPERATOR, UNSUPPORTED, PENDING, UNREACHABLE ->
          true;
    };
  }

  private void apply(PodRecord pod, OperationId id, OperationStatus status, Instant now) {
    boolean asked = pod.holdings().stream().anyMatch(holding -> holding.operations().contains(id));
    if (!asked) {
      return;
    }
    String message = status.message() == null ? "" : status.message();
    OperationRules rules =
        status.state() == OperationState.FINISHED
            ? OperationRules.finished(pod, id)
            : OperationRules.failed(pod, id, status.state(), message, now);
    rules.released().forEach(ledger::put);
    ledger.put(rules.pod());
  }
}
