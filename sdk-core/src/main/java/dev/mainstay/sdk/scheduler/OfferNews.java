package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.launch.PodLauncher;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Offers of the master: each is used for what waits, or declined with a reason. */
final class OfferNews {

  /**
   * Outcomes of offers kept for people who ask why; the newest are enough to see what is missing.
   */
  private static final int OUTCOMES_KEPT = 200;

  private final Ledger ledger;
  private final WorkBook work;
  private final OfferDemand demand;
  private final PodLauncher launcher;
  private final IdSource ids;
  private final Leftovers leftovers;
  private final UnclaimedBook unclaimed;
  private final Uninstalling uninstalling;
  private final TaskNews tasks;
  private final Deque<OfferOutcome> outcomes = new ArrayDeque<>();

  OfferNews(
      Ledger ledger,
      WorkBook work,
      OfferDemand demand,
      PodLauncher launcher,
      IdSource ids,
      Leftovers leftovers,
      UnclaimedBook unclaimed,
      Uninstalling uninstalling,
      TaskNews tasks) {
    this.ledger = ledger;
    this.work = work;
    this.demand = demand;
    this.launcher = launcher;
    this.ids = ids;
    this.leftovers = leftovers;
    this.unclaimed = unclaimed;
    this.uninstalling = uninstalling;
    this.tasks = tasks;
  }

  /** What became of the latest offers. */
  ImmutableList<OfferOutcome> outcomes() {
    return ImmutableList.copyOf(outcomes);
  }

  /**
   * Decides about offers that came together.
   *
   * @param localRegion the master's; absent when it has none
   */
  void told(List<Offer> offers, @Nullable String localRegion, Instant now) {
    Map<Duration, List<OfferId>> declined = new LinkedHashMap<>();
    FrameworkId framework =
        ledger
            .state()
            .frameworkId()
            .orElseThrow(() -> new IllegalStateException("offers before the subscription"));
    ImmutableList<OfferPool> pools = pools(offers);
    unclaimed.offered(pools, ledger, now);
    WorkBook allowed = ledger.state().isInDoubt() ? new WorkBook() : work;
    for (OfferPool pool : pools) {
      if (ledger.state().hasReleasedOn(pool.agentId())) {
        uninstalling.offered(pool.agentId(), pool.reserved().keySet(), ledger.state(), now);
        leftovers.offered(pool.agentId(), pool.reserved().keySet(), demand.cleanups(), ledger);
      }
      OfferRound.Result result =
          new OfferRound(ledger, allowed, launcher, ids, framework, pool, localRegion, now).run();
      result.cleaned().forEach(leftovers::note);
      result.accept().ifPresent(accept -> accepted(accept, now));
      if (result.accept().isEmpty()) {
        declined
            .computeIfAbsent(result.refuse(), unused -> new ArrayList<>())
            .addAll(result.offers());
      }
      remember(result.outcome());
    }
    declined.forEach(
        (refuse, ids) -> ledger.send(new MesosCall.Decline(ImmutableList.copyOf(ids), refuse)));
  }

  private static ImmutableList<OfferPool> pools(List<Offer> offers) {
    ImmutableListMultimap<Allotment, Offer> together = Multimaps.index(offers, Allotment::of);
    return together.keySet().stream()
        .map(allotment -> new OfferPool(together.get(allotment)))
        .collect(ImmutableList.toImmutableList());
  }

  /** Offers that may be used in one ACCEPT: of one agent, to one role. */
  private record Allotment(AgentId agent, @Nullable String role) {
    static Allotment of(Offer offer) {
      return new Allotment(offer.agentId(), offer.allocationRole());
    }
  }

  private void accepted(MesosCall.Accept accept, Instant now) {
    tasks.launched(accept, now);
    ledger.send(accept);
  }

  private void remember(OfferOutcome outcome) {
    if (outcomes.size() == OUTCOMES_KEPT) {
      outcomes.removeFirst();
    }
    outcomes.addLast(outcome);
  }
}
