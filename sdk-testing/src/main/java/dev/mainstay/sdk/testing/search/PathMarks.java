package dev.mainstay.sdk.testing.search;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.runtime.ExitCause;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.state.UninstallRecord;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Notes which paths of recovery were gone in one world. */
final class PathMarks implements Observer {

  private final Set<RecoveryPath> gone = EnumSet.noneOf(RecoveryPath.class);
  private final Map<PodId, PodRecord> pods = new HashMap<>();
  private final Set<TaskId> killed = new HashSet<>();
  private boolean uninstalling;
  private int subscriptions;
  private int lastSubscriber;

  ImmutableSet<RecoveryPath> paths() {
    return ImmutableSet.copyOf(gone);
  }

  @Override
  public void started(SchedulerRun run) {
    if (run.number() > 1) {
      gone.add(RecoveryPath.TOOK_OVER);
    }
  }

  @Override
  public void ended(SchedulerRun run) {
    if (run.end().map(end -> end.cause() == ExitCause.LOST_LEADERSHIP).orElse(false)) {
      gone.add(RecoveryPath.LOST_THE_LEAD);
    }
    if (run.end().map(end -> end.cause() == ExitCause.UNINSTALLED).orElse(false)) {
      gone.add(RecoveryPath.UNINSTALLED);
    }
  }

  @Override
  public void received(SchedulerRun run, SchedulerEvent event) {
    if (!(event instanceof SchedulerEvent.Mesos mesos)) {
      return;
    }
    if (mesos.event() instanceof MesosEvent.Subscribed) {
      subscriptions = run.number() == lastSubscriber ? subscriptions + 1 : 1;
      lastSubscriber = run.number();
      if (subscriptions > 1) {
        gone.add(RecoveryPath.SUBSCRIBED_AGAIN);
      }
    } else if (mesos.event() instanceof MesosEvent.Update update) {
      boolean stale =
          update.status().reason() == StatusReason.INVALID_OFFERS
              || update.status().state() == TaskState.DROPPED;
      if (stale) {
        gone.add(RecoveryPath.LAUNCH_DROPPED);
      }
    } else if (mesos.event() instanceof MesosEvent.UpdateOperationStatus status) {
      OperationState state = status.status().state();
      if (state == OperationState.DROPPED || state == OperationState.ERROR) {
        gone.add(RecoveryPath.RESERVATION_FAILED);
      }
    }
  }

  @Override
  public void decided(SchedulerRun run, SchedulerEvent event, Decision decision) {
    for (StateChange change : decision.changes()) {
      change.accept(
          new StateChange.Visitor<Boolean>() {
            @Override
            public Boolean put(StateRecord record) {
              uninstalling |= record instanceof UninstallRecord;
              return (record instanceof PodRecord pod && changed(pod))
                  || (record instanceof TargetRecord target && changed(target))
                  || (record instanceof PlanRunRecord plan && changed(plan));
            }

            @Override
            public Boolean remove(RecordKey key) {
              return switch (key.kind()) {
                case RELEASED -> gone.add(RecoveryPath.CLEANED_UP);
                case POD -> !uninstalling && gone.add(RecoveryPath.DECOMMISSIONED);
                case FRAMEWORK, TARGET, CONFIGURATION, PLAN_RUN, UNINSTALL, HISTORY -> false;
              };
            }
          });
    }
  }

  private boolean changed(TargetRecord target) {
    return target.update()
        && target.configId().equals(target.deployed())
        && gone.add(RecoveryPath.UPDATED);
  }

  private boolean changed(PlanRunRecord plan) {
    return plan.outcome() == PlanRunRecord.Outcome.COMPLETE && gone.add(RecoveryPath.PLAN_RUN);
  }

  private boolean changed(PodRecord pod) {
    PodRecord before = pods.put(pod.id(), pod);
    if (before == null) {
      return true;
    }
    if (!before.paused().isEmpty() && pod.paused().isEmpty()) {
      gone.add(RecoveryPath.RESUMED);
    }
    if (pod.backoff().notBefore() != null) {
      gone.add(RecoveryPath.BACKED_OFF);
    }
    PodRecord.Replacement given = before.replacement();
    if (given != null && pod.replacement() == null) {
      gone.add(given.agentGone() ? RecoveryPath.AGENT_GONE : RecoveryPath.PLACED_ANEW);
    }
    for (TaskRecord task : pod.tasks().values()) {
      before.task(task.name()).ifPresent(old -> changed(before, old, pod, task));
    }
    return true;
  }

  private void changed(PodRecord before, TaskRecord old, PodRecord pod, TaskRecord task) {
    if (!old.taskId().equals(task.taskId())) {
      boolean same = before.place() != null && before.place().equals(pod.place());
      if (same && before.hasActiveTask()) {
        gone.add(RecoveryPath.JOINED_EXECUTOR);
      } else if (same) {
        gone.add(RecoveryPath.RELAUNCHED_IN_PLACE);
      }
      return;
    }
    if (old.state() == TaskState.UNKNOWN && task.state() == TaskState.LOST) {
      gone.add(RecoveryPath.UNKNOWN_RESOLVED);
    }
    if (old.state() == TaskState.UNREACHABLE && task.isRunning()) {
      gone.add(RecoveryPath.REACHED_AGAIN);
    }
    TaskRecord.EndWanted end = task.endWanted();
    if (end != null && end.reason().startsWith("essential")) {
      gone.add(RecoveryPath.ENDED_WITH_ESSENTIAL);
    }
  }

  @Override
  public void storeFailed(SchedulerRun run) {
    gone.add(RecoveryPath.COMMIT_REPEATED);
  }

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    if (call instanceof MesosCall.Kill kill && !killed.add(kill.taskId())) {
      gone.add(RecoveryPath.KILLED_AGAIN);
    }
    if (call instanceof MesosCall.Accept accept) {
      boolean unreserves =
          accept.operations().stream().anyMatch(Operation.Unreserve.class::isInstance);
      boolean launches =
          accept.operations().stream().anyMatch(Operation.LaunchGroup.class::isInstance);
      if (unreserves) {
        gone.add(launches ? RecoveryPath.RESIZED : RecoveryPath.CLEANED_UP);
      }
    }
  }
}
