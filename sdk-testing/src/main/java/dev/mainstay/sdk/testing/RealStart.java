package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.service.AgentResources;
import dev.mainstay.sdk.service.CannotStartException;
import dev.mainstay.sdk.service.ClusterOptions.AgentOptions;
import dev.mainstay.sdk.service.ServiceRunner;
import dev.mainstay.sdk.service.UnmetNeeds;
import dev.mainstay.sdk.spec.ClusterFeature;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.testing.world.AgentShape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Starts a scenario's service on a cluster with real processes; ends the test as skipped when that
 * cluster is not one that it can run on.
 *
 * @param spec what the service is
 * @param agents how many there should be
 * @param zones that they should be in, in turn; may be empty
 * @param folder for all that is written
 * @param name of the service on a Mesos that is shared: none else may have it
 */
record RealStart(
    SimulationBuilder spec, int agents, ImmutableList<String> zones, Path folder, String name) {

  /** How long whatever is waited for may take, in seconds. */
  static final String PATIENCE = "mainstay.patience";

  private static final int EMBEDDED_PATIENCE = 240;
  private static final int MESOS_PATIENCE = 600;

  private static final Pattern NAME = Pattern.compile("(?m)^name:.*$");

  Stage embedded() throws IOException, CannotStartException {
    needsProc(ClusterKind.EMBEDDED);
    int port = JavaProgram.freePort();
    LoadedSpec loaded = spec.load(port);
    ImmutableList<AgentOptions> options = agentOptions();
    ImmutableSet<ClusterFeature> offered =
        ImmutableSet.<ClusterFeature>builder()
            .addAll(ServiceRunner.clusters().features())
            .addAll(AgentResources.features(options))
            .build();
    skipUnmet(ClusterKind.EMBEDDED, UnmetNeeds.onEmbedded(loaded.file(), loaded, offered));
    ScenarioCluster cluster = EmbeddedScenarioCluster.start(folder, options);
    return on(cluster, loaded, port, EMBEDDED_PATIENCE);
  }

  Stage mesos() throws IOException, InterruptedException, CannotStartException {
    needsProc(ClusterKind.MESOS);
    MesosMaster master = MesosScenarioCluster.given();
    int port = JavaProgram.freePort();
    LoadedSpec loaded = renamed(spec.load(port));
    skipUnmet(ClusterKind.MESOS, UnmetNeeds.onMesos(loaded.file(), loaded));
    ImmutableMap<AgentId, String> there = MesosScenarioCluster.zones(master);
    Assumptions.assumeTrue(
        there.size() >= agents,
        () ->
            "skipped on %s: it needs %d agents, %s has %d"
                .formatted(ClusterKind.MESOS, agents, master.address(), there.size()));
    Assumptions.assumeTrue(
        there.values().containsAll(zones),
        () -> "skipped on %s: it needs agents in the zones %s".formatted(ClusterKind.MESOS, zones));
    ScenarioCluster cluster = MesosScenarioCluster.open(master, there.keySet(), folder);
    return on(cluster, loaded, port, MESOS_PATIENCE);
  }

  private static void needsProc(ClusterKind kind) {
    Assumptions.assumeTrue(
        TaskProcess.canBeSeen(),
        () -> "skipped on " + kind + ": processes of tasks are found in /proc, on Linux");
  }

  private static void skipUnmet(ClusterKind kind, ImmutableList<Problem> unmet) {
    String problems =
        unmet.stream()
            .filter(Problem::isError)
            .map(Problem::toString)
            .collect(Collectors.joining("; "));
    Assumptions.assumeTrue(problems.isEmpty(), () -> "skipped on " + kind + ": " + problems);
  }

  private Stage on(ScenarioCluster cluster, LoadedSpec loaded, int port, int patience)
      throws CannotStartException {
    Duration limit = Duration.ofSeconds(Long.getLong(PATIENCE, patience));
    try {
      return new RealStage(cluster, spec.framework(), loaded, port, limit);
    } catch (CannotStartException | RuntimeException e) {
      closeAfter(cluster, loaded, e);
      throw e;
    }
  }

  private static void closeAfter(ScenarioCluster cluster, LoadedSpec loaded, Exception failure) {
    try {
      cluster.close(loaded.spec().name(), true);
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /** As big as the usual ones of the simulation; nothing of it is measured. */
  private ImmutableList<AgentOptions> agentOptions() {
    AgentShape shape = AgentShape.usual();
    ImmutableList.Builder<AgentOptions> options = ImmutableList.builder();
    for (int i = 0; i < agents; i++) {
      @Nullable String zone = zones.isEmpty() ? null : zones.get(i % zones.size());
      options.add(
          new AgentOptions(
              Scalar.of(shape.cpus()),
              Scalar.of(shape.memory()),
              Scalar.of(shape.disk()),
              ImmutableMap.of(),
              zone,
              ImmutableList.of()));
    }
    return options.build();
  }

  private LoadedSpec renamed(LoadedSpec loaded) {
    ServiceInputs inputs = loaded.inputs();
    String text =
        NAME.matcher(inputs.specText()).replaceFirst(Matcher.quoteReplacement("name: " + name));
    LoadedSpec renamed =
        SpecLoader.load(new ServiceInputs(text, inputs.templates(), inputs.environment()));
    if (!renamed.spec().name().equals(name)) {
      throw new IllegalStateException(
          loaded.file() + " has no line 'name: …' to give the service a name of its own by");
    }
    return renamed;
  }
}
