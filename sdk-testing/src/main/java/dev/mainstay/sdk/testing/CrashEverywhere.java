package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.testing.invariant.Invariants;
import dev.mainstay.sdk.testing.world.KillPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario once undisturbed, and then again and again with the scheduler killed in another
 * place each time: after each start, each decision, each commit and each effect. Its successor must
 * bring the service to the same end; all invariants hold on the way, so that no task id is launched
 * twice and nothing that is reserved is forgotten.
 *
 * <pre>{@code
 * CrashEverywhere.of(spec, sim -> sim.pod("data-1").replace())
 *     .preparedBy(sim -> sim.awaitPlan("deploy").complete())
 *     .check();
 * }</pre>
 *
 * <p>In the scenario operators insist: a command that a scheduler did not live to answer is given
 * again to the next one. One kill costs as much as the scenario: some milliseconds.
 */
public final class CrashEverywhere {

  /** A scenario with more places to die in than this is too large to be tried in a build. */
  private static final int MOST_PASSES = 2_000;

  /** Virtual time in which the service must come to rest: beyond clean-ups and pauses. */
  private static final Duration PATIENCE = Duration.ofHours(3);

  /** How often it is looked whether it has. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Supplier<Simulation> beginning;
  private final Consumer<Simulation> scenario;
  private final Consumer<Simulation> preparation;

  private CrashEverywhere(
      Supplier<Simulation> beginning,
      Consumer<Simulation> scenario,
      Consumer<Simulation> preparation) {
    this.beginning = beginning;
    this.scenario = scenario;
    this.preparation = preparation;
  }

  /**
   * A scenario of a service on five agents.
   *
   * @param scenario what happens; it need not wait for the end
   */
  public static CrashEverywhere of(ServiceSpec spec, Consumer<Simulation> scenario) {
    return of(() -> Simulation.of(spec).agents(5).start(), scenario);
  }

  /**
   * A scenario of a service somewhere.
   *
   * @param beginning a new simulation each time, at its first moment
   * @param scenario what happens; it need not wait for the end
   */
  public static CrashEverywhere of(Supplier<Simulation> beginning, Consumer<Simulation> scenario) {
    return new CrashEverywhere(beginning, scenario, sim -> {});
  }

  /** What comes before the scenario and is never disturbed, such as the deployment. */
  public CrashEverywhere preparedBy(Consumer<Simulation> newPreparation) {
    return new CrashEverywhere(beginning, scenario, newPreparation);
  }

  /**
   * Tries all places.
   *
   * @return how many there were of each kind
   * @throws AssertionError at the first place after which the end is another one, or an invariant
   *     is broken
   */
  @CanIgnoreReturnValue
  public ImmutableMap<KillPoint, Integer> check() {
    EndState undisturbed = play(null, 0).end();
    Map<KillPoint, Integer> places = new EnumMap<>(KillPoint.class);
    for (KillPoint point : KillPoint.values()) {
      int pass = 1;
      while (checkOne(undisturbed, point, pass)) {
        places.put(point, pass);
        pass++;
        if (pass > MOST_PASSES) {
          throw new AssertionError(
              "the scenario passes " + point + " more than " + MOST_PASSES + " times");
        }
      }
    }
    return ImmutableMap.copyOf(places);
  }

  /**
   * Tries one place: to see a failure of {@link #check} again.
   *
   * @return whether the scenario comes to that place at all
   */
  @CanIgnoreReturnValue
  public boolean check(KillPoint point, int pass) {
    return checkOne(play(null, 0).end(), point, pass);
  }

  private boolean checkOne(EndState undisturbed, KillPoint point, int pass) {
    Played played = play(point, pass);
    if (!played.killed()) {
      return false;
    }
    if (!played.end().equals(undisturbed)) {
      throw new AssertionError(
          where(point, pass)
              + "the service came to another end\n"
              + played.end().difference(undisturbed)
              + "\n\n"
              + played.simulation().failure("").getMessage());
    }
    return true;
  }

  private static String where(KillPoint point, int pass) {
    return "with the scheduler killed at pass %d of %s, seen again by check(KillPoint.%s, %d): "
        .formatted(pass, point, point, pass);
  }

  private record Played(Simulation simulation, EndState end, boolean killed) {}

  private Played play(@Nullable KillPoint point, int pass) {
    Simulation sim = beginning.get();
    try {
      Invariants invariants = Invariants.watch(sim.world());
      preparation.accept(sim);
      sim.operatorsInsist();
      if (point != null) {
        sim.world().killScheduler(point, pass);
      }
      scenario.accept(sim);
      comeToRest(sim, invariants);
      boolean killed = point != null && !sim.world().isKillPending();
      return new Played(sim, EndState.of(sim), killed);
    } catch (RuntimeException | AssertionError e) {
      String where = point == null ? "undisturbed: " : where(point, pass);
      throw new AssertionError(where + e.getMessage(), e);
    }
  }

  private static void comeToRest(Simulation sim, Invariants invariants) {
    Instant limit = sim.now().plus(PATIENCE);
    do {
      sim.advance(LOOK);
    } while (sim.now().isBefore(limit) && !invariants.isAtRest(sim.world()));
    invariants.checkAtRest(sim.world());
  }
}
