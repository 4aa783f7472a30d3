package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the master how tasks stand until each is answered, then once for all, which tells of tasks
 * that we do not know. For one thread.
 */
final class Reconciliation {

  /** Tasks in one RECONCILE: keeps a call far below any limit on its size. */
  private static final int TASKS_IN_A_CALL = 1000;

  private final Deadlines deadlines;
  private final Set<TaskId> unanswered = new LinkedHashSet<>();
  private boolean implicitOwed;
  private int repetitions;

  Reconciliation(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  private static Deadlines.Due due() {
    return new Deadlines.Due(Deadlines.Kind.RECONCILE, "");
  }

  /** After a subscription: everything that may run is asked for. */
  void begin(Ledger ledger, Instant now) {
    unanswered.clear();
    for (PodRecord pod : ledger.state().pods()) {
      pod.tasks().values().stream()
          .filter(task -> task.isActive())
          .forEach(task -> unanswered.add(task.taskId()));
    }
    implicitOwed = true;
    repetitions = 0;
    ask(ledger, now);
  }

  /** One task is to be asked for; soon, together with others. */
  void add(TaskId task, Instant now) {
    unanswered.add(task);
    if (!deadlines.isSet(due())) {
      repetitions = 0;
      deadlines.set(due(), now.plus(Timing.RECONCILE_AGAIN));
    }
  }

  /** Something was heard of the task. */
  void answered(TaskId task, Ledger ledger) {
    if (unanswered.remove(task) && unanswered.isEmpty()) {
      finish(ledger);
    }
  }

  /** The subscription is gone: what is unanswered is asked for after the next one. */
  void pause() {
    deadlines.clear(due());
  }

  /** Asks for what is unanswered, and sets the time of the next try. */
  void ask(Ledger ledger, Instant now) {
    ServiceState state = ledger.state();
    List<MesosCall.Reconcile.Task> tasks = new ArrayList<>();
    unanswered.removeIf(id -> state.podOfTask(id).isEmpty());
    for (TaskId id : unanswered) {
      Optional<AgentPlace> place = state.podOfTask(id).map(PodRecord::place);
      tasks.add(new MesosCall.Reconcile.Task(id, place.map(AgentPlace::agentId).orElse(null)));
    }
    if (tasks.isEmpty()) {
      finish(ledger);
      return;
    }
    Lists.partition(tasks, TASKS_IN_A_CALL)
        .forEach(part -> ledger.send(new MesosCall.Reconcile(ImmutableList.copyOf(part))));
    deadlines.set(
        due(),
        now.plus(
            Timing.doubled(Timing.RECONCILE_AGAIN, repetitions++, Timing.RECONCILE_AGAIN_MAX)));
  }

  private void finish(Ledger ledger) {
    deadlines.clear(due());
    if (implicitOwed) {
      implicitOwed = false;
      ledger.send(new MesosCall.Reconcile(ImmutableList.of()));
    }
  }
}
