package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.OperationStatus;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent's process and the executors under it: what goes on even when the master does not hear of
 * it.
 */
final class AgentModel {

  private static final int SIGKILL = 9;

  private final ModelContext context;
  private final MasterPort master;
  private final AgentId id;
  private final AgentSpec spec;
  private ResourcePool total;
  private final Map<FrameworkId, AgentFramework> frameworks = new LinkedHashMap<>();
  private final Map<ContainerId, ExecutorRun> runs = new LinkedHashMap<>();
  private final OperationFeedback operations;
  private final AgentRecovery recovery;
  private boolean up = true;
  private boolean linked = true;
  private boolean stopped;
  private @Nullable AgentDrain drain;
  private boolean dropsNextAccept;

  AgentModel(
      ModelContext context, MasterPort master, AgentId id, AgentSpec spec, ResourcePool total) {
    this.context = context;
    this.master = master;
    this.id = id;
    this.spec = spec;
    this.total = total;
    this.recovery = new AgentRecovery(context, this);
    this.operations =
        new OperationFeedback(
            context,
            (frameworkId, status) -> {
              if (canTalk()) {
                master.operationUpdated(this, frameworkId, status);
              }
            });
  }

  AgentId id() {
    return id;
  }

  AgentSpec spec() {
    return spec;
  }

  ResourcePool total() {
    return total;
  }

  void total(ResourcePool changed) {
    total = changed;
  }

  boolean isUp() {
    return up;
  }

  boolean isReachable() {
    return up && linked;
  }

  private boolean canTalk() {
    return isReachable() && master.isRegistered(this);
  }

  Map<FrameworkId, AgentFramework> frameworks() {
    return frameworks;
  }

  OperationFeedback operations() {
    return operations;
  }

  void drain(@Nullable AgentDrain wanted) {
    drain = wanted;
  }

  void dropNextAccept() {
    dropsNextAccept = true;
  }

  /** Whether the ACCEPT at hand is dropped. */
  boolean dropsAccept() {
    boolean drops = dropsNextAccept && isReachable();
    dropsNextAccept &= !drops;
    return drops;
  }

  // What the master sends.

  void runGroup(FrameworkInfo framework, ExecutorInfo executor, ImmutableList<TaskInfo> tasks) {
    AgentFramework known = admitted(framework, executor.executorId(), tasks, false);
    if (!acceptable(known, framework, tasks)) {
      return;
    }
    ExecutorRun run = known.executors().get(executor.executorId());
    if (run != null) {
      run.add(tasks);
      return;
    }
    start(known, executor, tasks, false);
  }

  /** A task of its own, with Mesos's command executor. */
  void runTask(FrameworkInfo framework, ExecutorInfo executor, TaskInfo task) {
    ImmutableList<TaskInfo> tasks = ImmutableList.of(task);
    AgentFramework known = admitted(framework, executor.executorId(), tasks, true);
    if (acceptable(known, framework, tasks)) {
      start(known, executor, tasks, task.executor() == null);
    }
  }

  private AgentFramework admitted(
      FrameworkInfo framework,
      ExecutorId executorId,
      ImmutableList<TaskInfo> tasks,
      boolean commandTask) {
    FrameworkId frameworkId = Objects.requireNonNull(framework.id());
    AgentFramework known =
        frameworks.computeIfAbsent(frameworkId, fresh -> new AgentFramework(framework));
    for (TaskInfo task : tasks) {
      UpdateStream<TaskStatus> updates =
          new UpdateStream<>(
              context,
              status -> {
                if (canTalk()) {
                  master.taskUpdated(this, frameworkId, status);
                }
              });
      known.tasks().put(task.taskId(), new AgentTask(task, executorId, commandTask, updates));
    }
    return known;
  }

