package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of each pod, one moment after another: what the service knew of it, and whether its
 * processes were there. Safe for several threads.
 */
final class PodHistory {

  /**
   * A pod from one change of it to the next.
   *
   * @param available all its tasks that should run are running and ready as far as the service
   *     knows, and their processes are there
   * @param agent where it is; absent while it holds nothing
   * @param volumes ids of its persistent volumes
   * @param text for people
   */
  record Moment(
      Instant at,
      PodId pod,
      boolean available,
      @Nullable AgentId agent,
      ImmutableSet<String> volumes,
      String text) {}

  private final List<Moment> moments = new ArrayList<>();
  private final Map<PodId, Moment> last = new LinkedHashMap<>();

  /** All moments, oldest first. */
  synchronized ImmutableList<Moment> moments() {
    return ImmutableList.copyOf(moments);
  }

  /** Those of one pod, oldest first. */
  ImmutableList<Moment> of(PodId pod) {
    return moments().stream()
        .filter(moment -> moment.pod().equals(pod))
        .collect(ImmutableList.toImmutableList());
  }

  /** The last moment of a pod; empty when it was never launched. */
  synchronized Optional<Moment> last(PodId pod) {
    return Optional.ofNullable(last.get(pod));
  }

  /**
   * A pod as it stands now.
   *
   * @param hasProcess whether a task's process is there
   */
  synchronized void note(
      Instant at, PodRecord pod, ServiceState state, Predicate<TaskRecord> hasProcess) {
    AgentPlace place = pod.place();
    ImmutableList<String> missing =
        PlannedTasks.running(state, pod).stream()
            .flatMap(task -> pod.task(task.name()).stream())
            .filter(task -> task.isRunning() && !hasProcess.test(task))
            .map(TaskRecord::name)
            .collect(ImmutableList.toImmutableList());
    Moment now =
        new Moment(
            at,
            pod.id(),
            missing.isEmpty() && isAvailable(pod, state),
            place == null ? null : place.agentId(),
            volumes(pod),
            text(pod) + (missing.isEmpty() ? "" : "; no process: " + String.join(", ", missing)));
    Moment before = last.put(pod.id(), now);
    if (before == null || !before.text().equals(now.text())) {
      moments.add(now);
    }
  }

  private static boolean isAvailable(PodRecord pod, ServiceState state) {
    return PlannedTasks.running(state, pod).stream()
        .allMatch(
            task ->
                pod.task(task.name())
                    .filter(known -> known.isRunning() && known.condition().ready())
                    .isPresent());
  }

  private static ImmutableSet<String> volumes(PodRecord pod) {
    return pod.holdings().stream()
        .filter(Holding::isVolume)
        .map(holding -> holding.resource().persistence().map(DiskInfo.Persistence::id).orElse(""))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static String text(PodRecord pod) {
    AgentPlace place = pod.place();
    String where = place == null ? "nowhere" : "on " + place.hostname();
    String tasks =
        pod.tasks().values().stream()
            .map(task -> task.name() + " " + task.describe() + generation(task))
            .collect(Collectors.joining(", "));
    return pod.id() + " " + where + (tasks.isEmpty() ? "" : ": " + tasks);
  }

  /** Tells launches apart in the text of a moment, without the whole id. */
  private static String generation(TaskRecord task) {
    String id = task.taskId().value();
    return " [" + id.substring(Math.max(0, id.length() - 6)) + "]";
  }
}
