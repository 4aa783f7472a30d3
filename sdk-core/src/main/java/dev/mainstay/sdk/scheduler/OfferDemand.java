package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OfferId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.Deadlines.Due;
import dev.mainstay.sdk.scheduler.Deadlines.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the master whether offers are wanted: REVIVE when work appears, SUPPRESS when there is
 * none, so that an idle service costs the cluster nothing. For one thread.
 */
final class OfferDemand {

  private final Deadlines deadlines;
  private final Set<OfferId> undeclined = new LinkedHashSet<>();
  private boolean connected;
  private boolean suppressed;
  private @Nullable Instant lastRevive;
  private @Nullable Instant cleanupUntil;
  private long cleanups;
  private Duration interval = Timing.CLEANUP_INTERVAL;

  OfferDemand(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  private static Due revive() {
    return new Due(Kind.REVIVE, "");
  }

  private static Due decline() {
    return new Due(Kind.DECLINE, "");
  }

  private static Due suppress() {
    return new Due(Kind.SUPPRESS, "");
  }

  private static Due cleanup() {
    return new Due(Kind.CLEANUP, "");
  }

  boolean isConnected() {
    return connected;
  }

  /** A new subscription gets offers of everything, without filters. */
  void subscribed() {
    disconnected();
    connected = true;
    suppressed = false;
  }

  void disconnected() {
    connected = false;
    undeclined.clear();
    deadlines.clear(decline());
    deadlines.clear(revive());
    deadlines.clear(suppress());
  }

  /**
   * Sends what the demand asks for.
   *
   * @param wanted some pod waits for offers
   * @param grown some pod began to wait, so filters on offers that it could use have to go
   * @param released resources wait to be cleaned up
   */
  void settle(boolean wanted, boolean grown, boolean released, Ledger ledger, Instant now) {
    if (!connected) {
      return;
    }
    scheduleCleanup(released, now);
    boolean cleaning = released && cleanupUntil != null && now.isBefore(cleanupUntil);
    if (wanted || cleaning) {
      if (grown || suppressed) {
        reviveWhenDue(ledger, now);
      }
    } else if (!suppressed) {
      suppressed = true;
      deadlines.clear(revive());
      ledger.send(new MesosCall.Suppress(ImmutableList.of()));
    }
  }

  /** The pause between two REVIVEs is over. */
  void reviveNow(Ledger ledger, Instant now) {
    if (connected) {
      suppressed = false;
      lastRevive = now;
      deadlines.clear(revive());
      ledger.send(new MesosCall.Revive(ImmutableList.of()));
    }
  }

  /**
   * A call about offers did not reach the master, or nobody knows. Offers that it did not take back
   * would be held for ever, and offers that it was to send would never come, so it is told again.
   */
  void callFailed(MesosCall call, Instant now) {
    if (!connected) {
      return;
    }
    if (call instanceof MesosCall.Accept accept) {
      declineAgain(accept.offerIds(), now);
    } else if (call instanceof MesosCall.Decline decline) {
      declineAgain(decline.offerIds(), now);
    } else if (call instanceof MesosCall.Revive) {
      deadlines.set(revive(), now.plus(Timing.CALL_AGAIN));
    } else if (call instanceof MesosCall.Suppress) {
      deadlines.set(suppress(), now.plus(Timing.CALL_AGAIN));
    }
  }

  private void declineAgain(ImmutableList<OfferId> offers, Instant now) {
    undeclined.addAll(offers);
    deadlines.set(decline(), now.plus(Timing.CALL_AGAIN));
  }

  /** The pause after a DECLINE that failed is over. */
  void declineNow(Ledger ledger) {
    if (connected && !undeclined.isEmpty()) {
      ledger.send(
          new MesosCall.Decline(ImmutableList.copyOf(undeclined), Timing.REFUSE_UNSUITABLE));
    }
    undeclined.clear();
  }

  /** The pause after a SUPPRESS that failed is over: it is sent again unless offers are wanted. */
  void suppressAgain() {
    suppressed = false;
  }

  /** It is time to ask for leftovers. */
  void cleanupDue(Ledger ledger, Instant now) {
    cleanups++;
    cleanupUntil = now.plus(Timing.CLEANUP_WINDOW);
    reviveNow(ledger, now);
  }

  /** Leftovers are asked for at once: an operator waits for their clean-up. */
  void cleanUpNow(Instant now) {
    deadlines.set(cleanup(), now);
  }

  /** Leftovers appeared: for a while offers are wanted that have them. */
  void cleanupBegins(Instant now) {
    cleanupUntil = now.plus(Timing.CLEANUP_WINDOW);
  }

  /** How many times it was asked for leftovers. */
  long cleanups() {
    return cleanups;
  }

  /** Leftovers are asked for often from now on. */
  void hurry() {
    if (!interval.equals(Timing.REMOVAL_CLEANUP_INTERVAL)) {
      interval = Timing.REMOVAL_CLEANUP_INTERVAL;
      deadlines.clear(cleanup());
    }
  }

  private void scheduleCleanup(boolean released, Instant now) {
    if (!released) {
      deadlines.clear(cleanup());
    } else if (!deadlines.isSet(cleanup())) {
      deadlines.set(cleanup(), now.plus(interval));
    }
  }

  private void reviveWhenDue(Ledger ledger, Instant now) {
    Instant earliest = lastRevive == null ? now : lastRevive.plus(Timing.REVIVE_INTERVAL);
    if (earliest.isAfter(now)) {
      deadlines.set(revive(), earliest);
    } else {
      reviveNow(ledger, now);
    }
  }
}
