package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.scheduler.Deadlines.Due;
import dev.mainstay.sdk.scheduler.Deadlines.Kind;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.UninstallRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Removes the service: all its pods are given up for good, then the framework is torn down, and
 * once the master says that it is removed all records go, in one write, but for one that tells so
 * to the next start. Until there the framework's id is known, so that a scheduler that dies in
 * between goes on. For one thread.
 */
final class Uninstalling {

  private final Deadlines deadlines;
  private final Map<AgentId, Instant> heard = new LinkedHashMap<>();
  private Instant connectedSince = Instant.MAX;
  private boolean over;

  Uninstalling(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  private static Due teardown() {
    return new Due(Kind.TEARDOWN, "");
  }

  private static boolean isWanted(ServiceState state) {
    return state.uninstall().isPresent();
  }

  /** Nothing is left to be ended or given back. */
  private static boolean isEmptied(ServiceState state) {
    return isWanted(state) && state.pods().isEmpty() && state.released().isEmpty();
  }

  /** The records are gone: nothing more is decided. */
  boolean isOver() {
    return over;
  }

  void connected(Instant now) {
    connectedSince = now;
    heard.clear();
    deadlines.clear(teardown());
  }

  void disconnected() {
    connectedSince = Instant.MAX;
    deadlines.clear(teardown());
  }

  /** Gives up what is not given up yet. */
  void goOn(Ledger ledger, OfferDemand demand, Instant now) {
    demand.hurry();
    for (PodRecord pod : ImmutableList.copyOf(ledger.state().pods())) {
      if (!pod.isGivenUpForGood()) {
        ledger.put(
            ReplaceRules.wanted(
                pod, new Replacement("the service is uninstalled", now, false, true)));
      }
    }
  }

  /** An agent offered these reservations. */
  void offered(AgentId agent, Set<ResourceId> offered, ServiceState state, Instant now) {
    if (isWanted(state)
        && state.releasedOn(agent).stream().anyMatch(record -> offered.contains(record.id()))) {
      heard.put(agent, now);
    }
  }

  /** Gives up waiting for agents that have offered nothing of theirs for long. */
  void abandon(Leftovers leftovers, Ledger ledger, Instant now) {
    UninstallRecord record = ledger.state().uninstall().orElse(null);
    if (record == null || connectedSince.isAfter(now)) {
      return;
    }
    ImmutableSet<AgentId> agents =
        ledger.state().released().stream()
            .map(ReleasedRecord::agentId)
            .collect(ImmutableSet.toImmutableSet());
    UninstallRecord after = record;
    for (AgentId agent : agents) {
      Instant last = heard.getOrDefault(agent, latest(record.since(), connectedSince));
      if (!last.plus(Timing.ABANDON_AFTER).isAfter(now)) {
        after =
            after.withAbandoned(
                "%d resources on agent %s, which did not offer them for %d minutes"
                    .formatted(
                        ledger.state().releasedOn(agent).size(),
                        agent,
                        Timing.ABANDON_AFTER.toMinutes()));
        leftovers.agentGone(agent, ledger);
      }
    }
    if (!after.equals(record)) {
      ledger.put(after);
    }
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Sends TEARDOWN when it is time for it. */
  void settle(boolean connected, Ledger ledger, Instant now) {
    if (connected && !over && isEmptied(ledger.state()) && !deadlines.isSet(teardown())) {
      ledger.send(new MesosCall.Teardown());
      deadlines.set(teardown(), now.plus(Timing.TEARDOWN_AGAIN));
    }
  }

  /**
   * The master ended the subscription for good.
   *
   * @return whether that is what was asked for; all other records are removed then
   */
  boolean refused(String message, Ledger ledger, Instant now) {
    ServiceState state = ledger.state();
    if (!isEmptied(state) || !message.contains("removed")) {
      return false;
    }
    over = true;
    UninstallRecord record = state.uninstall().orElseThrow();
    ImmutableList<String> abandoned = record.abandoned();
    String service = state.target().map(target -> target.spec().name()).orElse("");
    removeAll(state, ledger);
    ledger.put(record.ended(now));
    String left =
        abandoned.isEmpty()
            ? ""
            : "; these were left behind, for the cluster's operator to unreserve: "
                + String.join("; ", abandoned);
    ledger.perform(
        new Effect.Stop(
            Effect.Stop.Cause.UNINSTALLED, "service " + service + " is uninstalled" + left));
    return true;
  }

  private static void removeAll(ServiceState state, Ledger ledger) {
    state.history().forEach(record -> ledger.remove(record.key()));
    state.planRuns().forEach(record -> ledger.remove(record.key()));
    state.configurations().forEach(record -> ledger.remove(record.key()));
    ledger.remove(RecordKey.target());
    ledger.remove(RecordKey.framework());
  }
}
