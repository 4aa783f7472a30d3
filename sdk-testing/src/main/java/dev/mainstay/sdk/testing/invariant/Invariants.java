package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.World;

/**
 * All invariants of one world, watched from the moment it is made. What does not hold ends the step
 * at hand with an {@link InvariantViolation}.
 */
public final class Invariants {

  private final ClusterTruth truth;
  private final DurableRecords records;

  private Invariants(ClusterTruth truth, DurableRecords records) {
    this.truth = truth;
    this.records = records;
  }

  /** Watches a world in which nothing has happened yet. */
  public static Invariants watch(World world) {
    ServiceSpec spec = world.spec().spec();
    ClusterTruth truth = new ClusterTruth(spec);
    DurableRecords records = new DurableRecords();
    // The order counts: checkers of a launch look at what lived before it, checkers of a call at
    // what is durable by then.
    ImmutableList<Observer> observers =
        ImmutableList.of(
            new OneInstanceLives(truth),
            new DataIsKept(truth),
            new EndsHaveCauses(records),
            truth,
            records,
            new LaunchesAreUnique(),
            new AcceptsAreDurable(records),
            new AcknowledgementsAreDurable(records),
            new LeftoversAloneAreCleanedUp(records),
            new ReservationsAreClaimed(records, truth),
            new KillsHaveCauses(records),
            new ExecutorsStayTheSame(truth),
            new FrameworkIdIsKept(records),
            new DeclinesHaveReasons(),
            new RescindedOffersAreLeft(),
            new CompleteIsTrue(spec),
            new StateIsWhatIsDurable());
    observers.forEach(world::observe);
    return new Invariants(truth, records);
  }

  /**
   * What must be so once nothing has disturbed the service for a while: every plan is COMPLETE,
   * everything that should run does and is ready, nothing else does, nothing is reserved that no
   * pod holds but on agents that never came back, and the framework wants no offers.
   *
   * @throws InvariantViolation when it is not so
   */
  public void checkAtRest(World world) {
    new AtRest(world, truth, records).check();
  }

  /** Whether {@link #checkAtRest} would pass; for waiting. */
  public boolean isAtRest(World world) {
    return new AtRest(world, truth, records).problems().isEmpty();
  }
}
