package dev.mainstay.benchmarks.scale;

import dev.mainstay.benchmarks.scale.Workload.Placed;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Measures what a deployment costs at several sizes, and what a quiet service costs, and prints
 * tables in Markdown. Without arguments 100, 1,000 and 10,000 pods; else the sizes are the
 * arguments. The figures are the medians of several runs after a warm-up, all on one thread.
 */
public final class ScaleBenchmark {

  private static final int[] SIZES = {100, 1_000, 10_000};

  /** Pods deployed for each figure, so that small sizes are repeated more often. */
  private static final int PODS_OF_A_FIGURE = 10_000;

  private static final int FEWEST_RUNS = 3;
  private static final int MOST_RUNS = 20;
  private static final int WARM_UP_RUNS = 12;
  private static final int WARM_UP_PODS = 1_000;
  private static final int QUIET_RUNS = 5;
  private static final double NANOS_OF_A_MILLISECOND = 1e6;
  private static final double BYTES_OF_A_KILOBYTE = 1e3;

  private final int[] sizes;

  private ScaleBenchmark(int[] sizes) {
    this.sizes = sizes;
  }

  public static void main(String[] arguments) {
    int[] sizes =
        arguments.length == 0
            ? SIZES
            : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    new ScaleBenchmark(sizes).run();
  }

  private void run() {
    print(
        "%s, Java %s on %s, %d processors, a heap of at most %d MB",
        LocalDate.now(ZoneOffset.UTC),
        System.getProperty("java.vm.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      Deployment.of(new Workload(WARM_UP_PODS, i % 2 == 0 ? Placed.ANYWHERE : Placed.TEN_A_HOST));
    }
    deployments(Placed.ANYWHERE);
    deployments(Placed.TEN_A_HOST);
    heap();
    quiet(Placed.ANYWHERE);
    quiet(Placed.ANYWHERE_CHECKED);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private void deployments(Placed placed) {
    print("%nDeploying, placed %s, for each pod:%n", placed.words());
    print(
        "| pods | agents | cpu ms: core | records | all | allocated kB: core | records | all "
            + "| events | calls | records | bytes of a record | offers in all | runs |");
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    List<List<DeployCost>> figures = new ArrayList<>();
    for (int size : sizes) {
      List<DeployCost> runs = deploy(new Workload(size, placed));
      figures.add(runs);
      printRow(runs);
    }
    print("");
    printGrowth("cpu of the scheduler (core and records)", figures, cost -> cost.scheduler());
    printGrowth("cpu of all", figures, DeployCost::all);
  }

  private static List<DeployCost> deploy(Workload workload) {
    int runs = Math.max(FEWEST_RUNS, Math.min(MOST_RUNS, PODS_OF_A_FIGURE / workload.pods()));
    List<DeployCost> costs = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      costs.add(Deployment.of(workload).cost());
    }
    return costs;
  }

  private static void printRow(List<DeployCost> runs) {
    DeployCost any = runs.get(0);
    print(
        "| %d | %d | %.3f | %.3f | %.3f | %.0f | %.0f | %.0f | %.1f | %.1f | %.1f | %.0f | %d | %d |",
        any.workload().pods(),
        any.workload().agents(),
        millis(runs, DeployCost::core),
        millis(runs, DeployCost::encoding),
        millis(runs, DeployCost::all),
        kilobytes(runs, DeployCost::core),
        kilobytes(runs, DeployCost::encoding),
        kilobytes(runs, DeployCost::all),
        any.perPod(any.events()),
        any.perPod(any.calls()),
        any.perPod(any.records()),
        (double) any.recordBytes() / any.records(),
        any.offers(),
        runs.size());
  }

  /** What a part of a usage is taken from. */
  @FunctionalInterface
  private interface Part {
    Usage of(DeployCost cost);
  }

  private static double millis(List<DeployCost> runs, Part part) {
    return median(runs, cost -> cost.perPod(part.of(cost).cpuNanos()) / NANOS_OF_A_MILLISECOND);
  }

  private static double kilobytes(List<DeployCost> runs, Part part) {
    return median(runs, cost -> cost.perPod(part.of(cost).bytes()) / BYTES_OF_A_KILOBYTE);
  }

  private static double median(List<DeployCost> runs, ToDoubleFunction<DeployCost> figure) {
    return Figures.median(runs.stream().mapToDouble(figure).toArray());
  }

  private void printGrowth(String what, List<List<DeployCost>> figures, Part part) {
    double[] costs =
        figures.stream()
            .mapToDouble(runs -> median(runs, cost -> part.of(cost).cpuNanos()))
            .toArray();
    StringBuilder steps = new StringBuilder();
    for (int i = 1; i < sizes.length; i++) {
      double ratio = costs[i] / sizes[i] / (costs[i - 1] / sizes[i - 1]);
      steps.append(
          String.format(
              Locale.ROOT,
              "; a pod of %d costs %.2f times one of %d",
              sizes[i],
              ratio,
              sizes[i - 1]));
    }
    double[] pods = Arrays.stream(sizes).asDoubleStream().toArray();
    print("- exponent of growth, %s: %.2f%s", what, Figures.exponent(pods, costs), steps);
  }

  private void heap() {
    print("%nOn the heap once all is deployed, kB for each pod, and what a restart takes:%n");
    print("| pods | scheduler's core | with the model of the cluster | restart: cpu ms in all |");
    print("|---:|---:|---:|---:|");
    for (int size : sizes) {
      HeapCost cost = HeapCost.of(new Workload(size, Placed.ANYWHERE));
      print(
          "| %d | %.1f | %.1f | %.1f |",
          size,
          cost.scheduler() / BYTES_OF_A_KILOBYTE / size,
          cost.all() / BYTES_OF_A_KILOBYTE / size,
          cost.restart().cpuNanos() / NANOS_OF_A_MILLISECOND);
    }
  }

  private static void quiet(Placed kind) {
    print(
        "%nTen pods at rest, placed %s: %.0f virtual hours for each second of a core",
        kind.words(), Figures.median(QuietHours.measure(kind, QUIET_RUNS)));
  }
}
