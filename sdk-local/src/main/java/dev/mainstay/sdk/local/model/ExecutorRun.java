package dev.mainstay.sdk.local.model;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of an executor: Mesos's default executor with its task groups, or the command executor of
 * a single task. It ends by itself when its last task has.
 */
final class ExecutorRun {

  /** How far it is. */
  enum Phase {
    SETTING_UP,
    RUNNING,
    /** Nothing is left to run; its end is noticed a moment later. */
    ENDING,
    ENDED
  }

  private final ModelContext context;
  private final AgentModel agent;
  private final FrameworkInfo framework;
  private final ExecutorInfo info;
  private final ContainerId container;
  private final boolean forCommandTask;
  private final List<ImmutableList<TaskInfo>> queued = new ArrayList<>();
  private final Map<TaskId, TaskRun> tasks = new LinkedHashMap<>();
  private final Map<ContainerId, TaskRun> byContainer = new LinkedHashMap<>();
  private final Map<TaskRun, TaskGroup> groups = new LinkedHashMap<>();
  private Phase phase = Phase.SETTING_UP;
  private boolean shuttingDown;
  private boolean unhealthy;
  private boolean stopped;

  ExecutorRun(
      ModelContext context,
      AgentModel agent,
      FrameworkInfo framework,
      ExecutorInfo info,
      ContainerId container,
      boolean forCommandTask) {
    this.context = context;
    this.agent = agent;
    this.framework = framework;
    this.info = info;
    this.container = container;
    this.forCommandTask = forCommandTask;
  }

  ExecutorInfo info() {
    return info;
  }

  FrameworkInfo framework() {
    return framework;
  }

  ContainerId container() {
    return container;
  }

  boolean isForCommandTask() {
    return forCommandTask;
  }

  Phase phase() {
    return phase;
  }

  boolean tellsKilling() {
    return framework.capabilities().contains(FrameworkInfo.Capability.TASK_KILLING_STATE);
  }

  /** Its own container and those of its tasks. */
  ImmutableSet<ContainerId> containers() {
    return ImmutableSet.<ContainerId>builder().add(container).addAll(byContainer.keySet()).build();
  }

  String agentIp() {
    return Strings.nullToEmpty(agent.spec().address().ip());
  }

  void unhealthy() {
    unhealthy = true;
  }

  /** Its process is there, but does no more. */
  void stopped() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  boolean isUnhealthy() {
    return unhealthy;
  }

  void tell(TaskStatus status) {
    agent.updated(this, status);
  }

  /** Starts the run with its first group. */
  void launch(ImmutableList<TaskInfo> first) {
    queued.add(first);
    if (forCommandTask) {
      TaskInfo task = first.get(0);
      context.emit(
          new ContainerCommand.LaunchTask(
              container,
              Objects.requireNonNull(framework.id()),
              info,
              task,
              userOf(task),
              TaskEnvironment.ofCommandTask(
                  agent.spec(),
                  agent.id().value(),
                  Objects.requireNonNull(framework.id()),
                  info,
                  framework.checkpoint(),
                  task)));
    } else {
      context.emit(
          new ContainerCommand.LaunchExecutor(
              container, Objects.requireNonNull(framework.id()), info, framework.user()));
    }
  }

  /** A further group. If the executor is ending, the group ends with it. */
  void add(ImmutableList<TaskInfo> group) {
    if (phase == Phase.RUNNING && !shuttingDown) {
      deliver(group);
    } else {
      queued.add(group);
    }
  }

  private void deliver(ImmutableList<TaskInfo> infos) {
    TaskGroup group = new TaskGroup();
    for (TaskInfo task : infos) {
      ContainerId nested =
          new ContainerId(container.agentId(), container.executor(), context.freshId().toString());
      TaskRun run = new TaskRun(context, this, task, nested);
      group.add(run);
      tasks.put(task.taskId(), run);
      byContainer.put(nested, run);
      groups.put(run, group);
    }
    for (TaskRun run : group.members()) {
      run.starting();
    }
    for (TaskRun run : group.members()) {
      if (context.settings().equipment() == ClusterSettings.Equipment.PROCESSES
          && TaskEnvironment.unresolvableSecret(run.info()) != null) {
        launchResolved(group, run, "Default secret resolver cannot resolve references");
        continue;
      }
      context.emit(
          new ContainerCommand.LaunchTask(
              run.container(),
              Objects.requireNonNull(framework.id()),
              info,
              run.info(),
              userOf(run.info()),
              TaskEnvironment.ofNested(agent.spec(), run.info())));
    }
  }

  private String userOf(TaskInfo task) {
    CommandInfo command = task.command();
    String own = command == null ? null : command.user();
    return own == null ? framework.user() : own;
  }

