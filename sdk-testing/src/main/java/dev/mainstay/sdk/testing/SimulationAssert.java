package dev.mainstay.sdk.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.state.ReleasedRecord;
import java.util.Collection;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a whole simulation. */
public final class SimulationAssert extends AbstractAssert<SimulationAssert, Simulation> {

  private final Demands demands;

  SimulationAssert(Simulation simulation) {
    super(simulation, SimulationAssert.class);
    this.demands = new Demands(simulation);
  }

  /** A plan has this status. */
  @CanIgnoreReturnValue
  public SimulationAssert hasPlan(String name, Status status) {
    demands.add(
        () -> {
          if (!actual.isLoaded()) {
            return Optional.of("no scheduler has loaded its state");
          }
          Status found = actual.plan(name).status();
          return Demands.unless(
              found == status,
              () -> "expected plan " + name + " to be " + status + ", but it is " + found);
        });
    return this;
  }

  /** A plan is COMPLETE. */
  @CanIgnoreReturnValue
  public SimulationAssert hasCompleted(String plan) {
    return hasPlan(plan, Status.COMPLETE);
  }

  /** Nothing waits to be unreserved or destroyed. */
  @CanIgnoreReturnValue
  public SimulationAssert hasNothingToCleanUp() {
    demands.add(
        () -> {
          Collection<ReleasedRecord> left = actual.state().released();
          return Demands.unless(left.isEmpty(), () -> "expected nothing to clean up, but: " + left);
        });
    return this;
  }
}
