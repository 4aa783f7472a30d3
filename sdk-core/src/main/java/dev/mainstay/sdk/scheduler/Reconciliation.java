package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the master how tasks and operations stand until each is answered, and once for all tasks,
 * which tells of those that we do not know. For one thread.
 */
final class Reconciliation {

  /** Tasks or operations in one call: keeps it far below any limit on its size. */
  private static final int ASKED_IN_A_CALL = 1000;

  private final Deadlines deadlines;
  private final Set<TaskId> unanswered = new LinkedHashSet<>();
  private final Map<OperationId, PodId> unansweredOperations = new LinkedHashMap<>();
  private boolean implicitOwed;
  private boolean answeredOnce;
  private int repetitions;

  Reconciliation(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  private static Deadlines.Due due() {
    return new Deadlines.Due(Deadlines.Kind.RECONCILE, "");
  }

  /** After a subscription: everything that may run, or may have been reserved, is asked for. */
  void begin(Ledger ledger, Instant now) {
    unanswered.clear();
    unansweredOperations.clear();
    answeredOnce = false;
    awaitAll(ledger);
    implicitOwed = true;
    repetitions = 0;
    ask(ledger, now);
  }

  /**
   * Everything is asked for again, as some update may have been lost without a trace: the master
   * tells of all tasks that it knows, and what it says nothing of is asked for by name soon after.
   */
  void review(Ledger ledger, Instant now) {
    awaitAll(ledger);
    ledger.send(new MesosCall.Reconcile(ImmutableList.of()));
    if (!unanswered.isEmpty() || !unansweredOperations.isEmpty()) {
      soon(now);
    }
  }

  private void awaitAll(Ledger ledger) {
    for (PodRecord pod : ledger.state().pods()) {
      pod.tasks().values().stream()
          .filter(task -> task.isActive())
          .forEach(task -> unanswered.add(task.taskId()));
      addOperations(pod);
    }
  }

  /** One task is to be asked for; soon, together with others. */
  void add(TaskId task, Instant now) {
    unanswered.add(task);
    soon(now);
  }

  /**
   * Takes note of a pod: when of each of its launches it is known whether it was made, reservations
   * that are only asked for have to be heard of, or it would wait for them in vain.
   */
  void update(PodRecord pod, Instant now) {
    if (!OperationRules.awaitsNews(pod) && addOperations(pod)) {
      soon(now);
    }
  }

  private boolean addOperations(PodRecord pod) {
    boolean grown = false;
    for (Holding holding : pod.holdings()) {
      for (OperationId operation : holding.operations()) {
        grown |= unansweredOperations.put(operation, pod.id()) == null;
      }
    }
    return grown;
  }

  private void soon(Instant now) {
    if (!deadlines.isSet(due())) {
      repetitions = 0;
      deadlines.set(due(), now.plus(Timing.RECONCILE_AGAIN));
    }
  }

  /** Something was heard of the task. */
  void answered(TaskId task, Ledger ledger) {
    if (unanswered.remove(task)) {
      settle(ledger);
    }
  }

  /** Something was heard of the operation. */
  void answered(OperationId operation, Ledger ledger) {
    if (unansweredOperations.remove(operation) != null) {
      settle(ledger);
    }
  }

  /** Of each task that was asked for after the last subscription something was heard. */
  boolean isAnswered() {
    return answeredOnce;
  }

  /** The subscription is gone: what is unanswered is asked for after the next one. */
  void pause() {
    deadlines.clear(due());
  }

  /** Asks for what is unanswered, and sets the time of the next try. */
  void ask(Ledger ledger, Instant now) {
    askTasks(ledger);
    askOperations(ledger);
    deadlines.set(
        due(),
        now.plus(
            Timing.doubled(Timing.RECONCILE_AGAIN, repetitions++, Timing.RECONCILE_AGAIN_MAX)));
    settle(ledger);
  }

  private void askTasks(Ledger ledger) {
    ServiceState state = ledger.state();
    List<MesosCall.Reconcile.Task> tasks = new ArrayList<>();
    unanswered.removeIf(id -> state.podOfTask(id).isEmpty());
    for (TaskId id : unanswered) {
      tasks.add(new MesosCall.Reconcile.Task(id, agentOf(state.podOfTask(id))));
    }
    Lists.partition(tasks, ASKED_IN_A_CALL)
        .forEach(part -> ledger.send(new MesosCall.Reconcile(ImmutableList.copyOf(part))));
  }

  private void askOperations(Ledger ledger) {
    ServiceState state = ledger.state();
    List<MesosCall.ReconcileOperations.Item> operations = new ArrayList<>();
    unansweredOperations
        .entrySet()
        .removeIf(entry -> !isAskedFor(entry.getKey(), state.pod(entry.getValue())));
    unansweredOperations.forEach(
        (id, pod) ->
            operations.add(new MesosCall.ReconcileOperations.Item(id, agentOf(state.pod(pod)))));
    Lists.partition(operations, ASKED_IN_A_CALL)
        .forEach(
            part -> ledger.send(new MesosCall.ReconcileOperations(ImmutableList.copyOf(part))));
  }

  private static boolean isAskedFor(OperationId operation, Optional<PodRecord> pod) {
    return pod.isPresent()
        && pod.get().holdings().stream()
            .anyMatch(holding -> holding.operations().contains(operation));
  }

  private static @Nullable AgentId agentOf(Optional<PodRecord> pod) {
    return pod.map(PodRecord::place).map(AgentPlace::agentId).orElse(null);
  }

  private void settle(Ledger ledger) {
    answeredOnce |= unanswered.isEmpty();
    if (unanswered.isEmpty() && implicitOwed) {
      implicitOwed = false;
      ledger.send(new MesosCall.Reconcile(ImmutableList.of()));
    }
    if (unanswered.isEmpty() && unansweredOperations.isEmpty()) {
      deadlines.clear(due());
    }
  }
}
