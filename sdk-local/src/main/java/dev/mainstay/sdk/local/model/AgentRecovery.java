package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an agent's process misses while it is down, and how it takes that in when it is there again:
 * first what executors had to tell, then the tasks that ended, and once the master knows the agent
 * the executors that are gone.
 */
final class AgentRecovery {

  private static final int SIGKILL = 9;

  /** A restarted agent looks for the end of processes that are not its children now and then. */
  private static final Duration RECOVERED_TASK_DELAY = Duration.ofMillis(1500);

  private static final Duration RECOVERED_EXECUTOR_DELAY = Duration.ofSeconds(2);

  private record HeldUpdate(ExecutorRun run, TaskStatus status) {}

  private record DeadExecutor(ExecutorRun run, int status) {}

  private final ModelContext context;
  private final AgentModel agent;
  private final List<HeldUpdate> heldUpdates = new ArrayList<>();
  private final List<DeadExecutor> deadExecutors = new ArrayList<>();

  /** Ends of tasks that executors learn of when the agent is there again. */
  private final List<ContainerEvent.Exited> unseenExits = new ArrayList<>();

  private final Set<ContainerId> recovered = new HashSet<>();

  AgentRecovery(ModelContext context, AgentModel agent) {
    this.context = context;
    this.agent = agent;
  }

  // While the process is down.

  /** An executor keeps an update until somebody takes it. */
  void updatedUnseen(ExecutorRun run, TaskStatus status) {
    heldUpdates.add(new HeldUpdate(run, status));
  }

  void exitedUnseen(ContainerEvent.Exited event) {
    unseenExits.add(event);
  }

  void endedUnseen(ExecutorRun run, int status) {
    deadExecutors.add(new DeadExecutor(run, status));
  }

  // When it is there again.

  void start(Collection<ExecutorRun> runs, boolean executorsSurvived) {
    for (DeadExecutor dead : List.copyOf(deadExecutors)) {
      if (agent.forget(dead.run())) {
        deadExecutors.remove(dead);
      }
    }
    recovered.clear();
    runs.forEach(run -> recovered.addAll(run.containers()));
    if (!executorsSurvived) {
      unseenExits.clear();
      runs.forEach(run -> deadExecutors.add(new DeadExecutor(run, SIGKILL)));
    }
    List<HeldUpdate> missed = List.copyOf(heldUpdates);
    heldUpdates.clear();
    missed.forEach(held -> agent.updated(held.run(), held.status()));
  }

  void reconnectExecutors() {
    List<ContainerEvent.Exited> missed = List.copyOf(unseenExits);
    unseenExits.clear();
    recovered.removeAll(missed.stream().map(ContainerEvent.Exited::id).toList());
    missed.forEach(agent::report);
  }

  void registered(Collection<ExecutorRun> runs) {
    List<DeadExecutor> dead = List.copyOf(deadExecutors);
    deadExecutors.clear();
    dead.forEach(each -> agent.executorEnded(each.run(), each.status()));
    ImmutableList.copyOf(runs).forEach(ExecutorRun::endIfIdle);
    ImmutableList.copyOf(runs).stream()
        .filter(ExecutorRun::isStopped)
        .forEach(
            run -> context.after(context.settings().executorReturn(), () -> notReregistered(run)));
  }

  /** After a restart an executor did not come back in time. */
  private void notReregistered(ExecutorRun run) {
    if (run.phase() == ExecutorRun.Phase.ENDED || !agent.isUp()) {
      return;
    }
    boolean partitionAware =
        run.framework().capabilities().contains(FrameworkInfo.Capability.PARTITION_AWARE);
    agent.endTasks(
        run,
        SIGKILL,
        partitionAware ? TaskState.GONE : TaskState.LOST,
        StatusReason.EXECUTOR_REREGISTRATION_TIMEOUT,
        "Executor did not reregister within "
            + context.settings().executorReturn().toSeconds()
            + "secs");
  }

  // Later: what was there before the restart is watched from afar.

  /** Whether an end is noticed late; it is reported again then. */
  boolean delays(ContainerEvent.Exited event) {
    if (!recovered.remove(event.id())) {
      return false;
    }
    context.after(RECOVERED_TASK_DELAY, () -> agent.report(event));
    return true;
  }

  /** From an executor's end by itself to the moment in which the agent notices it. */
  Duration exitDelayOf(ExecutorRun run) {
    return recovered.contains(run.container())
        ? RECOVERED_EXECUTOR_DELAY
        : context.settings().executorExitDelay();
  }
}