  private boolean acceptable(
      AgentFramework known, FrameworkInfo framework, ImmutableList<TaskInfo> tasks) {
    boolean partitionAware =
        framework.capabilities().contains(FrameworkInfo.Capability.PARTITION_AWARE);
    TaskState refused = partitionAware ? TaskState.DROPPED : TaskState.LOST;
    if (drain != null) {
      String why = "Task was received while agent was already draining";
      tasks.forEach(
          task -> tellOf(known, task.taskId(), refused, StatusReason.AGENT_DRAINING, why));
      tasks.stream()
          .findFirst()
          .map(task -> known.tasks().get(task.taskId()))
          .filter(task -> !task.isCommandTask())
          .ifPresent(task -> dropUnstarted(known, task.executorId()));
      return false;
    }
    for (TaskInfo task : tasks) {
      if (!task.limits().isEmpty()
          && context.settings().equipment() == ClusterSettings.Equipment.PROCESSES) {
        String name = task.limits().containsKey("cpus") ? "CPU" : "Memory";
        String isolator = task.limits().containsKey("cpus") ? "cgroups/cpu" : "cgroups/mem";
        String why =
            name
                + " limits can only be set on tasks launched in Mesos containers when the agent has loaded the '"
                + isolator
                + "' isolator";
        // As Mesos: its master goes on counting the executor until the agent registers again.
        tasks.forEach(each -> refuse(known, each.taskId(), refused, StatusReason.GC_ERROR, why));
        return false;
      }
    }
    return true;
  }

  /** The master counted an executor for a group that was refused. */
  private void dropUnstarted(AgentFramework known, ExecutorId executorId) {
    if (!known.executors().containsKey(executorId) && canTalk()) {
      master.executorExited(this, Objects.requireNonNull(known.info().id()), executorId, -1);
    }
  }

  private void start(
      AgentFramework known,
      ExecutorInfo executor,
      ImmutableList<TaskInfo> tasks,
      boolean forCommandTask) {
    ContainerId container = new ContainerId(id, context.freshId().toString(), null);
    ExecutorRun run =
        new ExecutorRun(context, this, known.info(), executor, container, forCommandTask);
    known.executors().put(executor.executorId(), run);
    runs.put(container, run);
    if (!forCommandTask && executor.kind() == ExecutorInfo.Kind.CUSTOM) {
      run.add(tasks);
      context.after(context.settings().executorExitDelay(), () -> executorEnded(run, 0));
    } else {
      run.launch(tasks);
    }
  }

  void kill(FrameworkId frameworkId, TaskId taskId, @Nullable Duration grace) {
    AgentFramework known = frameworks.get(frameworkId);
    AgentTask task = known == null ? null : known.tasks().get(taskId);
    ExecutorRun run =
        known == null || task == null ? null : known.executors().get(task.executorId());
    if (known == null || run == null) {
      return;
    }
    if (run.phase() != ExecutorRun.Phase.SETTING_UP) {
      run.kill(taskId, grace);
      return;
    }
    run.withdraw(taskId)
        .ifPresent(
            group -> {
              String why =
                  run.isForCommandTask()
                      ? "Killed before delivery to the executor"
                      : "A task within the task group was killed before delivery to the executor";
              for (TaskInfo member : group) {
                tellOf(
                    known,
                    member.taskId(),
                    TaskState.KILLED,
                    StatusReason.TASK_KILLED_DURING_LAUNCH,
                    why);
              }
              if (run.hasNothingQueued()) {
                executorEnded(run, -1);
              }
            });
  }

  void acknowledge(FrameworkId frameworkId, TaskId taskId, UUID uuid) {
    AgentFramework known = frameworks.get(frameworkId);
    AgentTask task = known == null ? null : known.tasks().get(taskId);
    if (known == null || task == null) {
      return;
    }
    task.updates()
        .acknowledge(uuid)
        .filter(status -> status.state().isTerminal())
        .ifPresent(
            status -> {
              task.updates().close();
              known.tasks().remove(taskId);
              forgetIfIdle(known);
            });
  }

  private void forgetIfIdle(AgentFramework known) {
    if (known.isIdle()) {
      frameworks.remove(Objects.requireNonNull(known.info().id()), known);
    }
  }

  /** Sends the first unacknowledged update of each task of a framework that came back. */
  void replayUpdates(FrameworkId frameworkId) {
    AgentFramework known = frameworks.get(frameworkId);
    if (known != null) {
      ImmutableList.copyOf(known.tasks().values()).forEach(task -> task.updates().replay());
    }
  }

  void shutdownExecutor(FrameworkId frameworkId, ExecutorId executorId) {
    AgentFramework known = frameworks.get(frameworkId);
    ExecutorRun run = known == null ? null : known.executors().get(executorId);
    if (run != null) {
      shutdown(run);
    }
  }

