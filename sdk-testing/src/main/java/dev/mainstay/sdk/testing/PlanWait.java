package dev.mainstay.sdk.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.plan.Status;
import java.time.Duration;

/** Waits for a plan: begun by {@link Simulation#awaitPlan}. */
public final class PlanWait {

  private final Simulation simulation;
  private final String plan;
  private final Duration limit;

  PlanWait(Simulation simulation, String plan) {
    this(simulation, plan, Simulation.PATIENCE);
  }

  private PlanWait(Simulation simulation, String plan, Duration limit) {
    this.simulation = simulation;
    this.plan = plan;
    this.limit = limit;
  }

  /** Fails after so much time, instead of two hours. */
  public PlanWait within(Duration newLimit) {
    return new PlanWait(simulation, plan, newLimit);
  }

  /** Until it is COMPLETE. */
  @CanIgnoreReturnValue
  public Simulation complete() {
    return status(Status.COMPLETE);
  }

  /** Until it has this status. */
  @CanIgnoreReturnValue
  public Simulation status(Status wanted) {
    return simulation.await(
        "plan " + plan + " is " + wanted,
        limit,
        () -> simulation.isLoaded() && simulation.plan(plan).status() == wanted);
  }
}
