package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One agent with one executor, {@code pod}, whose tasks are real processes. */
final class ContainerLab implements AutoCloseable {

  static final AgentId AGENT = new AgentId("agent-a");
  static final FrameworkId FRAMEWORK = new FrameworkId("framework-f");
  static final ContainerId EXECUTOR = new ContainerId(AGENT, "run-1", null);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LinkedBlockingQueue<ContainerEvent> events = new LinkedBlockingQueue<>();
  private final Path workDir;
  private final ContainerProcesses processes;
  private long probes;

  ContainerLab(Path workDir) throws IOException {
    this(workDir, EndedSandboxes.Allowance.OF_AN_AGENT);
  }

  ContainerLab(Path workDir, EndedSandboxes.Allowance allowance) throws IOException {
    this.workDir = workDir;
    this.processes = new ContainerProcesses(events::add, allowance);
    processes.addAgent(new AgentHost(AGENT, "127.0.0.1", workDir));
  }

  static CommandInfo shell(String command) {
    return CommandInfo.shell(command);
  }

  static CommandInfo fetching(String command, CommandInfo.Uri... uris) {
    return new CommandInfo(
        true, command, ImmutableList.of(), ImmutableList.copyOf(uris), ImmutableList.of(), null);
  }

  static CommandInfo.Uri uri(String value) {
    return new CommandInfo.Uri(value, false, true, false, null);
  }

  static ContainerId nested(String name) {
    return new ContainerId(AGENT, EXECUTOR.executor(), name);
  }

  static Resource volume(String persistenceId, String containerPath) {
    Reservation reservation =
        new Reservation(Reservation.Kind.DYNAMIC, "pod-role", null, ImmutableList.of());
    Volume volume = new Volume(containerPath, Volume.Mode.RW, null, null);
    return Resource.of(Resource.DISK, new ResourceValue.Amount(Scalar.of(64L)))
        .withReservations(ImmutableList.of(reservation))
        .withDisk(new DiskInfo(new DiskInfo.Persistence(persistenceId, null), volume, null));
  }

  static ContainerInfo parentVolume(String containerPath, String path) {
    return withVolume(containerPath, Volume.Source.SandboxPath.Owner.PARENT, path);
  }

  static ContainerInfo withVolume(
      String containerPath, Volume.Source.SandboxPath.Owner owner, String path) {
    Volume volume =
        new Volume(containerPath, Volume.Mode.RW, null, new Volume.Source.SandboxPath(owner, path));
    ContainerInfo plain = ContainerInfo.mesos();
    return new ContainerInfo(
        plain.kind(),
        null,
        null,
        ImmutableList.of(volume),
        plain.networks(),
        plain.rlimits(),
        null);
  }

  static ContainerInfo withLimit(ContainerInfo.ResourceLimit limit) {
    ContainerInfo plain = ContainerInfo.mesos();
    return new ContainerInfo(
        plain.kind(), null, null, plain.volumes(), plain.networks(), ImmutableList.of(limit), null);
  }

  void execute(ContainerCommand command) {
    processes.execute(command);
  }

  ContainerEvent startExecutor(Resource... volumes) {
    return startExecutor(EXECUTOR, volumes);
  }

  ContainerEvent startExecutor(ContainerId id, Resource... volumes) {
    execute(
        new ContainerCommand.LaunchExecutor(
            id, FRAMEWORK, executor(null, ImmutableList.copyOf(volumes)), ""));
    return next();
  }

  ContainerEvent startExecutorIn(ContainerInfo container) {
    execute(
        new ContainerCommand.LaunchExecutor(
            EXECUTOR, FRAMEWORK, executor(container, ImmutableList.of()), ""));
    return next();
  }

  private static ExecutorInfo executor(
      @Nullable ContainerInfo container, ImmutableList<Resource> resources) {
    return new ExecutorInfo(
        ExecutorInfo.Kind.DEFAULT,
        new ExecutorId("pod"),
        FRAMEWORK,
        null,
        container,
        resources,
        null,
        ImmutableList.of(),
        null);
  }

  void launch(String name, CommandInfo command) {
    launch(nested(name), command, ContainerInfo.mesos(), "");
  }

  void launch(
      ContainerId id,
      CommandInfo command,
      ContainerInfo container,
      String user,
      Resource... resources) {
    String name = id.isNested() ? String.valueOf(id.nested()) : "command-task";
    TaskInfo task =
        new TaskInfo(
            name,
            new TaskId("task-" + name),
            AGENT,
            ImmutableList.copyOf(resources),
            null,
            command,
            container,
            null,
            null,
            null,
            null,
            ImmutableSortedMap.of(),
            ImmutableList.of(),
            null);
    execute(
        new ContainerCommand.LaunchTask(
            id,
            FRAMEWORK,
            executor(null, ImmutableList.of()),
            task,
            user,
            ImmutableList.of(
                "MESOS_ALLOCATION_ROLE=pod-role",
                "MESOS_CONTAINER_IP=127.0.0.1",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")));
  }

  /** Launches, waits for the end and gives it. */
  ContainerEvent.Exited run(String name, CommandInfo command) {
    launch(name, command);
    started();
    return exited();
  }

  void signal(String name, ContainerCommand.Signal.SignalKind signal) {
    execute(new ContainerCommand.Signal(nested(name), signal));
  }

  int probe(String name, Probe probe, Duration timeout) {
    probes++;
    execute(new ContainerCommand.RunProbe(probes, nested(name), probe, timeout));
    return next(ContainerEvent.Probed.class).value();
  }

  ContainerEvent.Started started() {
    return next(ContainerEvent.Started.class);
  }

  ContainerEvent.Exited exited() {
    return next(ContainerEvent.Exited.class);
  }

  ContainerEvent.LaunchFailed failed() {
    return next(ContainerEvent.LaunchFailed.class);
  }

  private <E extends ContainerEvent> E next(Class<E> kind) {
    ContainerEvent event = next();
    if (!kind.isInstance(event)) {
      throw new AssertionError("expected " + kind.getSimpleName() + ", got " + event);
    }
    return kind.cast(event);
  }

  ContainerEvent next() {
    try {
      ContainerEvent event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event within " + PATIENCE);
      }
      return event;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Path runDirectory() {
    return workDir.resolve(
        "slaves/agent-a/frameworks/framework-f/executors/pod/runs/" + EXECUTOR.executor());
  }

  /** How the cluster finds a task's sandbox. */
  Path remembered(String task) {
    return AgentHost.tasksBelow(workDir).resolve(task);
  }

  Path sandbox(String name) {
    return runDirectory().resolve("containers").resolve(name);
  }

  String stdout(String name) throws IOException {
    return Files.readString(sandbox(name).resolve("stdout"));
  }

  String stderr(String name) throws IOException {
    return Files.readString(sandbox(name).resolve("stderr"));
  }

  /** Waits until a process has ended. */
  static void awaitEnd(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  /** The pid that a task wrote to a file in its sandbox and that it said was there. */
  long pidIn(String name, String file) throws IOException {
    return Long.parseLong(Files.readString(sandbox(name).resolve(file)).trim());
  }

  /** Waits until a task has written a line to its stdout. */
  void awaitLine(String name, String line) {
    Probe said =
        new Probe.Command(shell("until grep -q '" + line + "' stdout; do sleep 0.05; done"));
    if (probe(name, said, PATIENCE) != 0) {
      throw new AssertionError("task " + name + " never said '" + line + "'");
    }
  }

  @Override
  public void close() {
    processes.close(Duration.ofSeconds(1));
  }
}
