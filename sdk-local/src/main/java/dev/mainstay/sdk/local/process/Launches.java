package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.model.ContainerEvent.LaunchFailed.Cause;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sets containers up, step by step: sandbox, volumes, URIs, process. Each call waits. */
final class Launches {

  /** From SIGTERM to SIGKILL when a task does not say: Mesos's default for tasks. */
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(3);

  /** Services on the Java platform find the Java that runs the cluster, where there is no other. */
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

  private static final String FAILED = "Failed to launch container: ";

  private final HostTools tools;
  private final UserSwitch users;
  private final Volumes volumes;
  private final UriFetcher fetcher;
  private final Supervisor supervisor;
  private final RunningTasks tasks;

  Launches(
      HostTools tools,
      UserSwitch users,
      Volumes volumes,
      UriFetcher fetcher,
      Supervisor supervisor,
      RunningTasks tasks) {
    this.tools = tools;
    this.users = users;
    this.volumes = volumes;
    this.fetcher = fetcher;
    this.supervisor = supervisor;
    this.tasks = tasks;
  }

  ContainerEvent.Started executor(AgentHost host, ContainerCommand.LaunchExecutor command)
      throws LaunchFailure, IOException {
    Sandbox sandbox =
        Sandbox.of(host, command.frameworkId(), command.executor().executorId(), command.id());
    users.check(command.user(), sandbox);
    sandbox.createRun(users, command.user());
    try {
      ContainerInfo container = command.executor().container();
      if (container != null && !container.volumes().isEmpty()) {
        throw LaunchFailure.setup("Volumes in ContainerInfo is not supported");
      }
      var unused =
          volumes.linkPersistent(host, sandbox, command.user(), command.executor().resources());
    } catch (LaunchFailure e) {
      throw e.prefixed(FAILED);
    }
    tasks.begin(host, command.id(), sandbox.run());
    return new ContainerEvent.Started(command.id(), 0);
  }

  /** Starts a task; that it started, and its end after that, is told. */
  void task(AgentHost host, ContainerCommand.LaunchTask command) throws LaunchFailure, IOException {
    ContainerId id = command.id();
    Sandbox sandbox = Sandbox.of(host, command.frameworkId(), command.executor().executorId(), id);
    String user = command.user();
    users.check(user, sandbox);
    if (id.isNested()) {
      sandbox.createNested(users, user);
    } else {
      sandbox.createRun(users, user);
      tasks.begin(host, id, sandbox.run());
    }
    sandbox.rememberTask(host, command.task().taskId());
    try {
      ImmutableList<Path> links = link(host, sandbox, command);
      fetch(host, sandbox, command);
      start(host, sandbox, command, links);
    } catch (LaunchFailure e) {
      throw id.isNested() ? e : e.prefixed(FAILED);
    }
  }

  private ImmutableList<Path> link(
      AgentHost host, Sandbox sandbox, ContainerCommand.LaunchTask command)
      throws LaunchFailure, IOException {
    TaskInfo task = command.task();
    ImmutableList<Path> links =
        volumes.linkPersistent(host, sandbox, command.user(), task.resources());
    volumes.linkSandboxPaths(sandbox, task.container(), command.user());
    return sandbox.isNested() ? links : ImmutableList.of();
  }

  private void fetch(AgentHost host, Sandbox sandbox, ContainerCommand.LaunchTask command)
      throws LaunchFailure, IOException {
    CommandInfo info = command.task().command();
    if (info == null || info.uris().isEmpty()) {
      return;
    }
    try {
      fetcher.fetch(host, sandbox, info.uris(), () -> !tasks.mayStart(command.id()));
    } catch (UriFetcher.FetchFailure e) {
      throw new LaunchFailure(Cause.FETCH, fetchMessage(sandbox, command.id(), e));
    }
    users.giveAll(command.user(), sandbox.directory());
  }

  /** What the scheduler hears of it (PODS.md, 6); the cause is in the task's stderr. */
  private static String fetchMessage(
      Sandbox sandbox, ContainerId id, UriFetcher.FetchFailure failure) {
    if (!sandbox.isNested()) {
      return "Failed to fetch all URIs for container '" + id + "': exited with status 1";
    }
    return failure.isRefused()
        ? "Command terminated with signal Killed"
        : "Command exited with status 1";
  }

  private void start(
      AgentHost host,
      Sandbox sandbox,
      ContainerCommand.LaunchTask command,
      ImmutableList<Path> links)
      throws LaunchFailure, IOException {
    ContainerId id = command.id();
    TaskInfo task = command.task();
    if (!tasks.mayStart(id)) {
      throw LaunchFailure.setup("Container '" + id + "' was destroyed while it was set up");
    }
    TaskEnvironment environment =
        TaskEnvironment.of(sandbox.directory(), command.environment()).withProgram("java", JAVA);
    String script =
        StartScript.of(
            tools,
            sandbox,
            task.command(),
            task.container(),
            environment,
            users.prefix(command.user()));
    sandbox.linkTask(task.taskId());
    Supervisor.Started started = supervisor.start(host, sandbox, script);
    Duration grace = task.killGracePeriod() == null ? DEFAULT_GRACE : task.killGracePeriod();
    tasks.watch(
        new RunningTask(
            id,
            task.taskId(),
            host,
            sandbox,
            started.pid(),
            environment,
            command.user(),
            grace,
            links,
            new CompletableFuture<>()),
        started.shell());
  }
}
