package dev.mainstay.sdk.local.model;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multiset;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The machine of a cluster in virtual time: carries out {@link ContainerCommand}s as a {@link
 * ContainerScript} says. It is pure and deterministic; its driver asks it for what is due and hands
 * that to the model.
 */
public final class ScriptedContainers {

  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int FIRST_PID = 1000;

  /** A task that runs, or is being set up. */
  private record Running(TaskInfo task, ContainerScript.Life life, Instant started) {}

  private final ContainerScript script;
  private final Timers timers = new Timers();
  private final Map<ContainerId, Running> running = new LinkedHashMap<>();

  /** The tasks in {@link #running}, as often as they are there. */
  private final Multiset<TaskId> tasks = HashMultiset.create();

  private final Set<ContainerId> executors = new HashSet<>();
  private ImmutableList.Builder<ContainerEvent> due = ImmutableList.builder();
  private int lastPid = FIRST_PID;

  public ScriptedContainers(ContainerScript script) {
    this.script = script;
  }

  /** Carries a command out; what comes of it is told by {@link #takeDue}. */
  public void carryOut(ContainerCommand command, Instant now) {
    command.accept(new Commands(now));
  }

  /** When something happens next. */
  public Optional<Instant> next() {
    return timers.next();
  }

  /** What has happened by {@code now}, in order. */
  public ImmutableList<ContainerEvent> takeDue(Instant now) {
    Optional<Runnable> action = timers.takeDue(now);
    while (action.isPresent()) {
      action.get().run();
      action = timers.takeDue(now);
    }
    ImmutableList<ContainerEvent> events = due.build();
    due = ImmutableList.builder();
    return events;
  }

