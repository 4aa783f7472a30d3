package dev.mainstay.sdk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.local.EmbeddedZooKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Mesos that is there already, shared with others, and a ZooKeeper for the service's state. What
 * an operator does goes through its operator API; what a machine does cannot be done to it.
 */
final class MesosScenarioCluster implements ScenarioCluster {

  /** Names the master, {@code host:port}; set by the Maven profile {@code mesos}. */
  static final String MASTER = "mesos.master";

  /** Set to true when the agents may be marked gone, after which Mesos never takes them back. */
  static final String EXPENDABLE = "mesos.expendable";

  private static final String NO_MACHINE =
      "nothing here reaches into the machines of a real Mesos; the simulation and the embedded"
          + " cluster can do it";

  private final MesosMaster master;
  private final EmbeddedZooKeeper zookeeper;
  private final Path folder;
  private final ImmutableMap<String, AgentId> agents;
  private final Set<AgentId> inactive = new LinkedHashSet<>();

  private MesosScenarioCluster(
      MesosMaster master,
      EmbeddedZooKeeper zookeeper,
      Path folder,
      ImmutableMap<String, AgentId> agents) {
    this.master = master;
    this.zookeeper = zookeeper;
    this.folder = folder;
    this.agents = agents;
  }

  /** The master that was named. */
  static MesosMaster given() {
    String master = System.getProperty(MASTER, "");
    if (master.isEmpty()) {
      throw new IllegalArgumentException(
          "-D%s=mesos also needs -D%s=HOST:PORT".formatted(ClusterKind.PROPERTY, MASTER));
    }
    return new MesosMaster(master.replaceFirst("^https?://", "").replaceFirst("/$", ""));
  }

  /** The zones of its active agents, an empty one for each agent without. */
  static ImmutableMap<AgentId, String> zones(MesosMaster master)
      throws IOException, InterruptedException {
    TreeMap<String, JsonNode> byName = new TreeMap<>();
    for (JsonNode agent : master.state().path("slaves")) {
      if (agent.path("active").asBoolean()) {
        byName.put(agent.path("hostname").asText() + agent.path("id").asText(), agent);
      }
    }
    ImmutableMap.Builder<AgentId, String> zones = ImmutableMap.builder();
    byName.forEach(
        (name, agent) ->
            zones.put(
                new AgentId(agent.path("id").asText()),
                agent.at("/domain/fault_domain/zone/name").asText("")));
    return zones.buildOrThrow();
  }

  /**
   * Starts a ZooKeeper beside it.
   *
   * @param folder of the ZooKeeper's data, emptied
   */
  static MesosScenarioCluster open(MesosMaster master, ImmutableSet<AgentId> agents, Path folder)
      throws IOException {
    delete(folder);
    ImmutableMap.Builder<String, AgentId> named = ImmutableMap.builder();
    for (int i = 0; i < agents.size(); i++) {
      named.put("agent-" + (i + 1), agents.asList().get(i));
    }
    return new MesosScenarioCluster(
        master, EmbeddedZooKeeper.start(folder, 0), folder, named.buildOrThrow());
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  @Override
  public ClusterKind kind() {
    return ClusterKind.MESOS;
  }

  @Override
  public String master() {
    return master.address();
  }

  @Override
  public String zookeeper() {
    return zookeeper.connectString();
  }

  @Override
  public ImmutableMap<String, AgentId> agents() {
    return agents;
  }

  @Override
  public Outcome happen(AgentEvent event, AgentId agent) {
    return switch (event) {
      case CRASH, POWER_OFF, RESTART, PARTITION, HEAL, STOP -> Outcome.impossible(NO_MACHINE);
      case MARK_GONE ->
          Boolean.getBoolean(EXPENDABLE)
              ? operate("MARK_AGENT_GONE", agent)
              : Outcome.impossible(
                  "Mesos never takes such an agent back; -D" + EXPENDABLE + "=true allows it");
      case DRAIN -> operate("DRAIN_AGENT", agent);
      case DEACTIVATE -> operate("DEACTIVATE_AGENT", agent);
      case REACTIVATE -> operate("REACTIVATE_AGENT", agent);
    };
  }

  private Outcome operate(String call, AgentId agent) {
    try {
      Outcome outcome = Outcome.answered(master.operate(call, agent));
      if (call.equals("REACTIVATE_AGENT")) {
        inactive.remove(agent);
      } else if (!call.equals("MARK_AGENT_GONE")) {
        inactive.add(agent);
      }
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + call, e);
    }
  }

  @Override
  public boolean isHere(String hostname) {
    try {
      InetAddress address = InetAddress.getByName(hostname);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false; // a name that this machine does not know is not its own
    }
  }

  /** Also gives agents back that the scenario had drained or deactivated. */
  @Override
  public void close(String service, boolean failed) throws Exception {
    try {
      for (AgentId agent : ImmutableSet.copyOf(inactive)) {
        var unused = operate("REACTIVATE_AGENT", agent);
      }
      ServiceRemoval.remove(master, service);
    } finally {
      zookeeper.close();
      delete(folder);
    }
  }
}
