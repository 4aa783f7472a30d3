package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one pod instance: where it is, what it holds, what runs.
 *
 * @param config the configuration that the pod was last launched in
 * @param place its agent, absent while it holds nothing
 * @param holdings what it has reserved
 * @param executor the executor of its last run, word for word, absent before the first
 * @param tasks by name, those that were launched at least once
 * @param backoff failures in a row, but those that a task keeps for itself
 * @param error a problem that a person has to solve (Mesos refused the launch, a template has no
 *     such variable); empty for none
 * @param replacement set when the instance is to be given up, with all that it holds, and placed
 *     anew, or not at all
 * @param paused tasks that an operator paused: they idle on what they hold
 * @param replacedAt when the instance was last given up to be placed anew, absent if never
 * @param recovery what the framework's own policy said of its last failure, absent while it is well
 * @param rollout what a step with a rollout policy is at with the pod, absent for nothing
 */
public record PodRecord(
    PodId id,
    ConfigId config,
    @Nullable AgentPlace place,
    ImmutableList<Holding> holdings,
    @Nullable ExecutorInfo executor,
    ImmutableMap<String, TaskRecord> tasks,
    Backoff backoff,
    String error,
    @Nullable Replacement replacement,
    ImmutableSortedSet<String> paused,
    @Nullable Instant replacedAt,
    @Nullable OwnRecovery recovery,
    @Nullable RolloutWork rollout)
    implements StateRecord {

  /**
   * Why and since when a pod instance is to be given up.
   *
   * @param cause for people
   * @param agentGone its agent never comes back, and with it all that was reserved there is gone
   * @param forGood no other takes its place: the service has fewer instances now, or none
   */
  public record Replacement(String cause, Instant since, boolean agentGone, boolean forGood) {

    /** A replacement, after which the instance is placed anew. */
    public Replacement(String cause, Instant since, boolean agentGone) {
      this(cause, since, agentGone, false);
    }
  }

  public static PodRecord fresh(PodId id, ConfigId config) {
    return new PodRecord(
        id,
        config,
        null,
        ImmutableList.of(),
        null,
        ImmutableMap.of(),
        Backoff.NONE,
        "",
        null,
        ImmutableSortedSet.of(),
        null,
        null,
        null);
  }

  @Override
  public RecordKey key() {
    return RecordKey.pod(id);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.pod(this);
  }

  public Optional<TaskRecord> task(String name) {
    return Optional.ofNullable(tasks.get(name));
  }

  /** Some task may be running. */
  public boolean hasActiveTask() {
    return tasks.values().stream().anyMatch(TaskRecord::isActive);
  }

  /**
   * Where a task is found: at its container's address as Mesos told it last, else its agent's;
   * empty while the instance is not placed, or the task was never launched.
   */
  public Optional<String> addressOf(String task) {
    return place == null
        ? Optional.empty()
        : task(task)
            .map(
                known ->
                    known.condition().addresses().stream().findFirst().orElseGet(place::address));
  }

  /**
   * Its data were given up, and it is not yet well where it was placed anew. Known of services that
   * have a recovery policy of their own.
   */
  public boolean isBeingReplaced() {
    return recovery != null && recovery.replaced() && !recovery.back();
  }

  /** It is being given up, whatever the target says now, and no other takes its place. */
  public boolean isGivenUpForGood() {
    return replacement != null && replacement.forGood();
  }

  /** It was given up for good and holds nothing any more; what it held may yet be cleaned up. */
  public boolean isGivenUp() {
    return isGivenUpForGood() && holdings.isEmpty() && !hasActiveTask();
  }

  public PodRecord withConfig(ConfigId newConfig) {
    return new PodRecord(
        id,
        newConfig,
        place,
        holdings,
        executor,
        tasks,
        backoff,
        error,
        replacement,
        paused,
        replacedAt,
        recovery,
        rollout);
  }

  public PodRecord withPlace(@Nullable AgentPlace newPlace) {
    return new PodRecord(
        id,
        config,
        newPlace,
        holdings,
        executor,
        tasks,
        backoff,
        error,
        replacement,
        paused,
        replacedAt,
        recovery,
        rollout);
  }

  public PodRecord withHoldings(ImmutableList<Holding> newHoldings) {
    return new PodRecord(
        id,
        config,
        place,
        newHoldings,
        executor,
        tasks,
        backoff,
        error,
        replacement,
        paused,
        replacedAt,
        recovery,
        rollout);
  }

  public PodRecord withExecutor(@Nullable ExecutorInfo newExecutor) {
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        newExecutor,
        tasks,
        backoff,
        error,
        replacement,
        paused,
        replacedAt,
        recovery,
        rollout);
  }

  /**
   * With one task's record put in the place of the one with its name; the order of the others
   * stays.
   */
  public PodRecord withTask(TaskRecord task) {
    Map<String, TaskRecord> changed = new LinkedHashMap<>(tasks);
    changed.put(task.name(), task);
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        executor,
        ImmutableMap.copyOf(changed),
        backoff,
        error,
        replacement,
        paused,
        replacedAt,
        recovery,
        rollout);
  }

  public PodRecord withBackoff(Backoff newBackoff) {
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        executor,
        tasks,
        newBackoff,
        error,
        replacement,
        paused,
        replacedAt,
        recovery,
        rollout);
  }

  /**
   * What a launch of these tasks waits for: the failures of the pod, or those of a task in the same
   * work, whichever holds it up longer.
   *
   * @param work whether what a task was launched for last is what it would be launched for
   */
  public Backoff backoffOf(Collection<String> names, Predicate<RunMark> work) {
    Backoff longest = backoff;
    for (String name : names) {
      TaskRecord task = tasks.get(name);
      Backoff own = task == null || !work.test(task.launch().mark()) ? null : task.backoff();
      longest = own != null && own.outlasts(longest) ? own : longest;
    }
    return longest;
  }

  /** What should be launched is launched without delay: nothing is known of a failure or error. */
  public PodRecord withoutFailures() {
    PodRecord after = withBackoff(Backoff.NONE).withError("");
    for (TaskRecord task : tasks.values()) {
      after = task.backoff() == null ? after : after.withTask(task.withBackoff(null));
    }
    return after;
  }

  public PodRecord withError(String newError) {
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        executor,
        tasks,
        backoff,
        newError,
        replacement,
        paused,
        replacedAt,
        recovery,
        rollout);
  }

  public PodRecord withPaused(ImmutableSortedSet<String> newPaused) {
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        executor,
        tasks,
        backoff,
        error,
        replacement,
        newPaused,
        replacedAt,
        recovery,
        rollout);
  }

  public PodRecord withReplacement(@Nullable Replacement newReplacement) {
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        executor,
        tasks,
        backoff,
        error,
        newReplacement,
        paused,
        replacedAt,
        recovery,
        rollout);
  }

  /** It was given up, to be placed anew. */
  public PodRecord withReplacedAt(Instant time) {
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        executor,
        tasks,
        backoff,
        error,
        replacement,
        paused,
        time,
        recovery,
        rollout);
  }

  /** What the framework's policy said of its failure. */
  public PodRecord withRecovery(@Nullable OwnRecovery newRecovery) {
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        executor,
        tasks,
        backoff,
        error,
        replacement,
        paused,
        replacedAt,
        newRecovery,
        rollout);
  }

  public PodRecord withRollout(@Nullable RolloutWork newRollout) {
    return new PodRecord(
        id,
        config,
        place,
        holdings,
        executor,
        tasks,
        backoff,
        error,
        replacement,
        paused,
        replacedAt,
        recovery,
        newRollout);
  }
}