  /** The tasks whose processes run, or are being started. */
  public ImmutableSet<TaskId> runningTasks() {
    return running.values().stream()
        .map(each -> each.task.taskId())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Whether a task's process runs, or is being started. */
  public boolean isRunning(TaskId taskId) {
    return tasks.contains(taskId);
  }

  /** Ends the process of a task from outside, at {@code now}; one that is set up has none yet. */
  public void kill(TaskId taskId, int signal, Instant now) {
    ImmutableSet<ContainerId> containers =
        running.entrySet().stream()
            .filter(entry -> entry.getValue().task.taskId().equals(taskId))
            .filter(entry -> entry.getValue().started.isBefore(now))
            .map(Map.Entry::getKey)
            .collect(ImmutableSet.toImmutableSet());
    containers.forEach(id -> timers.at(now, () -> exit(id, signal, 0)));
  }

  /** Ends a default executor from outside, and all its tasks with it. */
  public void killExecutor(ContainerId executor, int signal, Instant now) {
    timers.at(
        now,
        () -> {
          if (executors.remove(executor)) {
            dropAllOf(executor);
            due.add(new ContainerEvent.Exited(executor, signal, 0));
          }
        });
  }

  /** The machine of an agent dies: its processes are gone, and nothing is left to tell of them. */
  public void machineDied(AgentId agent) {
    drop(id -> id.agentId().equals(agent));
    executors.removeIf(id -> id.agentId().equals(agent));
  }

  /** The script changed what it says of probes: each is tried again at its next time. */
  public void probesMayDiffer(Instant now) {
    ImmutableSet<ContainerId> containers = ImmutableSet.copyOf(running.keySet());
    timers.at(now, () -> containers.forEach(id -> due.add(new ContainerEvent.ProbesUnsteady(id))));
  }

  /** The container that a task runs in. */
  public Optional<ContainerId> containerOf(TaskId taskId) {
    return running.entrySet().stream()
        .filter(entry -> entry.getValue().task.taskId().equals(taskId))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void exit(ContainerId id, int signal, int exitCode) {
    if (drop(id)) {
      due.add(new ContainerEvent.Exited(id, signal, exitCode));
    }
  }

  private void dropAllOf(ContainerId executor) {
    drop(
        id -> id.agentId().equals(executor.agentId()) && id.executor().equals(executor.executor()));
  }

  private void drop(Predicate<ContainerId> which) {
    ImmutableList.copyOf(running.keySet()).stream().filter(which).forEach(this::drop);
  }

  /** Forgets what runs in a container; says whether anything did. */
  @CanIgnoreReturnValue
  private boolean drop(ContainerId id) {
    Running dropped = running.remove(id);
    if (dropped != null) {
      tasks.remove(dropped.task.taskId());
    }
    return dropped != null;
  }

  private final class Commands implements ContainerCommand.Visitor<Done> {
    private final Instant now;

    private Commands(Instant now) {
      this.now = now;
    }

    private void after(Duration delay, Runnable action) {
      timers.at(now.plus(delay), action);
    }

    @Override
    public Done launchExecutor(ContainerCommand.LaunchExecutor command) {
      executors.add(command.id());
      after(
          script.executorSetup(),
          () -> {
            if (executors.contains(command.id())) {
              due.add(outcome(command));
            }
          });
      return Done.DONE;
    }

    private ContainerEvent outcome(ContainerCommand.LaunchExecutor command) {
      return script
          .executorFailure(command.executor())
          .<ContainerEvent>map(
              why ->
                  new ContainerEvent.LaunchFailed(
                      command.id(), ContainerEvent.LaunchFailed.Cause.SETUP, why))
          .orElseGet(() -> new ContainerEvent.Started(command.id(), 0));
    }

    @Override
    public Done launchTask(ContainerCommand.LaunchTask command) {
      ContainerScript.Life life = script.lifeOf(command.task());
      Instant start = now.plus(life.setup());
      drop(command.id());
      running.put(command.id(), new Running(command.task(), life, start));
      tasks.add(command.task().taskId());
      after(life.setup(), () -> start(command.id(), life, start));
      return Done.DONE;
    }

    private void start(ContainerId id, ContainerScript.Life life, Instant start) {
      if (!running.containsKey(id)) {
        return;
      }
      if (life.failure() != null) {
        drop(id);
        due.add(new ContainerEvent.LaunchFailed(id, life.failure(), life.failureMessage()));
        return;
      }
      lastPid++;
      due.add(new ContainerEvent.Started(id, lastPid));
      if (life.runtime() != null) {
        timers.at(start.plus(life.runtime()), () -> exit(id, 0, life.exitCode()));
      }
    }

    @Override
    public Done signal(ContainerCommand.Signal command) {
      Running target = running.get(command.id());
      if (target == null) {
        return Done.DONE;
      }
      switch (command.signal()) {
        case KILL -> after(Duration.ZERO, () -> exit(command.id(), SIGKILL, 0));
        case TERM -> {
          Duration afterTerm = target.life.afterTerm();
          Integer code = target.life.termExitCode();
          if (afterTerm != null) {
            after(
                afterTerm,
                () -> exit(command.id(), code == null ? SIGTERM : 0, code == null ? 0 : code));
          }
        }
      }
      return Done.DONE;
    }

    @Override
    public Done runProbe(ContainerCommand.RunProbe command) {
      after(
          Duration.ofMillis(20),
          () -> {
            Running target = running.get(command.id());
            due.add(target == null ? gone(command) : tried(command, target));
          });
      return Done.DONE;
    }

    private ContainerEvent gone(ContainerCommand.RunProbe command) {
      return new ContainerEvent.Probed(command.probeId(), command.id(), -1, Duration.ZERO);
    }

    private ContainerEvent tried(ContainerCommand.RunProbe command, Running target) {
      Duration since = Duration.between(target.started, now);
      return new ContainerEvent.Probed(
          command.probeId(),
          command.id(),
          script.probe(target.task, command.probe(), since),
          script.probeSteadyFor(target.task, command.probe(), since));
    }

    @Override
    public Done executorEnded(ContainerCommand.ExecutorEnded command) {
      executors.remove(command.id());
      dropAllOf(command.id());
      return Done.DONE;
    }

    @Override
    public Done createVolume(ContainerCommand.CreateVolume command) {
      return Done.DONE;
    }

    @Override
    public Done destroyVolume(ContainerCommand.DestroyVolume command) {
      return Done.DONE;
    }
  }
}
