package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.planner.DutyPlanner;
import dev.mainstay.sdk.planner.FailedPod;
import dev.mainstay.sdk.planner.RecoveryPhase;
import dev.mainstay.sdk.planner.RecoveryPlanner;
import dev.mainstay.sdk.planner.RecoveryPolicy;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.OwnRecovery;
import dev.mainstay.sdk.state.OwnRecovery.Origin;
import dev.mainstay.sdk.state.OwnRecovery.Restart;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the framework's recovery policy about each failure, and carries out what it says beside the
 * return of the failed instance itself: the restarts after it. For one thread.
 */
final class OwnRecoveries {

  private final RecoveryPolicy policy;
  private final Set<PodId> restarting = new LinkedHashSet<>();

  OwnRecoveries(RecoveryPolicy policy) {
    this.policy = policy;
  }

  private boolean isSilent() {
    return policy.equals(RecoveryPolicy.NONE);
  }

  /**
   * The pod with what the policy says of its replacement.
   *
   * @param before as it was before it was given up
   * @param after given up
   */
  PodRecord replaced(PodRecord before, PodRecord after, ServiceState state) {
    boolean forGood = after.replacement() != null;
    if (isSilent() || forGood || before.place() == null || !wasDeployed(before, state)) {
      return after.withRecovery(null);
    }
    OwnRecovery known = before.recovery();
    Origin origin = known != null && !known.back() ? known.origin() : originOf(before);
    return asked(after, true, origin, state);
  }

  /**
   * Follows one pod: asks about a failure that nobody was asked about, and sees when it is back.
   *
   * @param deploying the plan of the target works on it, so that it is not recovery's
   */
  void follow(PodId id, boolean deploying, Ledger ledger) {
    Optional<PodRecord> known = ledger.state().pod(id);
    if (known.isEmpty()) {
      return;
    }
    PodRecord pod = known.get();
    OwnRecovery recovery = pod.recovery();
    ServiceState state = ledger.state();
    if (recovery == null) {
      if (!isSilent() && !deploying && mayAsk(pod)) {
        begin(pod, ledger);
      }
    } else if (!recovery.answered() && pod.error().isEmpty()) {
      ledger.put(asked(pod, recovery.replaced(), recovery.origin(), state));
    } else if (!recovery.back() && isWell(pod, state)) {
      ledger.put(pod.withRecovery(back(recovery, state)));
    }
  }

  /** An end that somebody wanted is no failure, of which the policy would have to be asked. */
  private void begin(PodRecord pod, Ledger ledger) {
    ServiceState state = ledger.state();
    if (!DutyPlanner.failedTasks(pod, state.specOf(pod.config())).isEmpty()) {
      ledger.put(asked(pod, false, originOf(pod), state));
    } else if (isEnding(pod)) {
      ledger.put(pod.withRecovery(OwnRecovery.none(false, originOf(pod))));
    }
  }

  private static boolean mayAsk(PodRecord pod) {
    return pod.error().isEmpty()
        && pod.place() != null
        && pod.replacement() == null
        && pod.paused().isEmpty();
  }

  private static boolean isWell(PodRecord pod, ServiceState state) {
    return pod.place() != null
        && !isEnding(pod)
        && RecoveryPlanner.recovering(pod, state).isEmpty();
  }

  private static boolean wasDeployed(PodRecord pod, ServiceState state) {
    return !running(pod, state).isEmpty();
  }

  /** Its tasks that should run always and did at some time. */
  private static ImmutableList<TaskRecord> running(PodRecord pod, ServiceState state) {
    return state.specOf(pod.config()).pod(pod.id()).tasks().values().stream()
        .filter(task -> task.goal() == TaskSpec.Goal.RUNNING)
        .flatMap(task -> pod.task(task.name()).stream())
        .filter(task -> task.goal() != null)
        .collect(ImmutableList.toImmutableList());
  }

  private static Origin originOf(PodRecord pod) {
    if (pod.place() == null) {
      throw new IllegalStateException("pod " + pod.id() + " failed, and has no place");
    }
    ImmutableSortedMap.Builder<String, String> addresses = ImmutableSortedMap.naturalOrder();
    for (TaskRecord task : pod.tasks().values()) {
      task.condition().addresses().stream()
          .findFirst()
          .ifPresent(address -> addresses.put(task.name(), address));
    }
    return new Origin(pod.place(), addresses.buildOrThrow());
  }

