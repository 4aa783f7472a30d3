package dev.mainstay.sdk.local;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.http.MasterHttpServer;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.local.model.ClusterSettings;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.local.process.AgentHost;
import dev.mainstay.sdk.local.process.ContainerProcesses;
import dev.mainstay.sdk.local.process.TaskSandboxes;
import dev.mainstay.sdk.mesos.Address;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.ClusterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster of one state folder: model, loop, processes, HTTP API and ZooKeeper, put together.
 */
final class LocalCluster implements FaultyCluster {

  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);

  private final StateFolder folder;
  private final StateFolder.Ports ports;
  private final MasterHttpServer http;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ContainerProcesses processes;
  private final ClusterLoop loop;
  private final TaskSandboxes sandboxes;

  /** Agents whose machine died, and did not start again. */
  private final Set<AgentId> deadMachines = ConcurrentHashMap.newKeySet();

  private LocalCluster(
      StateFolder folder, StateFolder.Ports ports, MasterHttpServer http, ClusterImage image) {
    this.folder = folder;
    this.ports = ports;
    this.http = http;
    ClusterLoop.Time time = ClusterLoop.Time.begin();
    Address address = new Address("localhost", Loopback.SHARED, ports.master());
    ClusterModel model =
        new ClusterModel(ClusterSettings.of(address), UUID::randomUUID, image, time.instant());
    this.processes = new ContainerProcesses(this::report);
    this.loop = new ClusterLoop(model, time, http, processes::execute, folder::keep);
    this.sandboxes = new TaskSandboxes(folder.agents());
  }

  private void report(ContainerEvent event) {
    loop.report(event);
  }

  /** Starts all parts, or none. */
  static LocalCluster start(ClusterOptions options) throws CannotStartException {
    StateFolder folder = StateFolder.open(options.folder());
    try {
      folder.endOrphans();
      return start(options, folder);
    } catch (CannotStartException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static LocalCluster start(ClusterOptions options, StateFolder folder)
      throws CannotStartException {
    StateFolder.Ports last = folder.ports();
    StateFolder.Ports ports =
        new StateFolder.Ports(
            Loopback.port(options.masterPort(), last.master(), "Mesos master"),
            Loopback.port(options.zookeeperPort(), last.zookeeper(), "ZooKeeper"));
    folder.keep(ports);
    ClusterImage image = folder.image();
    MasterHttpServer http = bind(ports.master());
    LocalCluster cluster = new LocalCluster(folder, ports, http, image);
    try {
      cluster.open(Agents.of(options));
      return cluster;
    } catch (IOException e) {
      cluster.closeParts();
      throw new CannotStartException("the embedded cluster cannot start: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      cluster.closeParts();
      throw e;
    }
  }

  private static MasterHttpServer bind(int port) throws CannotStartException {
    try {
      return new MasterHttpServer(new InetSocketAddress(Loopback.shared(), port));
    } catch (IOException e) {
      throw new CannotStartException(
          "the Mesos master cannot use port " + port + " of " + Loopback.SHARED + " (" + e + ")",
          e);
    }
  }

  private void open(ImmutableList<AgentSpec> agents) throws IOException {
    parts.push(http);
    parts.push(EmbeddedZooKeeper.start(folder.zookeeper(), ports.zookeeper()));
    loop.start();
    parts.push(loop);
    parts.push(processes);
    for (AgentSpec agent : agents) {
      addAgent(agent);
    }
    http.start(loop, UUID::randomUUID, sandboxes);
  }

  private void addAgent(AgentSpec agent) throws IOException {
    AgentId id =
        loop.onModel(
            (model, inputs) -> {
              inputs.handle(new ClusterInput.AgentAdded(agent));
              return model.agentNamed(agent.name()).orElseThrow();
            });
    String ip = agent.address().ip();
    processes.addAgent(
        new AgentHost(
            id, ip == null ? Loopback.SHARED : ip, folder.agents().resolve(agent.name())));
  }

  @Override
  public URI master() {
    return URI.create("http://" + Loopback.SHARED + ":" + ports.master());
  }

  @Override
  public String zookeeper() {
    return Loopback.SHARED + ":" + ports.zookeeper();
  }

  @Override
  public Optional<Path> sandbox(TaskId task) {
    try {
      return sandboxes.find(task);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void endTasks(ImmutableList<ImmutableList<TaskId>> groups) {
    groups.forEach(processes::endTasks);
  }

  @Override
  public Optional<AgentId> agentNamed(String name) {
    return loop.onModel((model, inputs) -> model.agentNamed(name));
  }

  @Override
  public void crash(AgentId agent) {
    happen(new ClusterInput.AgentCrashed(agent));
  }

  @Override
  public void powerOff(AgentId agent) {
    deadMachines.add(agent);
    happen(new ClusterInput.AgentCrashed(agent)); // first, so that nobody is told of the ends
    processes.machineDied(agent);
  }

  @Override
  public void restart(AgentId agent) {
    happen(new ClusterInput.AgentRestarted(agent, !deadMachines.remove(agent)));
  }

  @Override
  public void stop(AgentId agent) {
    happen(new ClusterInput.AgentStopped(agent));
  }

  @Override
  public void partition(AgentId agent) {
    happen(new ClusterInput.AgentPartitioned(agent));
  }

  @Override
  public void heal(AgentId agent) {
    happen(new ClusterInput.AgentHealed(agent));
  }

  /** None of these is a call, so none is refused. */
  private void happen(ClusterInput input) {
    var unused = loop.onModel((model, inputs) -> inputs.handle(input));
  }

  @Override
  public void close() {
    closeParts();
    folder.close();
  }

  private void closeParts() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("While the embedded cluster was being closed", e);
      }
    }
  }
}