  private void shutdown(ExecutorRun run) {
    Duration own = run.info().shutdownGracePeriod();
    Duration grace = own == null ? context.settings().executorShutdownGrace() : own;
    run.shutdown();
    context.after(grace, () -> executorEnded(run, SIGKILL));
  }

  /** Ends all that runs for a framework; it hears no more of it. */
  void shutdownFramework(FrameworkId frameworkId) {
    AgentFramework known = frameworks.remove(frameworkId);
    if (known != null) {
      known.tasks().values().forEach(task -> task.updates().close());
      ImmutableList.copyOf(known.executors().values()).forEach(this::shutdown);
    }
    operations.forget(frameworkId);
  }

  /** The agent itself goes: everything under it is ended. */
  void shutdownAll() {
    ImmutableList.copyOf(frameworks.keySet()).forEach(this::shutdownFramework);
  }

  // What happens on the machine.

  void report(ContainerEvent event) {
    event.accept(new Reports());
  }

  private final class Reports implements ContainerEvent.Visitor<Done> {
    @Override
    public Done started(ContainerEvent.Started event) {
      ExecutorRun run = runOf(event.id());
      if (run != null) {
        run.started(event);
      }
      return Done.DONE;
    }

    @Override
    public Done launchFailed(ContainerEvent.LaunchFailed event) {
      ExecutorRun run = runOf(event.id());
      if (run != null && event.id().isNested()) {
        run.launchFailed(event);
      } else if (run != null) {
        executorLaunchFailed(run, event);
      }
      return Done.DONE;
    }

    @Override
    public Done exited(ContainerEvent.Exited event) {
      ExecutorRun run = runOf(event.id());
      if (run == null) {
        return Done.DONE;
      }
      boolean ofTask = event.id().isNested() || run.isForCommandTask();
      if (ofTask && !up) {
        recovery.exitedUnseen(event);
      } else if (recovery.delays(event)) {
        return Done.DONE;
      } else if (ofTask) {
        run.exited(event);
      } else {
        executorEnded(run, WaitStatus.raw(event.signal(), event.exitCode()));
      }
      return Done.DONE;
    }

    @Override
    public Done probed(ContainerEvent.Probed event) {
      ExecutorRun run = runOf(event.id());
      if (run != null) {
        run.probed(event);
      }
      return Done.DONE;
    }

    @Override
    public Done probesUnsteady(ContainerEvent.ProbesUnsteady event) {
      ExecutorRun run = runOf(event.id());
      if (run != null) {
        run.probesUnsteady(event);
      }
      return Done.DONE;
    }
  }

  void executorStopped(ContainerId executor) {
    ExecutorRun run = runs.get(executor);
    if (run != null) {
      run.stopped();
    }
  }

  private @Nullable ExecutorRun runOf(ContainerId container) {
    return runs.get(container.isNested() ? container.parent() : container);
  }

  private void executorLaunchFailed(ExecutorRun run, ContainerEvent.LaunchFailed event) {
    AgentFramework known = frameworkOf(run);
    boolean noSandbox = event.message().startsWith("Failed to create executor directory");
    endRun(run, -1);
    for (TaskInfo task : run.end()) {
      if (known != null) {
        tellOf(
            known,
            task.taskId(),
            noSandbox ? TaskState.DROPPED : TaskState.FAILED,
            noSandbox ? StatusReason.EXECUTOR_TERMINATED : StatusReason.CONTAINER_LAUNCH_FAILED,
            event.message());
      }
    }
  }

  /** From the executor's end by itself to the moment in which the agent notices it. */
  Duration exitDelayOf(ExecutorRun run) {
    return recovery.exitDelayOf(run);
  }

  /** An executor's run is over, with its raw wait status; what it left unended has failed. */
  void executorEnded(ExecutorRun run, int status) {
    if (run.phase() == ExecutorRun.Phase.ENDED) {
      return;
    }
    if (!up) {
      recovery.endedUnseen(run, status);
      return;
    }
    endTasks(
        run, status, TaskState.FAILED, StatusReason.EXECUTOR_TERMINATED, "Executor terminated");
  }

