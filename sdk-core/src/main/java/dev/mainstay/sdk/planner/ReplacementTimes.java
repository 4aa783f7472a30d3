package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.ReplacementPolicySpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides when a pod instance that does not come back is to be given up without an operator: when
 * the target's policy asks for it, one of its tasks has failed or could not be reached for as long
 * as that says without a success in between, and the last replacement in the service was long
 * enough ago. A pod that is not deployed yet or leaves, one that a person is to see to, and a task
 * that an operator paused, are left alone.
 */
public final class ReplacementTimes {

  /**
   * For so long, or for the policy's timeout where that is shorter, a pod has to be seen to fail
   * before it is given up: longer than an agent takes to restart or the master to fail over, and
   * than the longest back-off. While the scheduler is away, or recovery may not bring the pod back,
   * nothing is seen.
   */
  public static final Duration HEARING = Duration.ofMinutes(15);

  private ReplacementTimes() {}

  /**
   * Recovery may not bring the pod back, or not all of it: it leaves, a person is asked for or
   * holds back the recovery, or an operator paused one of its tasks.
   */
  public static boolean isLeftAlone(PodRecord pod, ServiceState state) {
    return leaves(pod, state) || isForPerson(pod, state) || !pod.paused().isEmpty();
  }

  private static boolean leaves(PodRecord pod, ServiceState state) {
    return state.uninstall().isPresent()
        || state
            .target()
            .map(target -> DecommissionPlanner.isLeaving(pod.id(), target.spec()))
            .orElse(true);
  }

  private static boolean isForPerson(PodRecord pod, ServiceState state) {
    return !pod.error().isEmpty() || RecoveryPlanner.isInterrupted(pod.id(), state);
  }

  /**
   * Since when the pod has failed, or could not be reached; absent while it does neither, and when
   * it is not for recovery to bring it back. A plan that deploys the pod has to be asked beside.
   */
  public static Optional<Instant> failingSince(PodRecord pod, ServiceState state) {
    if (leaves(pod, state)
        || pod.replacement() != null
        || pod.place() == null
        || isForPerson(pod, state)) {
      return Optional.empty();
    }
    ServiceSpec spec = state.specOf(pod.config());
    return pod.tasks().values().stream()
        .filter(task -> isRecovered(pod, task, spec))
        .flatMap(task -> failingSince(task, pod).stream())
        .min(Comparator.naturalOrder());
  }

  private static boolean isRecovered(PodRecord pod, TaskRecord task, ServiceSpec spec) {
    TaskSpec definition = spec.pod(pod.id()).tasks().get(task.name());
    return definition != null
        && definition.goal() == TaskSpec.Goal.RUNNING
        && task.goal() != null
        && !pod.paused().contains(task.name())
        && !task.launch().paused();
  }

  /**
   * Of one that ended since the first of the pod's failures in a row, of which that was the last.
   */
  private static Optional<Instant> failingSince(TaskRecord task, PodRecord pod) {
    Instant down = task.condition().since();
    if (task.isOutOfReach()) {
      return Optional.of(down);
    }
    if (task.isActive()) {
      return Optional.empty();
    }
    Instant row = pod.backoff().since();
    return Optional.of(row == null || row.isAfter(down) ? down : row);
  }

  /**
   * When each of the pods is to be replaced unless it comes back, by the policy of the target;
   * empty without one. A time that has passed is one at which another pod was in the way.
   *
   * @param failing since when each of them has failed
   * @param seen from when on that could be seen, as far as it is known
   */
  public static ImmutableSortedMap<PodId, Instant> times(
      Map<PodId, Instant> failing, Map<PodId, Instant> seen, ServiceState state) {
    Optional<ReplacementPolicySpec> policy =
        state.target().map(target -> target.spec()).map(ServiceSpec::replacement);
    if (policy.isEmpty() || failing.isEmpty()) {
      return ImmutableSortedMap.of();
    }
    Instant earliest =
        state.pods().stream()
            .flatMap(ReplacementTimes::replaced)
            .max(Comparator.naturalOrder())
            .map(last -> last.plus(policy.get().minReplaceDelay()))
            .orElse(Instant.MIN);
    Duration timeout = policy.get().permanentFailureTimeout();
    Duration hearing = timeout.compareTo(HEARING) < 0 ? timeout : HEARING;
    ImmutableSortedMap.Builder<PodId, Instant> times = ImmutableSortedMap.naturalOrder();
    failing.forEach(
        (pod, since) -> {
          Instant heard = seen.getOrDefault(pod, since).plus(hearing);
          times.put(pod, latest(latest(since.plus(timeout), heard), earliest));
        });
    return times.build();
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** When the pod was replaced last, and when it is being replaced since when. */
  private static Stream<Instant> replaced(PodRecord pod) {
    return Stream.concat(
        Optional.ofNullable(pod.replacedAt()).stream(),
        Optional.ofNullable(pod.replacement())
            .filter(replacement -> !replacement.forGood())
            .map(PodRecord.Replacement::since)
            .stream());
  }

  /** Instances that were replaced and are not back yet: no other of their type follows. */
  public static ImmutableSet<PodId> returning(ServiceState state) {
    return state.pods().stream()
        .filter(pod -> isReturning(pod, state))
        .map(PodRecord::id)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static boolean isReturning(PodRecord pod, ServiceState state) {
    if (pod.replacement() != null) {
      return true;
    }
    if (pod.replacedAt() == null) {
      return false;
    }
    ServiceSpec spec = state.specOf(pod.config());
    return pod.tasks().values().stream()
        .filter(task -> isRecovered(pod, task, spec))
        .anyMatch(task -> !task.condition().ready());
  }
}
