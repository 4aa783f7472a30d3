package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;

/**
 * How a pod instance is given up for good, so that it is placed anew with fresh reservations and
 * volumes. First its tasks have to end, but for those on an agent that cannot be reached: of them
 * nobody can say when. Then all that it holds is released. Pure.
 *
 * @param pod the pod afterwards
 * @param released what it gave up, to be cleaned up when offered
 */
record ReplaceRules(PodRecord pod, ImmutableList<ReleasedRecord> released) {

  /**
   * The pod that is to be given up. A replacement that is under way stays, with its cause, unless
   * this one goes further.
   */
  static PodRecord wanted(PodRecord pod, Replacement replacement) {
    Replacement known = pod.replacement();
    if (known == null) {
      return ending(pod, replacement.cause(), replacement.since()).withReplacement(replacement);
    }
    boolean agentGone = known.agentGone() || replacement.agentGone();
    boolean forGood = known.forGood() || replacement.forGood();
    if (agentGone == known.agentGone() && forGood == known.forGood()) {
      return pod;
    }
    Replacement both = new Replacement(replacement.cause(), known.since(), agentGone, forGood);
    return ending(pod, replacement.cause(), replacement.since()).withReplacement(both);
  }

  /** The pod with each of its tasks that may run on its way to the end. */
  static PodRecord ending(PodRecord pod, String reason, Instant now) {
    PodRecord after = pod;
    for (TaskRecord task : pod.tasks().values()) {
      if (task.isActive()) {
        after = after.withTask(task.withEndWanted(reason, now));
      }
    }
    return after;
  }

  /** Nothing of the instance that is to be given up need be waited for any more. */
  static boolean isDue(PodRecord pod) {
    return pod.replacement() != null
        && !pod.isGivenUp()
        && pod.tasks().values().stream().allMatch(task -> !task.isActive() || task.isOutOfReach());
  }

  /**
   * Gives the instance up. {@link #isDue} holds. One that is given up for good stays marked as such
   * until its record is erased.
   */
  static ReplaceRules complete(PodRecord pod, Instant now) {
    Replacement replacement = pod.replacement();
    AgentPlace place = pod.place();
    if (replacement == null) {
      throw new IllegalArgumentException("pod " + pod.id() + " is not to be replaced");
    }
    ImmutableList<ReleasedRecord> released =
        place == null || replacement.agentGone()
            ? ImmutableList.of()
            : pod.holdings().stream()
                .map(holding -> released(pod, holding, place, replacement))
                .collect(ImmutableList.toImmutableList());
    PodRecord after =
        pod.withHoldings(ImmutableList.of())
            .withPlace(null)
            .withExecutor(null)
            .withoutFailures()
            .withReplacement(replacement.forGood() ? replacement : null);
    after = replacement.forGood() ? after : after.withReplacedAt(now);
    for (TaskRecord task : pod.tasks().values()) {
      if (task.isActive()) {
        after = after.withTask(task.withCondition(lost(task, replacement, now)));
      }
    }
    return new ReplaceRules(after, released);
  }

  private static ReleasedRecord released(
      PodRecord pod, Holding holding, AgentPlace place, Replacement replacement) {
    return ReleasedRecord.of(holding, place, pod.id(), replacement.cause());
  }

  /** Should it show up again it is killed, as its id is not that of a task which should run. */
  private static TaskCondition lost(TaskRecord task, Replacement replacement, Instant now) {
    return new TaskCondition(
        TaskState.LOST,
        false,
        null,
        "was " + task.describe() + " when the pod was replaced: " + replacement.cause(),
        null,
        now);
  }

  /** The pod after its agent was marked gone. */
  static PodRecord agentGone(PodRecord pod, Instant now) {
    return wanted(pod, new Replacement("its agent was marked gone", now, true));
  }
}
