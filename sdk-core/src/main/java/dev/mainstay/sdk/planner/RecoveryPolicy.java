package dev.mainstay.sdk.planner;

import dev.mainstay.sdk.state.ServiceState;
import java.util.Optional;

/**
 * A framework's own way to bring a failed pod instance back, as a phase of the recovery plan. It is
 * asked once for a failure, when that is known, and what it says is kept with the instance, also
 * across restarts of the scheduler; once more when an instance that is not back yet is replaced.
 *
 * <p>It is a pure function: the same failure in the same state gives the same phase. It neither
 * waits nor asks anybody. What it throws becomes the error of the step, which waits for a person
 * then: {@code pod restart} asks again.
 */
@FunctionalInterface
public interface RecoveryPolicy {

  /** Every pod comes back as the scheduler does it. */
  RecoveryPolicy NONE = (failed, state) -> Optional.empty();

  /** The phase for a failure; empty to do as the scheduler does. */
  Optional<RecoveryPhase> phaseFor(FailedPod failed, ServiceState state);
}
