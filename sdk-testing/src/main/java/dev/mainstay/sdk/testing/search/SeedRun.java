package dev.mainstay.sdk.testing.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import dev.mainstay.sdk.testing.fault.FaultPlay;
import dev.mainstay.sdk.testing.invariant.InvariantViolation;
import dev.mainstay.sdk.testing.invariant.Invariants;
import dev.mainstay.sdk.testing.search.SeedOutcome.Failure;
import dev.mainstay.sdk.testing.world.AgentShape;
import dev.mainstay.sdk.testing.world.Behaviours;
import dev.mainstay.sdk.testing.world.Tampering;
import dev.mainstay.sdk.testing.world.World;
import dev.mainstay.sdk.testing.world.WorldSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One run of the search: a service lives through a day of faults under all invariants; then the
 * faults stop, and it has to come to rest.
 */
public final class SeedRun {

  /**
   * Within this time after the last fault everything must be well: three clean-ups of ten minutes,
   * the longest back-off, and clocks that went back by hours.
   */
  private static final Duration PATIENCE = Duration.ofHours(14);

  /** How often it is looked whether all is well. */
  private static final Duration LOOK = Duration.ofMinutes(5);

  /** Steps without end in a moment mean that the world goes round in a circle. */
  private static final long MOST_STEPS = 20_000_000;

  private static final int LAST_EVENTS = 60;

  private static final TemplateReader NO_TEMPLATES =
      new TemplateReader() {
        @Override
        public Optional<String> read(String path) {
          return Optional.empty();
        }

        @Override
        public ImmutableSet<String> known() {
          return ImmutableSet.of();
        }
      };

  private final SeedInput input;
  private final World world;
  private final Invariants invariants;
  private final FaultPlay play;
  private final PathMarks marks = new PathMarks();
  private long steps;

  private SeedRun(SeedInput input, Tampering tampering) {
    this.input = input;
    SpecGenerator.Drawn service = input.service();
    LoadedSpec spec = SpecLoader.load("svc.yml", service.yaml(), service.variables(), NO_TEMPLATES);
    Behaviours behaviours = new Behaviours(spec.spec());
    WorldSettings settings =
        WorldSettings.of(Framework.of(spec.spec()), spec, agents(input.agents()), behaviours)
            .withSeed(input.seed())
            .withTampering(tampering);
    this.world = new World(settings);
    this.invariants = Invariants.watch(world);
    this.play = new FaultPlay(world, behaviours, service.choices());
    world.observe(marks);
  }

  private static ImmutableList<AgentSpec> agents(int count) {
    AgentShape shape = AgentShape.usual();
    return IntStream.rangeClosed(1, count)
        .mapToObj(shape::agent)
        .collect(ImmutableList.toImmutableList());
  }

  /** Runs what a seed gives. */
  public static SeedOutcome of(long seed) {
    return of(SeedInput.draw(seed), Tampering.NONE);
  }

  /** Runs an input, with a planted mistake. */
  public static SeedOutcome of(SeedInput input, Tampering tampering) {
    return new SeedRun(input, tampering).run();
  }

  /** The same, and gives its whole trace line by line, which is slow. */
  public static SeedOutcome traced(SeedInput input, Tampering tampering, Consumer<String> trace) {
    SeedRun run = new SeedRun(input, tampering);
    run.world.trace().read(trace);
    return run.run();
  }

  private SeedOutcome run() {
    Optional<Failure> failure = Optional.empty();
    try {
      live();
    } catch (InvariantViolation e) {
      failure = Optional.of(new Failure(e.invariant(), String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      String where = trace.length == 0 ? "" : " at " + trace[0];
      failure = Optional.of(new Failure(e.getClass().getSimpleName(), e.getMessage() + where));
    }
    return new SeedOutcome(
        input,
        world.age(),
        steps,
        play.done(),
        marks.paths(),
        failure,
        failure.isEmpty() ? ImmutableList.of() : world.trace().last(LAST_EVENTS));
  }

  private void live() {
    play.play(input.faults());
    goOn(input.lasting());
    play.stop();
    Instant limit = world.now().plus(PATIENCE);
    do {
      goOn(LOOK);
    } while (world.now().isBefore(limit) && !invariants.isAtRest(world));
    invariants.checkAtRest(world);
  }

  private void goOn(Duration time) {
    Instant end = world.now().plus(time);
    while (world.step(end)) {
      steps++;
      if (steps > MOST_STEPS) {
        throw new InvariantViolation("Progress", "the world goes round in a circle");
      }
    }
  }
}
