package dev.mainstay.sdk.testing.search;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.testing.fault.Fault;
import dev.mainstay.sdk.testing.fault.FaultSchedule;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * All that one run is made from.
 *
 * @param seed that it was drawn from, and of what the world leaves to chance
 * @param service the service
 * @param agents how many, of the usual shape
 * @param faults what happens, operators' commands included
 * @param lasting until the faults stop
 */
public record SeedInput(
    long seed, SpecGenerator.Drawn service, int agents, FaultSchedule faults, Duration lasting) {

  /**
   * Faults happen in the course of so long: beyond every back-off and clean-up of the scheduler.
   */
  public static final Duration DAY = Duration.ofHours(24);

  private static final Duration DEPLOYMENT = Duration.ofSeconds(40);

  /** Faults of a run, at least. */
  static final int FEWEST_FAULTS = 25;

  /** In how many of a hundred runs the service is removed in the end. */
  private static final int UNINSTALLED = 4;

  /** Operators' commands of a run, at least. */
  static final int FEWEST_COMMANDS = 3;

  /** Draws it from a seed. */
  public static SeedInput draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SpecGenerator.Drawn service = SpecGenerator.service(random);
    int agents = SpecGenerator.AGENTS_NEEDED + random.nextInt(3);
    int count = FEWEST_FAULTS + random.nextInt(40);
    ImmutableList.Builder<FaultSchedule.Timed> faults = ImmutableList.builder();
    faults.addAll(FaultSchedule.draw(random.nextLong(), count, DAY, agents).faults());
    // The deployment is over in seconds: some faults have to come while it lasts.
    faults.addAll(
        FaultSchedule.draw(random.nextLong(), random.nextInt(6), DEPLOYMENT, agents).faults());
    int commands = FEWEST_COMMANDS + random.nextInt(4);
    for (int i = 0; i < commands; i++) {
      faults.add(new FaultSchedule.Timed(anyTime(random), command(random)));
    }
    if (random.nextInt(100) < UNINSTALLED) {
      faults.add(new FaultSchedule.Timed(anyTime(random), new Fault.Uninstall()));
    }
    return new SeedInput(seed, service, agents, new FaultSchedule(faults.build()), DAY);
  }

  private static Duration anyTime(SplittableRandom random) {
    // Not in the first minutes, in which there may be nothing to command yet.
    return Duration.ofMinutes(5)
        .plusMillis(random.nextLong(DAY.minus(Duration.ofMinutes(5)).toMillis()));
  }

  private static Fault command(SplittableRandom random) {
    int pick = random.nextInt(1 << 16);
    return switch (random.nextInt(4)) {
      case 0 -> new Fault.PodCommand(pick, one(random, Fault.PodCommand.Command.values()));
      case 1 -> new Fault.PlanCommand(pick, one(random, PlanAction.values()));
      case 2 -> random.nextInt(4) == 0 ? new Fault.Rollback() : update(random, pick);
      default -> update(random, pick);
    };
  }

  private static Fault update(SplittableRandom random, int pick) {
    return new Fault.Update(pick, random.nextInt(1 << 16));
  }

  private static <T> T one(SplittableRandom random, T[] all) {
    return all[random.nextInt(all.length)];
  }

  /** The same with other faults. */
  SeedInput withFaults(FaultSchedule newFaults) {
    return new SeedInput(seed, service, agents, newFaults, lasting);
  }
}