  void endTasks(ExecutorRun run, int status, TaskState state, StatusReason reason, String message) {
    AgentFramework known = frameworkOf(run);
    endRun(run, status);
    for (TaskInfo task : run.end()) {
      if (known != null) {
        tellOf(known, task.taskId(), state, reason, message);
      }
    }
  }

  private void endRun(ExecutorRun run, int status) {
    runs.remove(run.container());
    AgentFramework known = frameworkOf(run);
    if (known == null) {
      return;
    }
    known.executors().remove(run.info().executorId());
    if (!run.isForCommandTask() && canTalk()) {
      master.executorExited(
          this, Objects.requireNonNull(known.info().id()), run.info().executorId(), status);
    }
    forgetIfIdle(known);
  }

  /** The framework of a run, unless it was shut down. */
  private @Nullable AgentFramework frameworkOf(ExecutorRun run) {
    AgentFramework known = frameworks.get(Objects.requireNonNull(run.framework().id()));
    return known != null && known.executors().get(run.info().executorId()) == run ? known : null;
  }

  // Updates.

  /** An executor tells of a task. */
  void updated(ExecutorRun run, TaskStatus status) {
    if (!up) {
      recovery.updatedUnseen(run, status);
      return;
    }
    AgentFramework known = frameworkOf(run);
    if (known != null) {
      record(known, drain == null ? status : drain.rewritten(status, known.info()));
    }
  }

  private void tellOf(
      AgentFramework known, TaskId taskId, TaskState state, StatusReason reason, String message) {
    AgentTask task = known.tasks().get(taskId);
    if (task != null) {
      tell(known, taskId, task.executorId(), state, reason, message);
    }
  }

  /** Of a task that never came to an executor. */
  private void refuse(
      AgentFramework known, TaskId taskId, TaskState state, StatusReason reason, String message) {
    tell(known, taskId, null, state, reason, message);
  }

  private void tell(
      AgentFramework known,
      TaskId taskId,
      @Nullable ExecutorId executorId,
      TaskState state,
      StatusReason reason,
      String message) {
    record(
        known,
        new TaskStatus(
            taskId,
            state,
            message,
            TaskStatus.Source.AGENT,
            reason,
            id,
            executorId,
            context.now(),
            context.freshId(),
            null,
            null,
            null,
            null,
            ImmutableList.of()));
  }

  private void record(AgentFramework known, TaskStatus status) {
    AgentTask task = known.tasks().get(status.taskId());
    if (task != null && !task.isTerminal()) {
      task.latest(status);
      task.updates().add(Objects.requireNonNull(status.uuid()), status);
    }
  }

  // The agent's own life.

  void crash() {
    up = false;
  }

  void unlink() {
    linked = false;
  }

  /** It is told to leave for good: it ends once everything under it has ended. */
  void stop() {
    shutdownAll();
    stopped = true;
    linked = false;
  }

  boolean isStopped() {
    return stopped;
  }

  /** It was told to leave, has not crashed since, and something under it has not ended yet. */
  boolean isEnding() {
    return stopped && up && !runs.isEmpty();
  }

  void relink() {
    linked = true;
  }

  /** The process is there again; it is to take in what it missed once the master knows it. */
  void start(boolean executorsSurvived) {
    up = true;
    linked = true;
    stopped = false;
    recovery.start(runs.values(), executorsSurvived);
  }

  /**
   * Drops a run that had nothing left and ended while nobody looked: no FAILURE tells of it.
   *
   * @return whether it was such a one
   */
  boolean forget(ExecutorRun run) {
    AgentFramework known = frameworkOf(run);
    if (known == null || !run.isIdle()) {
      return false;
    }
    runs.remove(run.container());
    known.executors().remove(run.info().executorId());
    run.end();
    forgetIfIdle(known);
    return true;
  }

  /** Its executors are back, just before it registers. */
  void reconnectExecutors() {
    recovery.reconnectExecutors();
  }

  /** The master knows the agent again. */
  void registered() {
    recovery.registered(runs.values());
    ImmutableList.copyOf(frameworks.keySet()).forEach(this::replayUpdates);
    operations.replay();
  }

  /** For the operation that the master applied just now: tells its outcome after a moment. */
  void finished(FrameworkId frameworkId, OperationStatus status) {
    operations.tellLater(frameworkId, status);
  }
}
