package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current or last run of a plan: what cannot be derived of it. A plan of the scheduler's own
 * has one only once something was decided about it.
 *
 * @param plan its name
 * @param run id of the run
 * @param config the configuration whose definition of the plan is run
 * @param parameters given at its start, for the environment of its tasks
 * @param startedAt when it was started
 * @param endedAt when it ended, absent while it runs
 * @param outcome how it ended, absent while it runs
 * @param decisions about this run
 * @param past runs before it, the latest first, at most {@link #PAST_KEPT}
 */
public record PlanRunRecord(
    String plan,
    String run,
    ConfigId config,
    ImmutableSortedMap<String, String> parameters,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Outcome outcome,
    PlanDecisions decisions,
    ImmutableList<PastRun> past)
    implements StateRecord {

  /** Runs that are remembered of each plan: what happened lately, in a record that stays small. */
  public static final int PAST_KEPT = 20;

  /** How a run ended. */
  public enum Outcome {
    COMPLETE,
    /** An operator stopped it. */
    STOPPED,
    /** Another run, or another target, took its place before it was complete. */
    SUPERSEDED
  }

  /** A run that is over. */
  public record PastRun(
      String run,
      ConfigId config,
      ImmutableSortedMap<String, String> parameters,
      Instant startedAt,
      Instant endedAt,
      Outcome outcome) {}

  /** A run that begins, without parameters and decisions, the first of its plan. */
  public static PlanRunRecord begun(String plan, String run, ConfigId config, Instant now) {
    return new PlanRunRecord(
        plan,
        run,
        config,
        ImmutableSortedMap.of(),
        now,
        null,
        null,
        PlanDecisions.NONE,
        ImmutableList.of());
  }

  /** A new run of the plan, after this one. */
  public PlanRunRecord next(
      String newRun, ConfigId newConfig, ImmutableSortedMap<String, String> given, Instant now) {
    ImmutableList.Builder<PastRun> before = ImmutableList.builder();
    before.add(
        new PastRun(
            run,
            config,
            parameters,
            startedAt,
            endedAt == null ? now : endedAt,
            outcome == null ? Outcome.SUPERSEDED : outcome));
    past.stream().limit(PAST_KEPT - 1).forEach(before::add);
    return new PlanRunRecord(
        plan, newRun, newConfig, given, now, null, null, PlanDecisions.NONE, before.build());
  }

  public boolean isActive() {
    return endedAt == null;
  }

  public PlanRunRecord withDecisions(PlanDecisions newDecisions) {
    return new PlanRunRecord(
        plan, run, config, parameters, startedAt, endedAt, outcome, newDecisions, past);
  }

  public PlanRunRecord ended(Outcome how, Instant now) {
    return new PlanRunRecord(plan, run, config, parameters, startedAt, now, how, decisions, past);
  }

  @Override
  public RecordKey key() {
    return RecordKey.planRun(plan);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.planRun(this);
  }
}
