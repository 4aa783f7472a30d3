package dev.mainstay.sdk.testing.search;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.testing.fault.FaultSchedule;
import dev.mainstay.sdk.testing.world.Tampering;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds a smaller set of faults that still breaks the same: leaves out halves, then quarters and so
 * on, as delta debugging does (Zeller and Hildebrandt, 2002).
 */
public final class Shrinker {

  /** Runs of one shrinking, at most. */
  private static final int MOST_RUNS = 300;

  private final Supplier<Tampering> tampering;
  private int runs;

  private Shrinker(Supplier<Tampering> tampering) {
    this.tampering = tampering;
  }

  /** The smallest failing run that was found; the given one when it has not failed. */
  public static SeedOutcome shrink(SeedOutcome found, Supplier<Tampering> tampering) {
    return found.failure().isEmpty() ? found : new Shrinker(tampering).shrink(found);
  }

  private SeedOutcome shrink(SeedOutcome found) {
    SeedOutcome smallest = found;
    int parts = 2;
    while (runs < MOST_RUNS && size(smallest) > 0 && parts <= 2 * size(smallest)) {
      Optional<SeedOutcome> smaller = withoutSome(smallest, Math.min(parts, size(smallest)));
      parts = smaller.isEmpty() ? parts * 2 : Math.max(2, parts - 1);
      smallest = smaller.orElse(smallest);
    }
    return smallest;
  }

  private static int size(SeedOutcome outcome) {
    return outcome.input().faults().faults().size();
  }

  private Optional<SeedOutcome> withoutSome(SeedOutcome outcome, int parts) {
    ImmutableList<FaultSchedule.Timed> faults = outcome.input().faults().faults();
    for (int part = 0; part < parts && runs < MOST_RUNS; part++) {
      List<FaultSchedule.Timed> dropped =
          faults.subList(part * faults.size() / parts, (part + 1) * faults.size() / parts);
      if (dropped.isEmpty()) {
        continue;
      }
      runs++;
      SeedInput less = outcome.input().withFaults(outcome.input().faults().without(dropped));
      SeedOutcome tried = SeedRun.of(less, tampering.get());
      boolean same =
          tried
              .failure()
              .map(failure -> failure.what().equals(outcome.failure().orElseThrow().what()))
              .orElse(false);
      if (same) {
        return Optional.of(tried);
      }
    }
    return Optional.empty();
  }
}
