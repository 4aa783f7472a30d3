package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that were launched together: they count as running together, and one's failure ends them
 * all.
 */
final class TaskGroup {

  private final Set<TaskRun> members = new LinkedHashSet<>();
  private final Set<TaskRun> waiting = new HashSet<>();
  private final Map<TaskRun, String> failures = new HashMap<>();
  private boolean dying;

  void add(TaskRun run) {
    members.add(run);
    waiting.add(run);
  }

  void remove(TaskRun run) {
    members.remove(run);
  }

  /** Those that have not ended. */
  ImmutableList<TaskRun> members() {
    return ImmutableList.copyOf(members);
  }

  /** Notes how a member's launch came out, and says whether that was the last one. */
  boolean resolved(TaskRun run, @Nullable String failure) {
    if (failure != null) {
      failures.put(run, failure);
    }
    return waiting.remove(run) && waiting.isEmpty();
  }

  boolean hasFailed(TaskRun run) {
    return failures.containsKey(run);
  }

  Optional<String> failureOf(TaskRun run) {
    return Optional.ofNullable(failures.get(run));
  }

  /** False when the group is dying already. */
  boolean beginDying() {
    boolean first = !dying;
    dying = true;
    return first;
  }
}
