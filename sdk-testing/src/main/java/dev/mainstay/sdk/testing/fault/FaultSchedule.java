package dev.mainstay.sdk.testing.fault;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Faults with their times, oldest first. */
public record FaultSchedule(ImmutableList<Timed> faults) {

  /** Of all kinds, the share that an average schedule has any of. */
  private static final double ENABLED = 0.5;

  /**
   * A fault.
   *
   * @param at since the start of the world
   */
  public record Timed(Duration at, Fault fault) {

    /** {@code PT1H30M TaskKilled pick=7}. */
    @Override
    public String toString() {
      return at + " " + FaultText.of(fault);
    }
  }

  /** The faults, in any order. */
  public FaultSchedule {
    faults = ImmutableList.sortedCopyOf(Comparator.comparing(Timed::at), faults);
  }

  /**
   * Draws faults from a seed, swarm-like: each seed has a random half of all kinds, and each of
   * those a weight of its own, so that some seeds see much of one thing and nothing of another.
   *
   * @param count how many
   * @param until the time before which they begin, spread evenly
   * @param agents how many agents the world has
   */
  public static FaultSchedule draw(long seed, int count, Duration until, int agents) {
    SplittableRandom random = new SplittableRandom(seed);
    List<FaultKind> enabled = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    double sum = 0;
    for (FaultKind kind : EnumSet.complementOf(EnumSet.of(FaultKind.UNINSTALL))) {
      boolean chosen = random.nextDouble() < ENABLED;
      double weight = -Math.log(1 - random.nextDouble());
      if (chosen) {
        enabled.add(kind);
        weights.add(weight);
        sum += weight;
      }
    }
    ImmutableList.Builder<Timed> drawn = ImmutableList.builder();
    Chance chance = new Chance(random, agents);
    for (int i = 0; i < count && !enabled.isEmpty(); i++) {
      Duration at = Duration.ofMillis(random.nextLong(until.toMillis()));
      double left = random.nextDouble() * sum;
      int chosen = 0;
      while (chosen < enabled.size() - 1 && left > weights.get(chosen)) {
        left -= weights.get(chosen);
        chosen++;
      }
      drawn.add(new Timed(at, enabled.get(chosen).draw(chance)));
    }
    return new FaultSchedule(drawn.build());
  }

  /** The same without some of them. */
  public FaultSchedule without(List<Timed> dropped) {
    return new FaultSchedule(
        faults.stream()
            .filter(fault -> !dropped.contains(fault))
            .collect(ImmutableList.toImmutableList()));
  }

  /** A line for each fault. */
  public String text() {
    return faults.stream().map(Timed::toString).collect(Collectors.joining("\n"));
  }

  /**
   * The reverse of {@link #text}. Throws {@link IllegalArgumentException} when a line is no fault.
   */
  public static FaultSchedule parse(String text) {
    return new FaultSchedule(
        Splitter.on('\n')
            .trimResults()
            .omitEmptyStrings()
            .splitToStream(text)
            .map(FaultSchedule::timed)
            .collect(ImmutableList.toImmutableList()));
  }

  private static Timed timed(String line) {
    int space = line.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("no time and fault: '" + line + "'");
    }
    return new Timed(
        Duration.parse(line.substring(0, space)), FaultText.parse(line.substring(space + 1)));
  }
}
