package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.HashSet;
import java.util.Set;

/** No ACCEPT is sent of an offer of which the scheduler has read that it was rescinded. */
final class RescindedOffersAreLeft implements Checker {

  private final Set<OfferId> rescinded = new HashSet<>();

  @Override
  public void decided(SchedulerRun run, SchedulerEvent event, Decision decision) {
    if (event instanceof SchedulerEvent.Mesos mesos
        && mesos.event() instanceof MesosEvent.Rescind rescind) {
      rescinded.add(rescind.offerId());
    }
  }

  @Override
  public void performing(SchedulerRun run, Effect effect) {
    if (effect instanceof Effect.Send send && send.call() instanceof MesosCall.Accept accept) {
      for (OfferId offer : accept.offerIds()) {
        require(
            !rescinded.contains(offer),
            () -> "offer %s is accepted, which was rescinded before".formatted(offer));
      }
    }
  }
}
