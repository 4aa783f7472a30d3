package dev.mainstay.sdk.testing.search;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.testing.fault.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a search has been through so far. For several threads. */
public final class SearchSummary {

  /** Failures that are kept; one mistake in the SDK mostly breaks many seeds. */
  private static final int FAILURES_KEPT = 10;

  private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
  private final Map<RecoveryPath, Long> paths = new EnumMap<>(RecoveryPath.class);
  private final List<SeedOutcome> failures = new ArrayList<>();
  private long seeds;
  private long failed;
  private long steps;
  private Duration simulated = Duration.ZERO;

  /** Takes note of a run. */
  public synchronized void add(SeedOutcome outcome) {
    seeds++;
    steps += outcome.steps();
    simulated = simulated.plus(outcome.simulated());
    outcome.done().forEach((kind, count) -> faults.merge(kind, (long) count, Long::sum));
    outcome.paths().forEach(path -> paths.merge(path, 1L, Long::sum));
    if (outcome.failure().isPresent()) {
      failed++;
      if (failures.size() < FAILURES_KEPT) {
        failures.add(outcome);
      }
    }
  }

  public synchronized long seeds() {
    return seeds;
  }

  /** The first failures, in the order in which they were found. */
  public synchronized ImmutableList<SeedOutcome> failures() {
    return ImmutableList.copyOf(failures);
  }

  /** Kinds of fault that never did anything, and paths of recovery that were never gone. */
  public synchronized ImmutableList<String> missing() {
    ImmutableList.Builder<String> missing = ImmutableList.builder();
    for (FaultKind kind : FaultKind.values()) {
      if (!faults.containsKey(kind)) {
        missing.add(kind.name());
      }
    }
    for (RecoveryPath path : RecoveryPath.values()) {
      if (!paths.containsKey(path)) {
        missing.add(path.name());
      }
    }
    return missing.build();
  }

  /** For people and for a record. */
  public synchronized String text(Duration wall) {
    StringBuilder text = new StringBuilder();
    double seconds = Math.max(0.001, wall.toMillis() / 1000.0);
    text.append(
        String.format(
            Locale.ROOT,
            "seeds %d, failed %d, virtual hours %d, wall seconds %.0f, steps %d (%.0f a second)%n",
            seeds,
            failed,
            simulated.toHours(),
            seconds,
            steps,
            steps / seconds));
    faults.forEach((kind, count) -> text.append(kind).append(' ').append(count).append('\n'));
    paths.forEach((path, count) -> text.append(path).append(' ').append(count).append('\n'));
    if (!missing().isEmpty()) {
      text.append("never reached: ").append(missing()).append('\n');
    }
    return text.toString();
  }
}
