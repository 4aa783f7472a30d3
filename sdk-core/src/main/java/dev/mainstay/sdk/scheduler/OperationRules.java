package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * What feedback about a reservation's operations makes of its pod. Pure.
 *
 * @param pod the pod afterwards
 * @param released what it gave up
 */
record OperationRules(PodRecord pod, ImmutableList<ReleasedRecord> released) {

  /** The operation was carried out. */
  static OperationRules finished(PodRecord pod, OperationId operation) {
    ImmutableList<Holding> holdings =
        pod.holdings().stream()
            .map(holding -> holding.finished(operation))
            .collect(ImmutableList.toImmutableList());
    return new OperationRules(pod.withHoldings(holdings), ImmutableList.of());
  }

  /**
   * These resources are seen to be there, volumes as volumes. An operation is carried out as a
   * whole, so that all that the same ones ask for is there too.
   */
  static PodRecord proven(PodRecord pod, Predicate<Holding> seen) {
    ImmutableSet<OperationId> carriedOut =
        pod.holdings().stream()
            .filter(seen)
            .flatMap(holding -> holding.operations().stream())
            .collect(ImmutableSet.toImmutableSet());
    ImmutableList.Builder<Holding> holdings = ImmutableList.builder();
    for (Holding holding : pod.holdings()) {
      Holding after = seen.test(holding) ? holding.held() : holding;
      for (OperationId operation : carriedOut) {
        after = after.finished(operation);
      }
      holdings.add(after);
    }
    return pod.withHoldings(holdings.build());
  }

  /**
   * Some launch of the pod may have been made or not, so that of an operation which nobody knows
   * nothing follows: its agent may be away.
   */
  static boolean awaitsNews(PodRecord pod) {
    return pod.tasks().values().stream()
        .anyMatch(
            task ->
                switch (task.state()) {
                  case STAGING, KILLING, UNREACHABLE, UNKNOWN -> true;
                  case STARTING,
                      RUNNING,
                      FINISHED,
                      FAILED,
                      KILLED,
                      ERROR,
                      LOST,
                      DROPPED,
                      GONE,
                      GONE_BY_OPERATOR ->
                      false;
                });
  }

  /**
   * The operation was refused or is not known. What it asked for is given up, and asked for again
   * at the next launch; where it may exist it is cleaned up when offered. A pod that has nothing
   * else to stay for gives up all that it holds and is placed anew.
   *
   * @param state what Mesos said
   */
  static OperationRules failed(
      PodRecord pod, OperationId operation, OperationState state, String message, Instant now) {
    AgentPlace place = pod.place();
    ImmutableList<Holding> asked =
        pod.holdings().stream()
            .filter(holding -> holding.operations().contains(operation))
            .collect(ImmutableList.toImmutableList());
    if (place == null || asked.isEmpty()) {
      return new OperationRules(pod, ImmutableList.of());
    }
    ImmutableList<Holding> others =
        pod.holdings().stream()
            .filter(holding -> !holding.operations().contains(operation))
            .collect(ImmutableList.toImmutableList());
    boolean stays = isWorthStaying(pod, others, asked, operation);
    ImmutableList<ReleasedRecord> released =
        (stays ? asked : pod.holdings())
            .stream()
                .filter(holding -> mayExist(holding, operation, state))
                .map(holding -> ReleasedRecord.of(holding, place, pod.id(), cause(message)))
                .collect(ImmutableList.toImmutableList());
    PodRecord without =
        stays
            ? pod.withHoldings(others)
            : pod.withHoldings(ImmutableList.of()).withPlace(null).withExecutor(null);
    PodRecord told = isStale(message) ? without : withCause(without, state, message, now);
    return new OperationRules(
        released.isEmpty() ? told : ended(told, stays, state, message, now), released);
  }

  /**
   * Whether the pod had something before: data, a task that runs, or, when this is a RESERVE,
   * anything that it did not ask for. Beside a CREATE there is what the same launch reserved.
   */
  private static boolean isWorthStaying(
      PodRecord pod, List<Holding> others, List<Holding> asked, OperationId operation) {
    boolean reserves = asked.stream().anyMatch(holding -> isReservedBy(holding, operation));
    return others.stream().anyMatch(holding -> reserves || holding.isVolume())
        || pod.tasks().values().stream()
            .anyMatch(task -> task.isActive() && task.state() != TaskState.STAGING);
  }

  /** The operation is the RESERVE of the holding, which for a volume stands before its CREATE. */
  private static boolean isReservedBy(Holding holding, OperationId operation) {
    ImmutableList<OperationId> pending = holding.operations();
    return !pending.isEmpty()
        && pending.get(0).equals(operation)
        && (!holding.isVolume() || pending.size() > 1);
  }

  private static boolean mayExist(Holding holding, OperationId operation, OperationState state) {
    boolean neverReserved = state == OperationState.ERROR && isReservedBy(holding, operation);
    return !neverReserved && state != OperationState.GONE_BY_OPERATOR;
  }

  /** Offers that were gone: the launch was on good resources and is made again. */
  private static boolean isStale(String message) {
    return message.contains("invalid offers");
  }

  /**
   * For the operator. A launch that was refused because of this is not a person's to look at any
   * more: it is made again after a pause.
   */
  private static PodRecord withCause(
      PodRecord pod, OperationState state, String message, Instant now) {
    if (!pod.error().isEmpty()) {
      return pod.withError("")
          .withBackoff(StatusRules.failedAgain(pod.backoff(), cause(message), now));
    }
    Backoff old = pod.backoff();
    return state == OperationState.UNKNOWN
        ? pod
        : pod.withBackoff(
            new Backoff(old.failures(), old.notBefore(), cause(message), old.since()));
  }

  /** What was started on it all the same has to end; in a pod that stays, what is not running. */
  private static PodRecord ended(
      PodRecord pod, boolean stays, OperationState state, String message, Instant now) {
    String cause = cause(message);
    PodRecord after = stays ? endingStaged(pod, cause, now) : ReplaceRules.ending(pod, cause, now);
    return state == OperationState.UNKNOWN || (stays && after.equals(pod))
        ? after
        : after.withBackoff(StatusRules.failedAgain(pod.backoff(), cause, now));
  }

  private static PodRecord endingStaged(PodRecord pod, String cause, Instant now) {
    PodRecord after = pod;
    for (TaskRecord task : pod.tasks().values()) {
      if (task.state() == TaskState.STAGING) {
        after = after.withTask(task.withEndWanted(cause, now));
      }
    }
    return after;
  }

  private static String cause(String message) {
    return message.isEmpty()
        ? Backoff.RESERVATION_FAILED
        : Backoff.RESERVATION_FAILED + ": " + message;
  }
}
