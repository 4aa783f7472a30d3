package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.ContainerStatus;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.NetworkInfo;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One task inside its executor, from its launch to its end: its container, its probes, its killing.
 */
final class TaskRun {

  /**
   * How long a task has between SIGTERM and SIGKILL when nobody says (Mesos's default executor).
   */
  static final Duration DEFAULT_KILL_GRACE = Duration.ofSeconds(3);

  private final ModelContext context;
  private final ExecutorRun executor;
  private final TaskInfo info;
  private final ContainerId container;
  private boolean launched;
  private int pid;
  private boolean killing;
  private boolean completionTimeExceeded;
  private ContainerEvent.@Nullable Exited earlyExit;
  private @Nullable TaskStatus lastStatus;
  private @Nullable ProbeLoop checkLoop;
  private @Nullable ProbeLoop healthLoop;
  private Timers.@Nullable Timer escalation;
  private Timers.@Nullable Timer completion;

  TaskRun(ModelContext context, ExecutorRun executor, TaskInfo info, ContainerId container) {
    this.context = context;
    this.executor = executor;
    this.info = info;
    this.container = container;
  }

  TaskInfo info() {
    return info;
  }

  ContainerId container() {
    return container;
  }

  boolean isKilling() {
    return killing;
  }

  /** Its process runs, though perhaps not yet all of its group. */
  void started(int processId) {
    pid = processId;
  }

  /** The process ended before its group was told to run. */
  void exitedEarly(ContainerEvent.Exited event) {
    earlyExit = event;
  }

  ContainerEvent.@Nullable Exited takeEarlyExit() {
    ContainerEvent.Exited event = earlyExit;
    earlyExit = null;
    return event;
  }

  boolean isLaunched() {
    return launched;
  }

  void starting() {
    tell(TaskState.STARTING, null, null);
  }

  /** The whole group is launched: the task counts as running, and its probes begin. */
  void running() {
    launched = true;
    startProbes();
    Duration limit = info.maxCompletionTime();
    if (limit != null && !limit.isZero() && !limit.isNegative()) {
      completion = context.after(limit, this::completionTimeOver);
    }
    tell(TaskState.RUNNING, null, null);
  }

  private void startProbes() {
    CheckInfo check = info.check();
    if (check != null) {
      Probe probe = check.probe();
      if (probe != null) {
        checkLoop =
            new ProbeLoop(
                context,
                container,
                probe,
                check.interval(),
                check.timeout(),
                value -> checked(check, value));
        checkLoop.startAfter(check.delay());
      }
    }
    HealthCheck health = info.healthCheck();
    if (health != null) {
      Probe probe = health.probe();
      if (probe != null) {
        HealthCount count = new HealthCount(health, context.now());
        healthLoop =
            new ProbeLoop(
                context,
                container,
                probe,
                health.interval(),
                health.timeout(),
                value -> tried(count, value));
        healthLoop.startAfter(health.delay());
      }
    }
  }

  void probed(ContainerEvent.Probed event) {
    if (checkLoop != null) {
      checkLoop.probed(event);
    }
    if (healthLoop != null) {
      healthLoop.probed(event);
    }
  }

  void probesUnsteady() {
    if (checkLoop != null) {
      checkLoop.unsteady();
    }
    if (healthLoop != null) {
      healthLoop.unsteady();
    }
  }

  /** Says whether the same again would change nothing: always, as only changes are told. */
  private boolean checked(CheckInfo check, int value) {
    TaskStatus last = lastStatus();
    CheckResult result = new CheckResult(check.kind(), value < 0 ? null : Integer.valueOf(value));
    if (!result.equals(last.checkResult())) {
      tellAgain(StatusReason.TASK_CHECK_STATUS_UPDATED, last.healthy(), result);
    }
    return true;
  }

  /** Says whether the same again would change nothing. */
  private boolean tried(HealthCount count, int value) {
    HealthCount.Verdict verdict = count.count(value, context.now());
    if (verdict != HealthCount.Verdict.NOTHING_NEW) {
      tell(verdict);
    }
    return count.isHealthy();
  }

  private void tell(HealthCount.Verdict verdict) {
    boolean healthy = verdict == HealthCount.Verdict.HEALTHY;
    tellAgain(StatusReason.TASK_HEALTH_CHECK_STATUS_UPDATED, healthy, lastStatus().checkResult());
    if (verdict == HealthCount.Verdict.FATAL) {
      executor.unhealthy();
      kill(null);
    }
  }

