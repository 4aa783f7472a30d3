package dev.mainstay.sdk.scheduler;

import java.time.Duration;

/** The core's times, each with its reason. */
final class Timing {

  private Timing() {}

  /**
   * How long offers stay away that nobody needs: two weeks, as the predecessor; a REVIVE ends it
   * earlier.
   */
  static final Duration REFUSE_WITHOUT_WORK = Duration.ofDays(14);

  /** How long an offer stays away that suited no pod: Mesos's own default. */
  static final Duration REFUSE_UNSUITABLE = Duration.ofSeconds(5);

  /**
   * Fragments of a pod's resources merge only while nobody holds them, so they are let go until the
   * next allocation.
   */
  static final Duration REFUSE_FRAGMENT = Duration.ZERO;

  /**
   * What no record knows is shown for so long after its agent last offered it, while the agent
   * offers other things: a fragment comes back in the next allocations.
   */
  static final Duration UNCLAIMED_KEPT = Duration.ofMinutes(10);

  /** REVIVE makes the master allocate at once; more than one a second helps nobody. */
  static final Duration REVIVE_INTERVAL = Duration.ofSeconds(1);

  /** A call about offers that failed is repeated after this pause. */
  static final Duration CALL_AGAIN = Duration.ofSeconds(5);

  /** While released resources are outstanding, how often they are asked for. */
  static final Duration CLEANUP_INTERVAL = Duration.ofMinutes(10);

  /** The same while the service is removed, which somebody waits for. */
  static final Duration REMOVAL_CLEANUP_INTERVAL = Duration.ofMinutes(1);

  /**
   * An agent that offers nothing of what was released on it for so long does not hold up the
   * removal of the service: longer than an agent takes to restart or the master to fail over.
   */
  static final Duration ABANDON_AFTER = Duration.ofMinutes(15);

  /** TEARDOWN is repeated until the master says that the framework is removed. */
  static final Duration TEARDOWN_AGAIN = Duration.ofSeconds(30);

  /** How long offers are wanted after such a request. */
  static final Duration CLEANUP_WINDOW = Duration.ofSeconds(30);

  /**
   * All tasks are asked for so often: Mesos's own advice to frameworks, as updates may be lost with
   * the agent that would have sent them again.
   */
  static final Duration REVIEW_INTERVAL = Duration.ofHours(1);

  /**
   * First question after agents from which something is awaited, then doubling: most come back, or
   * are heard of, before.
   */
  static final Duration INQUIRY_FIRST = Duration.ofMinutes(1);

  /** Bound of the doubling of those questions. */
  static final Duration INQUIRY_MAX = Duration.ofMinutes(10);

  /**
   * A KILL may be lost on its way or ignored by a task that is starting: first repetition, then
   * doubling.
   */
  static final Duration KILL_AGAIN = Duration.ofSeconds(5);

  /** Bound of the doubling of KILL. */
  static final Duration KILL_AGAIN_MAX = Duration.ofMinutes(1);

  /** A launch of which nothing was heard for so long is asked for. */
  static final Duration STAGING_PATIENCE = Duration.ofMinutes(1);

  /**
   * Unanswered reconciliation is repeated: first repetition, then doubling. A failed-over master is
   * silent at first.
   */
  static final Duration RECONCILE_AGAIN = Duration.ofSeconds(5);

  /** Bound of the doubling of RECONCILE. */
  static final Duration RECONCILE_AGAIN_MAX = Duration.ofMinutes(1);

  /**
   * After a subscription a step has at least so long, beside its bake time, before its deadline is
   * held against it: agents send again what was not acknowledged.
   */
  static final Duration ROLLOUT_HEARING = Duration.ofMinutes(1);

  /**
   * A launch that lived so long, and was ready at its end, was no failed start: what follows counts
   * as the first failure.
   */
  static final Duration STABLE_AFTER = Duration.ofMinutes(1);

  /** Pause before the second launch after failures in a row; it doubles. The first goes at once. */
  static final Duration BACKOFF = Duration.ofSeconds(1);

  /** Bound of the doubling between launches. */
  static final Duration BACKOFF_MAX = Duration.ofMinutes(5);

  /** {@code first} doubled {@code times} times, at most {@code max}. */
  static Duration doubled(Duration first, int times, Duration max) {
    Duration time = first.multipliedBy(1L << Math.min(Math.max(times, 0), 30));
    return time.compareTo(max) > 0 ? max : time;
  }
}
