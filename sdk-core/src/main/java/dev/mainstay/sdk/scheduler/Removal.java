package dev.mainstay.sdk.scheduler;

import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.RemovalSteps;
import dev.mainstay.sdk.planner.DecommissionPlanner;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives up pod instances for good that the target does not have: one at a time, the next one once
 * the one before has ended and released what it held. That is cleaned up beside, as an agent that
 * cannot be reached may take for ever; the record of the instance is erased after it. For one
 * thread.
 */
final class Removal {

  private NavigableSet<PodId> leaving = new TreeSet<>();
  private final Set<PodId> cleaningUp = new LinkedHashSet<>();
  private boolean grown;

  Removal(ServiceState state) {
    changed(state);
    state.pods().forEach(pod -> note(pod.id(), state));
  }

  private static ServiceSpec target(ServiceState state) {
    return state.target().orElseThrow().spec();
  }

  /** The target changed. */
  void changed(ServiceState state) {
    leaving = new TreeSet<>(DecommissionPlanner.order(target(state)));
    state.pods().forEach(pod -> noteLeaving(pod.id(), state));
  }

  private void noteLeaving(PodId id, ServiceState state) {
    if (state.pod(id).isPresent() && DecommissionPlanner.isLeaving(id, target(state))) {
      leaving.add(id);
    } else {
      leaving.remove(id);
    }
  }

  /** Takes note of a pod. */
  void note(PodId id, ServiceState state) {
    noteLeaving(id, state);
    if (state.pod(id).map(PodRecord::isGivenUp).orElse(false)) {
      grown |= cleaningUp.add(id);
    } else {
      cleaningUp.remove(id);
    }
  }

  /** What an instance held that is given up waits to be offered, to be given back. */
  boolean isCleaningUp() {
    return !cleaningUp.isEmpty();
  }

  /** Whether another instance was given up since this was last asked. */
  boolean takeGrown() {
    boolean answer = grown;
    grown = false;
    return answer;
  }

  /**
   * Lets the next instance go, when it is its turn and it is drained. The target is deployed.
   *
   * @param endings how far the instances are
   */
  void goOn(PlanProgress endings, Ledger ledger, Instant now) {
    next(endings, ledger.state())
        .ifPresent(
            pod ->
                ledger.put(
                    ReplaceRules.wanted(
                        pod,
                        new Replacement(
                            "decommissioned: the service has fewer instances", now, false, true))));
  }

  private Optional<PodRecord> next(PlanProgress endings, ServiceState state) {
    for (PodId id : leaving) {
      PodRecord pod = state.pod(id).orElseThrow();
      if (!pod.isGivenUpForGood()) {
        boolean drained = endings.openStepsOf(id).stream().noneMatch(RemovalSteps::isDraining);
        return drained && DecommissionPlanner.mayBegin(id, state)
            ? Optional.of(pod)
            : Optional.empty();
      }
      if (!pod.isGivenUp()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Erases the record of an instance that is given up, once its leftovers are cleaned up. An
   * instance that the target has again is not waited for: it is placed anew, as when it is
   * replaced.
   */
  static void erase(PodId id, Ledger ledger) {
    ServiceState state = ledger.state();
    boolean givenUp = state.pod(id).map(PodRecord::isGivenUp).orElse(false);
    if (givenUp
        && (state.releasedOf(id) == 0
            || (state.uninstall().isEmpty() && !DecommissionPlanner.isLeaving(id, target(state)))
            || DecommissionPlanner.isUnreserveForced(id, state))) {
      ledger.remove(RecordKey.pod(id));
    }
  }
}
