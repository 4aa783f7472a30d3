package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Takes note of which tasks of a pod an operator wants to idle. What runs otherwise ends because of
 * it, and is launched again, as the planner finds.
 */
final class PauseRules {

  private final Ledger ledger;
  private final PodRecord pod;

  PauseRules(Ledger ledger, PodRecord pod) {
    this.ledger = ledger;
    this.pod = pod;
  }

  /**
   * Pauses tasks.
   *
   * @param names empty for all that run or should
   */
  CommandAnswer pause(ImmutableSet<String> names) {
    Set<String> unknown = Sets.difference(names, known());
    if (!unknown.isEmpty()) {
      return unknown(unknown);
    }
    ImmutableList<String> paused =
        (names.isEmpty() ? working() : names)
            .stream()
                .filter(name -> !pod.paused().contains(name))
                .collect(ImmutableList.toImmutableList());
    if (paused.isEmpty()) {
      return CommandAnswer.taken(
          "nothing to pause: %s of pod %s %s paused already"
              .formatted(
                  names.isEmpty() ? "all" : String.join(", ", names),
                  pod.id(),
                  names.size() == 1 ? "is" : "are"),
          paused);
    }
    put(Sets.union(pod.paused(), ImmutableSet.copyOf(paused)));
    return CommandAnswer.taken(
        "pauses "
            + String.join(", ", paused)
            + " of pod "
            + pod.id()
            + ", which keeps what it holds",
        paused);
  }

  /**
   * Resumes tasks.
   *
   * @param names empty for all that are paused
   */
  CommandAnswer resume(ImmutableSet<String> names) {
    Set<String> unknown = Sets.difference(names, Sets.union(known(), pod.paused()));
    if (!unknown.isEmpty()) {
      return unknown(unknown);
    }
    ImmutableList<String> resumed =
        pod.paused().stream()
            .filter(name -> names.isEmpty() || names.contains(name))
            .collect(ImmutableList.toImmutableList());
    if (resumed.isEmpty()) {
      return CommandAnswer.taken(
          "nothing to resume: "
              + (names.isEmpty() ? "no task" : String.join(", ", names))
              + " of pod "
              + pod.id()
              + " is paused",
          resumed);
    }
    put(Sets.difference(pod.paused(), ImmutableSet.copyOf(resumed)));
    return CommandAnswer.taken(
        "resumes " + String.join(", ", resumed) + " of pod " + pod.id(), resumed);
  }

  /** What an operator wants now does not wait for a back-off, nor for a problem. */
  private void put(Set<String> paused) {
    ledger.put(pod.withPaused(ImmutableSortedSet.copyOf(paused)).withoutFailures());
  }

  private Set<String> known() {
    return Sets.union(definition().tasks().keySet(), pod.tasks().keySet());
  }

  /** What a pause of the whole pod means: not what was done once and for all. */
  private Set<String> working() {
    Set<String> names = new LinkedHashSet<>();
    definition().tasks().values().stream()
        .filter(task -> task.goal() == TaskSpec.Goal.RUNNING)
        .forEach(task -> names.add(task.name()));
    pod.tasks().values().stream()
        .filter(TaskRecord::isActive)
        .forEach(task -> names.add(task.name()));
    return names;
  }

  private PodSpec definition() {
    return ledger.state().specOf(pod.config()).pod(pod.id());
  }

  private CommandAnswer unknown(Set<String> names) {
    return CommandAnswer.unknown(
        "pod %s has no task '%s'; it has: %s"
            .formatted(pod.id(), names.iterator().next(), String.join(", ", known())));
  }
}
