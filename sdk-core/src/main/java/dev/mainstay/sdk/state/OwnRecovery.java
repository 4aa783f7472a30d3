package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;

/**
 * How a pod instance that failed comes back, as its framework's recovery policy said when it
 * failed. The record of one to which the policy had nothing to say is kept too, so that it is not
 * asked again.
 *
 * @param answered the policy said something; it has not while what it threw waits for a person
 * @param phase the name of the framework's phase; empty when the instance comes back as any other
 * @param replaced the instance was given up and is placed anew, not launched again where it was
 * @param origin where it was when it was well
 * @param environment for its tasks until it is back, beside what the spec gives them
 * @param back the instance itself is back; what follows are the restarts
 * @param restarts other instances that are restarted then, one after the other
 */
public record OwnRecovery(
    boolean answered,
    String phase,
    boolean replaced,
    Origin origin,
    ImmutableSortedMap<String, String> environment,
    boolean back,
    ImmutableList<Restart> restarts) {

  /**
   * Where an instance was.
   *
   * @param addresses of its tasks by name, the first of each that Mesos told; else its agent's
   */
  public record Origin(AgentPlace place, ImmutableSortedMap<String, String> addresses) {}

  /**
   * An instance to restart.
   *
   * @param ends what ran there when the restarts began: it is complete once none of it is the
   *     instance's any more; empty before
   */
  public record Restart(PodId pod, ImmutableList<TaskId> ends) {}

  /** The instance comes back as any other does. */
  public static OwnRecovery none(boolean replaced, Origin origin) {
    return new OwnRecovery(
        true, "", replaced, origin, ImmutableSortedMap.of(), false, ImmutableList.of());
  }

  /** The policy failed, and is to be asked again. */
  public static OwnRecovery unanswered(boolean replaced, Origin origin) {
    return new OwnRecovery(
        false, "", replaced, origin, ImmutableSortedMap.of(), false, ImmutableList.of());
  }

  /** The instance is back; each restart knows what it ends. */
  public OwnRecovery withRestarts(ImmutableList<Restart> begun) {
    return new OwnRecovery(answered, phase, replaced, origin, environment, true, begun);
  }
}
