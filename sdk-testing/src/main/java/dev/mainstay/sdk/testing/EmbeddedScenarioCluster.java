package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.local.FaultyCluster;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.ClusterOptions;
import dev.mainstay.sdk.service.ClusterOptions.AgentOptions;
import dev.mainstay.sdk.service.ClusterProvider;
import dev.mainstay.sdk.service.ServiceRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** An embedded cluster for one scenario, in a folder of its own. */
final class EmbeddedScenarioCluster implements ScenarioCluster {

  private final ClusterProvider provider;
  private final FaultyCluster cluster;
  private final Path folder;
  private final MesosMaster master;
  private final ImmutableMap<String, AgentId> agents;

  private EmbeddedScenarioCluster(
      ClusterProvider provider, FaultyCluster cluster, Path folder, int agents) {
    this.provider = provider;
    this.cluster = cluster;
    this.folder = folder;
    this.master = new MesosMaster(cluster.master().getAuthority());
    ImmutableMap.Builder<String, AgentId> named = ImmutableMap.builder();
    for (int i = 1; i <= agents; i++) {
      String name = "agent-" + i;
      named.put(name, cluster.agentNamed(name).orElseThrow());
    }
    this.agents = named.buildOrThrow();
  }

  /**
   * Starts an empty one.
   *
   * @param folder what an earlier run left there is ended and deleted
   */
  static EmbeddedScenarioCluster start(Path folder, ImmutableList<AgentOptions> agents)
      throws CannotStartException {
    ClusterProvider provider = ServiceRunner.clusters();
    provider.clean(folder);
    if (provider.start(new ClusterOptions(folder, agents, 0, 0)) instanceof FaultyCluster cluster) {
      return new EmbeddedScenarioCluster(provider, cluster, folder, agents.size());
    }
    throw new CannotStartException(
        "the embedded cluster of the class path is not that of dev.mainstay:sdk-local");
  }

  @Override
  public ClusterKind kind() {
    return ClusterKind.EMBEDDED;
  }

  @Override
  public String master() {
    return master.address();
  }

  @Override
  public String zookeeper() {
    return cluster.zookeeper();
  }

  @Override
  public ImmutableMap<String, AgentId> agents() {
    return agents;
  }

  @Override
  public Outcome happen(AgentEvent event, AgentId agent) {
    return switch (event) {
      case CRASH -> done(() -> cluster.crash(agent));
      case POWER_OFF -> done(() -> cluster.powerOff(agent));
      case RESTART -> done(() -> cluster.restart(agent));
      case PARTITION -> done(() -> cluster.partition(agent));
      case HEAL -> done(() -> cluster.heal(agent));
      case STOP -> done(() -> cluster.stop(agent));
      case MARK_GONE -> operate("MARK_AGENT_GONE", agent);
      case DRAIN -> operate("DRAIN_AGENT", agent);
      case DEACTIVATE -> operate("DEACTIVATE_AGENT", agent);
      case REACTIVATE -> operate("REACTIVATE_AGENT", agent);
    };
  }

  private static Outcome done(Runnable event) {
    event.run();
    return Outcome.done();
  }

  private Outcome operate(String call, AgentId agent) {
    try {
      return Outcome.answered(master.operate(call, agent));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + call, e);
    }
  }

  @Override
  public boolean isHere(String hostname) {
    return true;
  }

  @Override
  public void close(String service, boolean failed) throws CannotStartException {
    cluster.close();
    if (!failed) {
      provider.clean(folder);
    }
  }
}