  /** The executor itself, or one of its tasks, is set up. */
  void started(ContainerEvent.Started event) {
    if (event.id().isNested()) {
      TaskRun run = byContainer.get(event.id());
      TaskGroup group = run == null ? null : groups.get(run);
      if (run != null && group != null) {
        run.started(event.pid());
        launchResolved(group, run, null);
      }
      return;
    }
    if (phase != Phase.SETTING_UP) {
      return;
    }
    phase = Phase.RUNNING;
    if (forCommandTask) {
      startCommandTask(event.pid());
      return;
    }
    List<ImmutableList<TaskInfo>> waiting = List.copyOf(queued);
    queued.clear();
    waiting.forEach(this::deliver);
  }

  private void startCommandTask(int pid) {
    TaskInfo task = queued.remove(0).get(0);
    TaskRun run = new TaskRun(context, this, task, container);
    TaskGroup group = new TaskGroup();
    group.add(run);
    tasks.put(task.taskId(), run);
    byContainer.put(container, run);
    groups.put(run, group);
    run.started(pid);
    run.starting();
    run.running();
  }

  /** A nested container could not be set up. */
  void launchFailed(ContainerEvent.LaunchFailed event) {
    TaskRun run = byContainer.get(event.id());
    TaskGroup group = run == null ? null : groups.get(run);
    if (run != null && group != null) {
      launchResolved(group, run, event.message());
    }
  }

  private void launchResolved(TaskGroup group, TaskRun run, @Nullable String failure) {
    if (!group.resolved(run, failure) || shuttingDown) {
      return;
    }
    ImmutableList<TaskRun> members = group.members();
    members.stream().filter(member -> !group.hasFailed(member)).forEach(TaskRun::running);
    for (TaskRun member : members) {
      group
          .failureOf(member)
          .ifPresent(
              message -> {
                member.launchFailed(message);
                over(member, TaskState.FAILED);
              });
    }
    for (TaskRun member : members) {
      ContainerEvent.Exited exit = member.takeEarlyExit();
      if (exit != null) {
        exited(exit);
      }
    }
  }

  /** A task's process ended. */
  void exited(ContainerEvent.Exited event) {
    TaskRun run = byContainer.get(event.id());
    if (run == null) {
      return;
    }
    if (run.isLaunched()) {
      over(run, run.ended(event));
    } else {
      run.exitedEarly(event);
    }
  }

  /** One failed or killed task ends its whole group. */
  private void over(TaskRun run, TaskState state) {
    tasks.remove(run.info().taskId());
    byContainer.remove(run.container());
    TaskGroup group = Objects.requireNonNull(groups.remove(run));
    group.remove(run);
    if (!shuttingDown
        && (state == TaskState.FAILED || state == TaskState.KILLED)
        && group.beginDying()) {
      group.members().forEach(TaskRun::killWithDefaultGrace);
    }
    endIfIdle();
  }

  /** Ends when nothing is left to run and the agent has taken all updates. */
  void endIfIdle() {
    if (phase == Phase.RUNNING && tasks.isEmpty() && queued.isEmpty() && agent.isUp()) {
      phase = Phase.ENDING;
      context.after(agent.exitDelayOf(this), () -> agent.executorEnded(this, 0));
    }
  }

  /** Nothing is left to run, nor to be told. */
  boolean isIdle() {
    return phase == Phase.ENDING && queued.isEmpty();
  }

  void probed(ContainerEvent.Probed event) {
    TaskRun run = byContainer.get(event.id());
    if (run != null) {
      run.probed(event);
    }
  }

  void probesUnsteady(ContainerEvent.ProbesUnsteady event) {
    TaskRun run = byContainer.get(event.id());
    if (run != null) {
      run.probesUnsteady();
    }
  }

  void kill(TaskId taskId, @Nullable Duration grace) {
    TaskRun run = tasks.get(taskId);
    if (run != null && !shuttingDown) {
      run.kill(grace);
    }
  }

  /** Takes the group of a task away that was not delivered yet. */
  Optional<ImmutableList<TaskInfo>> withdraw(TaskId taskId) {
    for (Iterator<ImmutableList<TaskInfo>> waiting = queued.iterator(); waiting.hasNext(); ) {
      ImmutableList<TaskInfo> group = waiting.next();
      if (group.stream().anyMatch(task -> task.taskId().equals(taskId))) {
        waiting.remove();
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  boolean hasNothingQueued() {
    return queued.isEmpty();
  }

  /** Kills all tasks; the agent destroys the executor when that takes too long. */
  void shutdown() {
    if (shuttingDown) {
      return;
    }
    shuttingDown = true;
    ImmutableList.copyOf(tasks.values()).forEach(TaskRun::killWithDefaultGrace);
    endIfIdle();
  }

  /** The run is over; what had not ended is returned. */
  ImmutableList<TaskInfo> end() {
    phase = Phase.ENDED;
    ImmutableList.Builder<TaskInfo> left = ImmutableList.builder();
    for (TaskRun run : tasks.values()) {
      run.stop();
      left.add(run.info());
    }
    queued.forEach(left::addAll);
    tasks.clear();
    byContainer.clear();
    groups.clear();
    queued.clear();
    context.emit(new ContainerCommand.ExecutorEnded(container));
    return left.build();
  }
}
