package dev.mainstay.benchmarks.scale;

import java.time.Duration;

/** A deployed service of ten pods in which nothing happens any more. */
final class QuietHours {

  private static final int PODS = 10;
  private static final int HOURS = 5_000;
  private static final double NANOS_OF_A_SECOND = 1e9;

  private QuietHours() {}

  /** Virtual hours for each second on a core, measured so often. */
  static double[] measure(Workload.Placed kind, int times) {
    Deployment deployment = Deployment.of(new Workload(PODS, kind));
    Meter meter = new Meter();
    double[] hours = new double[times];
    for (int i = 0; i < times; i++) {
      Usage begin = meter.now();
      deployment.world().runFor(Duration.ofHours(HOURS));
      hours[i] = HOURS / (meter.now().minus(begin).cpuNanos() / NANOS_OF_A_SECOND);
    }
    return hours;
  }
}
