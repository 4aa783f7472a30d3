package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.HashSet;
import java.util.Set;

/** For every offer that is declined there is a reason that a person can ask for. */
final class DeclinesHaveReasons implements Checker {

  /** As many outcomes are kept; when there are so many, one that is missing may have been older. */
  private static final int KEPT = 200;

  @Override
  public void performing(SchedulerRun run, Effect effect) {
    if (!(effect instanceof Effect.Send send)
        || !(send.call() instanceof MesosCall.Decline decline)) {
      return;
    }
    ServiceSnapshot snapshot = run.snapshot().orElseThrow();
    if (snapshot.recentOutcomes().size() >= KEPT) {
      return;
    }
    Set<OfferId> explained = new HashSet<>();
    for (OfferOutcome outcome : snapshot.recentOutcomes()) {
      if (!outcome.reason().isBlank()) {
        explained.addAll(outcome.offers());
      }
    }
    for (OfferId offer : decline.offerIds()) {
      require(
          explained.contains(offer),
          () -> "offer %s is declined without a reason".formatted(offer));
    }
  }
}
