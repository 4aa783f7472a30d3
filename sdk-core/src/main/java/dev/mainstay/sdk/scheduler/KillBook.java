package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends KILL for each task that should end, again and again until it is terminal: a KILL may be
 * lost on its way, and one between STARTING and RUNNING is ignored by Mesos's default executor. For
 * one thread.
 */
final class KillBook {

  private final Deadlines deadlines;
  private final Map<TaskId, Integer> sent = new LinkedHashMap<>();

  KillBook(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  private static Deadlines.Due due(TaskId task) {
    return new Deadlines.Due(Deadlines.Kind.KILL, task.value());
  }

  /** Takes note of a pod: tasks that began to be unwanted are killed, others forgotten. */
  void update(PodRecord pod, Ledger ledger, Instant now) {
    for (TaskRecord task : pod.tasks().values()) {
      boolean owed = task.isActive() && task.endWanted() != null;
      if (owed && !sent.containsKey(task.taskId())) {
        send(pod, task, ledger, now);
      } else if (!owed && sent.remove(task.taskId()) != null) {
        deadlines.clear(due(task.taskId()));
      }
    }
  }

  /** After a subscription: nobody knows which KILLs arrived. */
  void begin(Ledger ledger, Instant now) {
    sent.clear();
    ledger.state().pods().forEach(pod -> update(pod, ledger, now));
  }

  /** The time of a repetition has come. */
  void repeat(TaskId id, Ledger ledger, Instant now) {
    Optional<PodRecord> pod = ledger.state().podOfTask(id);
    Optional<TaskRecord> task =
        pod.flatMap(
            record ->
                record.tasks().values().stream()
                    .filter(known -> known.taskId().equals(id))
                    .findFirst());
    if (pod.isPresent()
        && task.isPresent()
        && task.get().isActive()
        && task.get().endWanted() != null) {
      send(pod.get(), task.get(), ledger, now);
    } else {
      sent.remove(id);
    }
  }

  private void send(PodRecord pod, TaskRecord task, Ledger ledger, Instant now) {
    int times = sent.merge(task.taskId(), 1, Integer::sum);
    AgentPlace place = pod.place();
    ledger.send(new MesosCall.Kill(task.taskId(), place == null ? null : place.agentId(), null));
    deadlines.set(
        due(task.taskId()),
        now.plus(Timing.doubled(Timing.KILL_AGAIN, times - 1, Timing.KILL_AGAIN_MAX)));
  }
}