  /** What a policy throws is its author's fault, which a person has to be told of. */
  private PodRecord asked(PodRecord pod, boolean replaced, Origin origin, ServiceState state) {
    ImmutableList<String> tasks =
        running(pod, state).stream()
            .filter(task -> !task.isActive())
            .map(TaskRecord::name)
            .collect(ImmutableList.toImmutableList());
    try {
      Optional<RecoveryPhase> phase =
          policy.phaseFor(new FailedPod(pod.id(), replaced, tasks, origin), state);
      return pod.withRecovery(
          phase
              .map(said -> recovery(said, pod, replaced, origin))
              .orElseGet(() -> OwnRecovery.none(replaced, origin)));
    } catch (RuntimeException e) {
      return pod.withRecovery(OwnRecovery.unanswered(replaced, origin))
          .withError("the recovery policy of the framework failed: " + e);
    }
  }

  private static OwnRecovery recovery(
      RecoveryPhase phase, PodRecord pod, boolean replaced, Origin origin) {
    return new OwnRecovery(
        true,
        phase.name(),
        replaced,
        origin,
        phase.environment(),
        false,
        ImmutableSet.copyOf(phase.restarts()).stream()
            .filter(other -> !other.equals(pod.id()))
            .map(other -> new Restart(other, ImmutableList.of()))
            .collect(ImmutableList.toImmutableList()));
  }

  /** What follows once the instance is back: nothing, or restarts of what runs now. */
  private static @Nullable OwnRecovery back(OwnRecovery recovery, ServiceState state) {
    ImmutableList<Restart> restarts =
        recovery.restarts().stream()
            .flatMap(restart -> state.pod(restart.pod()).stream())
            .map(other -> new Restart(other.id(), idsOf(other, state)))
            .filter(restart -> !restart.ends().isEmpty())
            .collect(ImmutableList.toImmutableList());
    return restarts.isEmpty() ? null : recovery.withRestarts(restarts);
  }

  private static ImmutableList<TaskId> idsOf(PodRecord pod, ServiceState state) {
    return running(pod, state).stream()
        .map(TaskRecord::taskId)
        .collect(ImmutableList.toImmutableList());
  }

  /** Takes note of a pod. */
  void note(PodId id, ServiceState state) {
    boolean restarts = state.pod(id).map(PodRecord::recovery).filter(OwnRecovery::back).isPresent();
    if (restarts) {
      restarting.add(id);
    } else {
      restarting.remove(id);
    }
  }

  /** Lets the next restarts begin whose turn it is. */
  void goOn(Ledger ledger, Instant now) {
    for (PodId id : ImmutableList.copyOf(restarting)) {
      ledger.state().pod(id).ifPresent(pod -> goOn(pod, ledger, now));
    }
  }

  private static void goOn(PodRecord pod, Ledger ledger, Instant now) {
    ServiceState state = ledger.state();
    OwnRecovery recovery = pod.recovery();
    if (recovery == null || !recovery.back()) {
      return;
    }
    Optional<PodRecord> next =
        recovery.restarts().stream()
            .filter(restart -> !RecoveryPlanner.isRestarted(restart, state))
            .findFirst()
            .flatMap(restart -> state.pod(restart.pod()));
    if (next.isEmpty()) {
      ledger.put(pod.withRecovery(null));
    } else if (isTurn(pod, recovery, state)) {
      restart(next.get(), pod, recovery, ledger, now);
    }
  }

  /** All are well, and no operator holds it back. */
  private static boolean isTurn(PodRecord pod, OwnRecovery recovery, ServiceState state) {
    return !RecoveryPlanner.isInterrupted(pod.id(), state)
        && isWell(pod, state)
        && recovery.restarts().stream()
            .flatMap(restart -> state.pod(restart.pod()).stream())
            .filter(other -> other.paused().isEmpty())
            .allMatch(other -> isWell(other, state));
  }

  private static boolean isEnding(PodRecord pod) {
    return pod.tasks().values().stream().anyMatch(task -> task.endWanted() != null);
  }

  private static void restart(
      PodRecord other, PodRecord pod, OwnRecovery recovery, Ledger ledger, Instant now) {
    PodRecord after = other;
    String reason = "restarted after pod " + pod.id() + ": " + recovery.phase();
    for (Restart restart : recovery.restarts()) {
      for (TaskRecord task : other.tasks().values()) {
        if (task.isActive() && restart.ends().contains(task.taskId())) {
          after = after.withTask(task.withEndWanted(reason, now));
        }
      }
    }
    ledger.put(after);
  }
}
