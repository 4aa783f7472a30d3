package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.service.SpecChecks;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import dev.mainstay.sdk.testing.world.AgentShape;
import dev.mainstay.sdk.testing.world.Behaviour;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.World;
import dev.mainstay.sdk.testing.world.WorldSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Says what a {@link Simulation} begins with. */
public final class SimulationBuilder {

  private final Framework framework;
  private final List<String> options = new ArrayList<>();
  private final List<String> environment = new ArrayList<>();
  private final List<AgentSpec> agents = new ArrayList<>();
  private final List<Consumer<Behaviours>> behaviours = new ArrayList<>();
  private AgentShape shape = AgentShape.usual();
  private long seed;

  SimulationBuilder(Framework framework) {
    this.framework = framework;
  }

  /** So many more agents of the usual shape, or that of the last {@link #agentShape}. */
  @CanIgnoreReturnValue
  public SimulationBuilder agents(int number) {
    for (int i = 0; i < number; i++) {
      agents.add(shape.agent(agents.size() + 1));
    }
    return this;
  }

  /** Agents that are added from here on are so. */
  @CanIgnoreReturnValue
  public SimulationBuilder agentShape(AgentShape newShape) {
    shape = newShape;
    return this;
  }

  /** One more agent in each of these zones. */
  @CanIgnoreReturnValue
  public SimulationBuilder zones(String... zones) {
    for (String zone : zones) {
      agents.add(shape.zone(zone).agent(agents.size() + 1));
    }
    return this;
  }

  /** Options of the framework, each {@code path.to.option=value}. */
  @CanIgnoreReturnValue
  public SimulationBuilder options(String... settings) {
    options.addAll(List.of(settings));
    return this;
  }

  /** Variables of the spec's environment, each {@code KEY=VALUE}. */
  @CanIgnoreReturnValue
  public SimulationBuilder env(String... variables) {
    environment.addAll(List.of(variables));
    return this;
  }

  /** Of all that is left to chance; 0 unless given. */
  @CanIgnoreReturnValue
  public SimulationBuilder seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /**
   * How tasks behave, instead of what their goal asks for.
   *
   * @param names a regular expression over names of tasks, {@code broker-.*}
   */
  @CanIgnoreReturnValue
  public SimulationBuilder behaviour(String names, Behaviour behaviour) {
    behaviours.add(all -> all.add(names, behaviour));
    return this;
  }

  /** The same for the first so many launches of each task. */
  @CanIgnoreReturnValue
  public SimulationBuilder behaviour(String names, Behaviour behaviour, int launches) {
    behaviours.add(all -> all.add(names, behaviour, launches));
    return this;
  }

  /**
   * The simulation, at its first moment: the scheduler is about to start.
   *
   * @throws InvalidInputException with all problems of the spec and of what was given to it
   */
  public Simulation start() {
    LoadedSpec spec = load(ServiceEnvironment.API_PORT);
    Behaviours chosen = new Behaviours(spec.spec());
    behaviours.forEach(add -> add.accept(chosen));
    if (agents.isEmpty()) {
      agents(3);
    }
    WorldSettings settings =
        WorldSettings.of(framework, spec, ImmutableList.copyOf(agents), chosen).withSeed(seed);
    return new Simulation(new VirtualStage(new World(settings), chosen));
  }

  Framework framework() {
    return framework;
  }

  /**
   * The spec with what was given to it.
   *
   * @param apiPort of the scheduler's API, which the spec may name
   */
  LoadedSpec load(int apiPort) {
    SpecSource source = framework.source();
    GivenOptions given =
        new GivenOptions(
            null,
            ImmutableList.copyOf(options),
            ImmutableMap.of(),
            null,
            ImmutableList.copyOf(environment));
    LoadedSpec spec = SpecLoader.load(source, ServiceEnvironment.load(source, given, apiPort));
    ImmutableList<Problem> own = SpecChecks.own(framework, spec);
    if (own.stream().anyMatch(Problem::isError)) {
      throw new InvalidInputException(own);
    }
    return spec;
  }
}
