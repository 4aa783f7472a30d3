package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.planner.RecoveryNotes;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.Collection;

/**
 * What readers see: a state and what belongs to it, all of one moment.
 *
 * @param connected subscribed with the master
 * @param reconciled connected, and the master has told how each task stands that may be running:
 *     until then what the state says of tasks may be old
 * @param deploy the deploy plan
 * @param recentOutcomes what became of offers of late, oldest first, bounded
 * @param unclaimed reservations that were offered and that no record knows, by their ids
 * @param seen from when on it could be seen of each pod which fails that it does
 */
public record ServiceSnapshot(
    ServiceState state,
    boolean connected,
    boolean reconciled,
    Plan deploy,
    ImmutableList<OfferOutcome> recentOutcomes,
    Collection<UnclaimedResource> unclaimed,
    ImmutableMap<PodId, Instant> seen) {

  /** What can be said of pods that fail. */
  public RecoveryNotes.Sight sight() {
    return new RecoveryNotes.Sight(reconciled, seen);
  }
}
