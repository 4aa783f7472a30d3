package dev.mainstay.sdk.testing.fault;

import java.time.Duration;
import java.util.SplittableRandom;

/** What a fault is drawn with. */
final class Chance {

  private final SplittableRandom random;
  private final int agents;

  Chance(SplittableRandom random, int agents) {
    this.random = random;
    this.agents = agents;
  }

  int agent() {
    return random.nextInt(agents);
  }

  /** Chooses among what there will be. */
  int pick() {
    return random.nextInt(1 << 16);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  /** From 1 to {@code most}, small ones more often. */
  int few(int most) {
    return 1 + random.nextInt(1 + random.nextInt(most));
  }

  <E extends Enum<E>> E one(Class<E> kind) {
    E[] all = kind.getEnumConstants();
    return all[random.nextInt(all.length)];
  }

  /** Between two times, each order of magnitude as often, in whole milliseconds. */
  Duration time(Duration least, Duration most) {
    double low = Math.log((double) least.toMillis());
    double high = Math.log((double) most.toMillis());
    return Duration.ofMillis(Math.round(Math.exp(low + random.nextDouble() * (high - low))));
  }
}
