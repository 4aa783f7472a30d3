package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.scheduler.Deadlines.Due;
import dev.mainstay.sdk.scheduler.Deadlines.Kind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What the master tells of tasks, or fails to, carried into the records. */
final class TaskNews {

  private final Ledger ledger;
  private final Deadlines deadlines;
  private final Reconciliation reconciliation;
  private final RolloutRules rollout;
  private final AgentNews agents;

  TaskNews(
      Ledger ledger,
      Deadlines deadlines,
      Reconciliation reconciliation,
      RolloutRules rollout,
      AgentNews agents) {
    this.ledger = ledger;
    this.deadlines = deadlines;
    this.reconciliation = reconciliation;
    this.rollout = rollout;
    this.agents = agents;
  }

  /** The scheduler hears news again: of tasks on their way some is due. */
  void subscribed(Instant now) {
    ledger.state().pods().stream()
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(task -> task.state() == TaskState.STAGING)
        .forEach(task -> expect(task.taskId(), now));
  }

  /** The tasks of an ACCEPT are on their way. */
  void launched(MesosCall.Accept accept, Instant now) {
    eachTask(accept, task -> expect(task, now));
  }

  private static void eachTask(MesosCall.Accept accept, Consumer<TaskId> action) {
    for (Operation operation : accept.operations()) {
      if (operation instanceof Operation.LaunchGroup group) {
        group.tasks().forEach(task -> action.accept(task.taskId()));
      }
    }
  }

  private void expect(TaskId id, Instant now) {
    deadlines.set(new Due(Kind.STAGING, id.value()), now.plus(Timing.STAGING_PATIENCE));
  }

  /** Nothing was heard of a task for long. */
  void stagingTooLong(TaskId id, Instant now) {
    boolean staging =
        ledger.state().podOfTask(id).stream()
            .flatMap(pod -> pod.tasks().values().stream())
            .anyMatch(task -> task.taskId().equals(id) && task.state() == TaskState.STAGING);
    if (staging) {
      reconciliation.add(id, now);
      expect(id, now);
    }
  }

  /** An ACCEPT was refused, or nobody knows whether it arrived. */
  void acceptFailed(MesosCall.Accept accept, SchedulerEvent.CallFailed failure, Instant now) {
    eachTask(accept, task -> launchFailed(task, failure, now));
  }

  private void launchFailed(TaskId id, SchedulerEvent.CallFailed failure, Instant now) {
    Optional<PodRecord> pod = ledger.state().podOfTask(id);
    if (pod.isEmpty()) {
      return;
    }
    if (!failure.outcomeKnown()) {
      reconciliation.add(id, now);
      return;
    }
    for (TaskRecord known : pod.get().tasks().values()) {
      if (known.taskId().equals(id) && known.isActive()) {
        TaskCondition dropped =
            new TaskCondition(
                TaskState.DROPPED,
                false,
                null,
                "the master refused the ACCEPT: " + failure.message(),
                null,
                now);
        ledger.put(StatusRules.withoutAsked(pod.get().withTask(known.withCondition(dropped))));
      }
    }
  }

  /** A status, also one of a task that no record knows. */
  void told(TaskStatus status, Instant now) {
    Optional<PodRecord> pod = ledger.state().podOfTask(status.taskId());
    reconciliation.answered(status.taskId(), ledger);
    boolean current = pod.map(record -> isActive(record, status.taskId())).orElse(false);
    if (current) {
      apply(pod.orElseThrow(), status, now);
    } else if (mayRun(status.state())) {
      ledger.send(new MesosCall.Kill(status.taskId(), status.agentId(), null));
    }
    if (status.state() == TaskState.GONE_BY_OPERATOR && status.agentId() != null) {
      agents.gone(status.agentId(), now);
    }
    if (status.uuid() != null && status.agentId() != null) {
      ledger.send(new MesosCall.Acknowledge(status.agentId(), status.taskId(), status.uuid()));
    }
  }

  private static boolean isActive(PodRecord pod, TaskId id) {
    return pod.tasks().values().stream()
        .anyMatch(task -> task.taskId().equals(id) && task.isActive());
  }

  private static boolean mayRun(TaskState state) {
    return switch (state) {
      case STAGING, STARTING, RUNNING, KILLING -> true;
      case FINISHED,
          FAILED,
          KILLED,
          ERROR,
          LOST,
          DROPPED,
          UNREACHABLE,
          GONE,
          GONE_BY_OPERATOR,
          UNKNOWN ->
          false;
    };
  }

  private void apply(PodRecord pod, TaskStatus status, Instant now) {
    for (TaskRecord task : pod.tasks().values()) {
      if (task.taskId().equals(status.taskId())) {
        if (StatusRules.isSuperseded(task, status)) {
          reconciliation.add(task.taskId(), now);
          return;
        }
        PodSpec spec = ledger.state().specOf(task.launch().config()).pod(pod.id());
        ledger.put(rollout.updated(pod, task, status, spec, now));
        if (status.state() != TaskState.STAGING) {
          deadlines.clear(new Due(Kind.STAGING, status.taskId().value()));
        }
      }
    }
  }
}
