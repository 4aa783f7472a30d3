package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.PodDefinition;

/**
 * What an update does to a pod instance.
 *
 * @param note beside the kind, for people; empty for nothing
 * @param causes the fields that make it so; none for {@link Kind#UNCHANGED}
 */
public record PodChange(PodId pod, Kind kind, String note, ImmutableList<FieldDifference> causes) {

  /** What is done. */
  public enum Kind {
    /** Nothing: it goes on as it is. */
    UNCHANGED,
    /** Its running tasks end and are launched again on the same agent, with the same volumes. */
    RESTARTED,
    /** It gives its reservations up and is placed anew. */
    RELOCATED,
    /** It is placed for the first time. */
    ADDED,
    /** Its tasks end, its reservations are given up, its volumes are destroyed. */
    DECOMMISSIONED
  }

  /**
   * What is done with a pod that was launched by one definition and should have another. Data stays
   * where it is: a pod with a persistent volume never moves.
   */
  public static Kind kind(PodDefinition before, PodDefinition now) {
    if (before.equals(now)) {
      return Kind.UNCHANGED;
    }
    return before.reservesAlike(now) || before.hasVolume() ? Kind.RESTARTED : Kind.RELOCATED;
  }

  /** Whether the pod is left as it is. */
  public boolean isUntouched() {
    return kind == Kind.UNCHANGED;
  }
}
