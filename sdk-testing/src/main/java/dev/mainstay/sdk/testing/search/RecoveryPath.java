package dev.mainstay.sdk.testing.search;

/**
 * Ways in which a service comes back from something, or goes where an operator wants it, that a
 * search should have gone.
 */
public enum RecoveryPath {
  /** A pod was launched again on what it holds. */
  RELAUNCHED_IN_PLACE,
  /** A task was launched into the executor of a pod that runs. */
  JOINED_EXECUTOR,
  /** A pod was given up and launched elsewhere, or afresh. */
  PLACED_ANEW,
  /** The same, as its agent was marked gone. */
  AGENT_GONE,
  /** A launch had to wait after failures in a row. */
  BACKED_OFF,
  /** The other tasks of a pod were ended with an essential one. */
  ENDED_WITH_ESSENTIAL,
  /** A launch never happened, as its offer was no longer valid. */
  LAUNCH_DROPPED,
  /** A reservation failed, and what had been reserved was released. */
  RESERVATION_FAILED,
  /** Resources that nobody needs any more were given back. */
  CLEANED_UP,
  /** A task that nobody knew was seen to be over. */
  UNKNOWN_RESOLVED,
  /** A task came back from an agent that had been out of reach. */
  REACHED_AGAIN,
  /** A write was repeated. */
  COMMIT_REPEATED,
  /** A scheduler took over from one that had died. */
  TOOK_OVER,
  /** A scheduler found that another one leads, and ended. */
  LOST_THE_LEAD,
  /** A scheduler subscribed again after its stream had ended. */
  SUBSCRIBED_AGAIN,
  /** A KILL was repeated. */
  KILLED_AGAIN,
  /** An update was rolled out completely. */
  UPDATED,
  /** What a pod holds was given another size where it is. */
  RESIZED,
  /** An instance that the target has no more was given up. */
  DECOMMISSIONED,
  /** A paused pod works again. */
  RESUMED,
  /** A run of a plan of the service's own came to its end. */
  PLAN_RUN,
  /** The service was removed. */
  UNINSTALLED
}