  /** Ends the task unless that was begun before; {@code grace} overrides the task's own. */
  void kill(@Nullable Duration grace) {
    if (killing || !launched) {
      return;
    }
    Duration own = info.killGracePeriod();
    Duration usual = own == null ? DEFAULT_KILL_GRACE : own;
    terminate(grace == null ? usual : grace);
  }

  /** Ends the task with the group's or the executor's end: its own grace period does not count. */
  void killWithDefaultGrace() {
    if (!killing && launched) {
      terminate(DEFAULT_KILL_GRACE);
    }
  }

  private void terminate(Duration grace) {
    killing = true;
    stopTimers();
    if (executor.tellsKilling() && !completionTimeExceeded) {
      tell(TaskState.KILLING, null, null);
    }
    if (grace.isZero() || grace.isNegative()) {
      context.emit(new ContainerCommand.Signal(container, ContainerCommand.Signal.SignalKind.KILL));
      return;
    }
    context.emit(new ContainerCommand.Signal(container, ContainerCommand.Signal.SignalKind.TERM));
    escalation =
        context.after(
            grace,
            () ->
                context.emit(
                    new ContainerCommand.Signal(
                        container, ContainerCommand.Signal.SignalKind.KILL)));
  }

  private void completionTimeOver() {
    if (!killing) {
      completionTimeExceeded = true;
      terminate(Duration.ZERO);
    }
  }

  /** Tells the task's last state. */
  TaskState ended(ContainerEvent.Exited event) {
    stop();
    TaskState state;
    if (completionTimeExceeded) {
      state = TaskState.FAILED;
    } else if (killing) {
      state = TaskState.KILLED;
    } else {
      state = event.signal() == 0 && event.exitCode() == 0 ? TaskState.FINISHED : TaskState.FAILED;
    }
    tell(
        state,
        completionTimeExceeded ? StatusReason.MAX_COMPLETION_TIME_REACHED : null,
        WaitStatus.commandMessage(event.signal(), event.exitCode()));
    return state;
  }

  void launchFailed(String message) {
    stop();
    tell(TaskState.FAILED, null, message);
  }

  /** No more timers and probes: the task is over, or its executor. */
  void stop() {
    stopTimers();
    if (escalation != null) {
      escalation.cancel();
    }
  }

  private void stopTimers() {
    if (checkLoop != null) {
      checkLoop.stop();
    }
    if (healthLoop != null) {
      healthLoop.stop();
    }
    if (completion != null) {
      completion.cancel();
    }
  }

  private TaskStatus lastStatus() {
    TaskStatus last = lastStatus;
    if (last == null) {
      throw new IllegalStateException("task " + info.taskId() + " has told nothing yet");
    }
    return last;
  }

  private void tell(TaskState state, @Nullable StatusReason reason, @Nullable String message) {
    CheckInfo check = info.check();
    CheckResult empty = check == null ? null : new CheckResult(check.kind(), null);
    Boolean healthy = (state.isTerminal() && executor.isUnhealthy()) ? Boolean.FALSE : null;
    send(status(state, reason, message, healthy, empty));
  }

  /** The last status again, with a new result. */
  private void tellAgain(
      StatusReason reason, @Nullable Boolean healthy, @Nullable CheckResult result) {
    TaskStatus last = lastStatus();
    send(status(last.state(), reason, last.message(), healthy, result));
  }

  private void send(TaskStatus status) {
    lastStatus = status;
    executor.tell(status);
  }

  private TaskStatus status(
      TaskState state,
      @Nullable StatusReason reason,
      @Nullable String message,
      @Nullable Boolean healthy,
      @Nullable CheckResult result) {
    UUID uuid = context.freshId();
    return new TaskStatus(
        info.taskId(),
        state,
        message,
        TaskStatus.Source.EXECUTOR,
        reason,
        container.agentId(),
        executor.info().executorId(),
        context.now(),
        uuid,
        healthy,
        result,
        containerStatus(state),
        null,
        ImmutableList.of());
  }

  /** A nested container tells its address and pid while it runs; a command task's always does. */
  private ContainerStatus containerStatus(TaskState state) {
    boolean alive = launched && !state.isTerminal();
    if (!container.isNested()) {
      return new ContainerStatus(container.executor(), null, networks(), pid);
    }
    return new ContainerStatus(
        container.nested(),
        container.executor(),
        alive ? networks() : ImmutableList.of(),
        alive ? pid : null);
  }

  private ImmutableList<NetworkInfo> networks() {
    NetworkInfo.IpAddress address = new NetworkInfo.IpAddress("IPv4", executor.agentIp());
    return ImmutableList.of(
        new NetworkInfo(null, ImmutableList.of(address), ImmutableList.of(), ImmutableList.of()));
  }
}
