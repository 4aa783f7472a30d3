package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Availability: a running pod is only disturbed when something has happened to it. A task is only
 * marked to end when a person commanded something of its pod, one of the pod's tasks ended, a
 * reservation of it failed, its agent was marked gone, or the framework's recovery policy wants it
 * restarted after another pod, since that task was launched.
 */
final class EndsHaveCauses implements Checker {

  private final Set<PodId> disturbed = new HashSet<>();
  private final Map<PodId, Set<TaskId>> ending = new HashMap<>();
  private final DurableRecords records;
  private boolean agentGone;
  private boolean updated;
  private boolean rerun;
  private boolean uninstalled;

  /** Comes before the records in the order of observers, to see what was durable before. */
  EndsHaveCauses(DurableRecords records) {
    this.records = records;
  }

  @Override
  public void received(SchedulerRun run, SchedulerEvent event) {
    if (event instanceof SchedulerEvent.Commanded commanded) {
      disturbed.addAll(
          commanded
              .command()
              .accept(
                  new OperatorCommand.Visitor<Set<PodId>>() {
                    @Override
                    public Set<PodId> restartPod(OperatorCommand.RestartPod command) {
                      return Set.of(command.pod());
                    }

                    @Override
                    public Set<PodId> pausePod(OperatorCommand.PausePod command) {
                      return Set.of(command.pod());
                    }

                    @Override
                    public Set<PodId> resumePod(OperatorCommand.ResumePod command) {
                      return Set.of(command.pod());
                    }

                    @Override
                    public Set<PodId> replacePod(OperatorCommand.ReplacePod command) {
                      return Set.of(command.pod());
                    }

                    @Override
                    public Set<PodId> uninstall(OperatorCommand.Uninstall command) {
                      uninstalled = true;
                      return Set.of();
                    }

                    @Override
                    public Set<PodId> setTarget(OperatorCommand.SetTarget command) {
                      updated = true;
                      return Set.of();
                    }

                    @Override
                    public Set<PodId> operatePlan(OperatorCommand.OperatePlan command) {
                      rerun = true;
                      return Set.of();
                    }

                    @Override
                    public Set<PodId> releaseLeftovers(OperatorCommand.ReleaseLeftovers command) {
                      return Set.of();
                    }

                    @Override
                    public Set<PodId> keepLeftovers(OperatorCommand.KeepLeftovers command) {
                      return Set.of();
                    }
                  }));
    } else if (event instanceof SchedulerEvent.Mesos mesos) {
      said(mesos.event());
    }
  }

  private void said(MesosEvent event) {
    if (event instanceof MesosEvent.Update update) {
      if (update.status().state().isTerminal()) {
        records.podOfTask(update.status().taskId()).ifPresent(pod -> disturbed.add(pod.id()));
      }
    } else if (event instanceof MesosEvent.UpdateOperationStatus status
        && status.status().state() != OperationState.FINISHED) {
      Optional.ofNullable(status.status().operationId())
          .flatMap(records::podOfOperation)
          .ifPresent(pod -> disturbed.add(pod.id()));
    }
  }

  @Override
  public void happening(ClusterInput input) {
    agentGone |= input instanceof ClusterInput.MarkAgentGone;
  }

  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    for (StateChange change : changes) {
      change.accept(
          new StateChange.Visitor<Boolean>() {
            @Override
            public Boolean put(StateRecord record) {
              if (record instanceof PodRecord pod) {
                look(pod);
              }
              return true;
            }

            @Override
            public Boolean remove(RecordKey key) {
              return true;
            }
          });
    }
  }

  private void look(PodRecord pod) {
    if (pod.recovery() != null) {
      pod.recovery().restarts().forEach(restart -> disturbed.add(restart.pod()));
    }
    Set<TaskId> before = ending.getOrDefault(pod.id(), Set.of());
    Set<TaskId> now = new HashSet<>();
    for (TaskRecord task : pod.tasks().values()) {
      TaskRecord.EndWanted end = task.endWanted();
      if (end != null && task.isActive()) {
        now.add(task.taskId());
        require(
            agentGone
                || uninstalled
                || before.contains(task.taskId())
                || disturbed.contains(pod.id())
                || isCommanded(end.reason()),
            () ->
                "task %s is to end (%s), and nothing has happened to its pod"
                    .formatted(task.taskId(), end.reason()));
      }
    }
    ending.put(pod.id(), now);
  }

  /** A target or a plan is about pods that may not be there yet when it is commanded. */
  private boolean isCommanded(String reason) {
    return (updated && (reason.startsWith("updated to ") || reason.startsWith("decommissioned: ")))
        || (rerun && reason.startsWith("plan "));
  }
}
