package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;

/** What the master tells of agents and executors, carried into the records. */
final class AgentNews {

  private final Ledger ledger;
  private final Reconciliation reconciliation;
  private final Leftovers leftovers;
  private final UnclaimedBook unclaimed;

  AgentNews(
      Ledger ledger, Reconciliation reconciliation, Leftovers leftovers, UnclaimedBook unclaimed) {
    this.ledger = ledger;
    this.reconciliation = reconciliation;
    this.leftovers = leftovers;
    this.unclaimed = unclaimed;
  }

  /**
   * An agent is not out of reach, or not any more. It may have come back without a task that never
   * arrived there, of which the master then says nothing unless it is asked.
   */
  void answers(AgentId agent, Instant now) {
    ledger.state().podsOn(agent).stream()
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(task -> task.state() == TaskState.UNREACHABLE)
        .forEach(task -> reconciliation.add(task.taskId(), now));
  }

  /** An operator said that it never comes back. */
  void gone(AgentId agent, Instant now) {
    for (PodRecord pod : ledger.state().podsOn(agent)) {
      ledger.put(ReplaceRules.agentGone(pod, now));
    }
    leftovers.agentGone(agent, ledger);
    unclaimed.agentGone(agent);
  }

  /** A hint that may be lost; the update of a task that ended with it may be lost as well. */
  void failed(MesosEvent.Failure event, Instant now) {
    AgentId agent = event.agentId();
    if (agent == null) {
      return;
    }
    ledger.state().podsOn(agent).stream()
        .filter(pod -> isConcerned(pod, event))
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(TaskRecord::isActive)
        .forEach(task -> reconciliation.add(task.taskId(), now));
  }

  private static boolean isConcerned(PodRecord pod, MesosEvent.Failure event) {
    return event.executorId() == null
        || (pod.executor() != null && pod.executor().executorId().equals(event.executorId()));
  }
}
