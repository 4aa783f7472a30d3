package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.model.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks that run now, and the executors' runs that they may be started in. */
final class RunningTasks {

  private static final Logger LOG = LoggerFactory.getLogger(RunningTasks.class);

  private final Supervisor supervisor;
  private final Consumer<ContainerEvent> listener;
  private final Executor pool;
  private final EndedSandboxes sandboxes;
  private final ConcurrentHashMap<ContainerId, RunningTask> tasks = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ContainerId, Run> runs = new ConcurrentHashMap<>();
  private volatile boolean refusing;

  RunningTasks(
      Supervisor supervisor,
      Consumer<ContainerEvent> listener,
      Executor pool,
      EndedSandboxes sandboxes) {
    this.supervisor = supervisor;
    this.listener = listener;
    this.pool = pool;
    this.sandboxes = sandboxes;
  }

  private record Run(AgentHost host, Path sandbox) {}

  /** An executor's run, or a command task's own, begins in its sandbox. */
  void begin(AgentHost host, ContainerId run, Path sandbox) {
    runs.put(run.parent(), new Run(host, sandbox));
  }

  /** No task may be started any more. */
  void refuseMore() {
    refusing = true;
  }

  boolean mayStart(ContainerId id) {
    return !refusing && runs.containsKey(id.parent());
  }

  Optional<RunningTask> find(ContainerId id) {
    return Optional.ofNullable(tasks.get(id));
  }

  /** Signals a task's process group, if it still runs. */
  void signal(ContainerId id, String signal) {
    RunningTask task = tasks.get(id);
    if (task != null) {
      ProcessGroups.signal(signal, List.of(task.pid()));
    }
  }

  /** Keeps a task that was started, and tells so before it tells of its end. */
  void watch(RunningTask task, Process shell) {
    tasks.put(task.id(), task);
    listener.accept(new ContainerEvent.Started(task.id(), Math.toIntExact(task.pid())));
    var unused = shell.onExit().thenRunAsync(() -> ended(task), pool);
    if (!mayStart(task.id())) {
      ProcessGroups.signal("KILL", List.of(task.pid())); // its run ended while it was started
    }
  }

  private void ended(RunningTask task) {
    try {
      // What the task left in its group goes with it. Its supervisor did that, unless it was
      // killed.
      if (supervisor.statusOf(task.sandbox()).isEmpty()) {
        ProcessGroups.signal("KILL", List.of(task.pid()));
      }
      Supervisor.End end = supervisor.endOf(task.sandbox());
      for (Path link : task.links()) {
        Files.deleteIfExists(link);
      }
      if (task.sandbox().isNested() && runs.containsKey(task.id().parent())) {
        sandboxes.ended(task.host(), task.sandbox().directory());
      }
      tasks.remove(task.id(), task);
      listener.accept(new ContainerEvent.Exited(task.id(), end.signal(), end.exitCode()));
    } catch (IOException e) {
      LOG.warn("Cannot tell how a task ended: container={}", task.id(), e);
      tasks.remove(task.id(), task);
      listener.accept(new ContainerEvent.Exited(task.id(), 0, 1));
    } finally {
      task.ended().complete(null);
    }
  }

  /** Ends what is left of a run: its tasks and what left their groups. */
  void endRun(ContainerId run) {
    Run ended = runs.remove(run.parent());
    if (ended == null) {
      return; // it never began
    }
    ImmutableList<RunningTask> left =
        tasks.values().stream()
            .filter(task -> task.id().parent().equals(run.parent()))
            .collect(ImmutableList.toImmutableList());
    ProcessGroups.signal("KILL", groups(left));
    Orphans.sweep(ended.sandbox());
    var unused =
        ends(left).thenRunAsync(() -> sandboxes.ended(ended.host(), ended.sandbox()), pool);
  }

  /** Kills all tasks on an agent, and lets none start in the runs that are there. */
  void killAllOf(AgentId agent) {
    ImmutableList<RunningTask> there =
        tasks.values().stream()
            .filter(task -> task.id().agentId().equals(agent))
            .collect(ImmutableList.toImmutableList());
    runs.keySet().removeIf(run -> run.agentId().equals(agent));
    ProcessGroups.signal("KILL", groups(there));
    awaitEnds(there);
  }

  /** SIGTERM to all, SIGKILL after each one's grace period; returns when all have ended. */
  void endAll(Duration grace) {
    end(ImmutableList.copyOf(tasks.values()), grace);
  }

  /** The same for some tasks. */
  void end(ImmutableSet<TaskId> ids) {
    ImmutableList<RunningTask> some =
        tasks.values().stream()
            .filter(task -> ids.contains(task.taskId()))
            .collect(ImmutableList.toImmutableList());
    end(some, Duration.ZERO);
  }

  private static void end(ImmutableList<RunningTask> all, Duration grace) {
    long start = System.nanoTime();
    ProcessGroups.signal("TERM", groups(all));
    Comparator<RunningTask> shortestFirst =
        Comparator.comparing((RunningTask task) -> graceOf(task, grace));
    for (RunningTask task : ImmutableList.sortedCopyOf(shortestFirst, all)) {
      long left = graceOf(task, grace).toNanos() - (System.nanoTime() - start);
      if (!endedWithin(task, Math.max(left, 0))) {
        LOG.info("Killing a task that did not end: container={}", task.id());
        ProcessGroups.signal("KILL", List.of(task.pid()));
      }
    }
    awaitEnds(all);
  }

  private static void awaitEnds(ImmutableList<RunningTask> all) {
    ends(all).join();
  }

  private static CompletableFuture<Void> ends(ImmutableList<RunningTask> all) {
    return CompletableFuture.allOf(
        all.stream().map(RunningTask::ended).toArray(CompletableFuture<?>[]::new));
  }

  private static Duration graceOf(RunningTask task, Duration least) {
    return task.grace().compareTo(least) > 0 ? task.grace() : least;
  }

  private static boolean endedWithin(RunningTask task, long nanos) {
    try {
      task.ended().get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails this future", e);
    }
  }

  private static ImmutableList<Long> groups(ImmutableList<RunningTask> tasks) {
    return tasks.stream().map(RunningTask::pid).collect(ImmutableList.toImmutableList());
  }
}
