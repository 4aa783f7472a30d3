package dev.mainstay.sdk.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.plan.Status;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a whole simulation. */
public final class SimulationAssert extends AbstractAssert<SimulationAssert, Simulation> {

  SimulationAssert(Simulation simulation) {
    super(simulation, SimulationAssert.class);
  }

  /** A plan has this status. */
  @CanIgnoreReturnValue
  public SimulationAssert hasPlan(String name, Status status) {
    Status found = actual.plan(name).status();
    if (found != status) {
      throw actual.failure("expected plan " + name + " to be " + status + ", but it is " + found);
    }
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
    if (!actual.state().released().isEmpty()) {
      throw actual.failure("expected nothing to clean up, but: " + actual.state().released());
    }
    return this;
  }
}
