package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.model.ContainerId;
import dev.mainstay.sdk.mesos.CommandInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out {@link ContainerCommand}s with real processes of this machine and tells what became
 * of them.
 *
 * <p>No command waits for its outcome, so one thread can drive hundreds of tasks: a bounded number
 * of threads sets containers up and fetches, and the end of a process is told by the Java runtime.
 */
public final class ContainerProcesses implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerProcesses.class);

  /** Sets up at once: more would only wait for each other's disk. */
  private static final int SETUP_THREADS = 8;

  /** Tasks that fetch at once; each waits for the network alone. */
  private static final int FETCH_THREADS = 16;

  private final Consumer<ContainerEvent> listener;
  private final ConcurrentHashMap<AgentId, AgentHost> hosts = new ConcurrentHashMap<>();
  private final SerialLanes<ContainerId> lanes = new SerialLanes<>();
  private final ExecutorService setup = Pools.bounded("container-setup", SETUP_THREADS);
  private final ExecutorService fetching = Pools.bounded("container-fetch", FETCH_THREADS);
  private final Downloads downloads = new Downloads();
  private final EndedSandboxes sandboxes;
  private final Volumes volumes;
  private final Probes probes;
  private final Launches launches;
  private final RunningTasks tasks;
  private final Dispatch dispatch = new Dispatch();
  private volatile boolean closed;

  /**
   * Ready for agents.
   *
   * @param listener called from several threads; not to block. After {@link #close} it is not
   *     called any more
   */
  public ContainerProcesses(Consumer<ContainerEvent> listener) {
    this(listener, EndedSandboxes.Allowance.OF_AN_AGENT);
  }

  ContainerProcesses(Consumer<ContainerEvent> listener, EndedSandboxes.Allowance allowance) {
    this.listener = listener;
    this.sandboxes = new EndedSandboxes(allowance);
    HostTools tools = HostTools.find();
    UserSwitch users = new UserSwitch(tools);
    Supervisor supervisor = new Supervisor(tools);
    this.volumes = new Volumes(users);
    this.probes = new Probes(tools, users, setup);
    this.tasks = new RunningTasks(supervisor, this::tell, setup, sandboxes);
    this.launches =
        new Launches(tools, users, volumes, new UriFetcher(downloads), supervisor, tasks);
  }

  /** Takes commands for this agent from now on. Orphans in its folder were ended before. */
  public void addAgent(AgentHost host) throws IOException {
    Volumes.remove(host.fetchCache());
    Volumes.emptyTrash(host);
    sandboxes.open(host);
    hosts.put(host.id(), host);
  }

  /** Begins to carry out a command; those of one container take effect in order. */
  public void execute(ContainerCommand command) {
    if (closed) {
      LOG.debug("Closed, so not carried out: {}", command);
      return;
    }
    command.accept(dispatch).run();
  }

  private void tell(ContainerEvent event) {
    if (!closed) {
      listener.accept(event);
    }
  }

  private AgentHost host(AgentId agentId) {
    AgentHost host = hosts.get(agentId);
    if (host == null) {
      throw new IllegalStateException("agent " + agentId + " was not added; there are " + hosts);
    }
    return host;
  }

  /** One thread's worth of setting up, whose failure is an event. */
  private void launch(ContainerId id, LaunchStep step) {
    try {
      step.run();
    } catch (LaunchFailure e) {
      LOG.info("Container not started: container={} reason={}", id, e.text());
      tell(new ContainerEvent.LaunchFailed(id, e.kind(), e.text()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Container not started: container={}", id, e);
      tell(
          new ContainerEvent.LaunchFailed(
              id, ContainerEvent.LaunchFailed.Cause.SETUP, "Failed to launch container: " + e));
    }
  }

  private interface LaunchStep {
    void run() throws LaunchFailure, IOException;
  }

  /** Ends tasks: SIGTERM to all, SIGKILL after each one's grace period; returns when they ended. */
  public void endTasks(ImmutableList<TaskId> tasksToEnd) {
    tasks.end(ImmutableSet.copyOf(tasksToEnd));
  }

  /**
   * The machine of an agent dies: kills all that runs on it, at once, and returns when it has
   * ended. Their ends are told like any other.
   */
  public void machineDied(AgentId agentId) {
    tasks.killAllOf(agentId);
    Orphans.sweep(host(agentId).workDir());
  }

  /**
   * Ends every process that was started, with SIGTERM first and SIGKILL after the task's own grace
   * period or {@code grace}, whichever is longer, and returns when none is left.
   */
  public void close(Duration grace) {
    if (closed) {
      return;
    }
    closed = true;
    tasks.refuseMore();
    downloads.close();
    lanes.idle().join();
    tasks.endAll(grace);
    hosts.values().forEach(host -> Orphans.sweep(host.workDir()));
    setup.shutdown();
    fetching.shutdown();
  }

  /** As {@link #close(Duration)} with Mesos's grace period for executors, 5 s. */
  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }

  /** What is to be done for a command, at once; what takes time goes to a lane. */
  private final class Dispatch implements ContainerCommand.Visitor<Runnable> {

    @Override
    public Runnable launchExecutor(ContainerCommand.LaunchExecutor command) {
      AgentHost host = host(command.id().agentId());
      return () ->
          lanes.submit(
              command.id(),
              setup,
              () -> launch(command.id(), () -> tell(launches.executor(host, command))));
    }

    @Override
    public Runnable launchTask(ContainerCommand.LaunchTask command) {
      AgentHost host = host(command.id().agentId());
      CommandInfo info = command.task().command();
      ExecutorService pool = info == null || info.uris().isEmpty() ? setup : fetching;
      return () ->
          lanes.submit(
              command.id(), pool, () -> launch(command.id(), () -> launches.task(host, command)));
    }

    @Override
    public Runnable signal(ContainerCommand.Signal command) {
      String signal = command.signal().name();
      return () -> lanes.submit(command.id(), setup, () -> tasks.signal(command.id(), signal));
    }

    @Override
    public Runnable runProbe(ContainerCommand.RunProbe command) {
      return () -> {
        ContainerId id = command.id();
        var unused =
            tasks
                .find(id)
                .map(task -> probes.run(task, command))
                .orElseGet(() -> CompletableFuture.completedFuture(Probes.NO_OUTCOME))
                .thenAcceptAsync(
                    value ->
                        tell(
                            new ContainerEvent.Probed(command.probeId(), id, value, Duration.ZERO)),
                    setup);
      };
    }

    @Override
    public Runnable executorEnded(ContainerCommand.ExecutorEnded command) {
      return () -> lanes.submit(command.id(), setup, () -> tasks.endRun(command.id()));
    }

    @Override
    public Runnable createVolume(ContainerCommand.CreateVolume command) {
      AgentHost host = host(command.agentId());
      return () -> {
        try {
          volumes.create(host, command.volume());
        } catch (IOException e) {
          LOG.error("Cannot make the folder of volume={}", command.volume(), e);
        }
      };
    }

    @Override
    public Runnable destroyVolume(ContainerCommand.DestroyVolume command) {
      AgentHost host = host(command.agentId());
      return () -> {
        try {
          volumes.retire(host, command.volume()).ifPresent(this::removeLater);
        } catch (IOException e) {
          LOG.error("Cannot remove the folder of volume={}", command.volume(), e);
        }
      };
    }

    private void removeLater(Path folder) {
      setup.execute(
          () -> {
            try {
              Volumes.remove(folder);
            } catch (IOException e) {
              LOG.warn("Cannot remove folder={}; the next start tries again", folder, e);
            }
          });
    }
  }
}
