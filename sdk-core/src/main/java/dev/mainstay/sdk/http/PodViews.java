package dev.mainstay.sdk.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pod instances that exist or that the target asks for, with what is known of each task. */
final class PodViews {

  private PodViews() {}

  /**
   * One pod instance.
   *
   * @param record absent before its first launch
   * @param tasks by name, those of the target first
   */
  record PodView(PodId id, @Nullable PodRecord record, ImmutableList<TaskView> tasks) {}

  /**
   * One task of it.
   *
   * @param name {@code <pod>-<index>-<task>}, as in task ids
   * @param record absent before its first launch
   * @param side the plan that brings the pod to the target does not launch it: a task of a backup,
   *     say
   */
  record TaskView(String name, @Nullable TaskRecord record, boolean side) {}

  /** In the order of pod types and indices. */
  static ImmutableSortedMap<PodId, PodView> of(ServiceView view) {
    Map<PodId, PodView> pods = new TreeMap<>();
    ImmutableSetMultimap<PodId, String> deployed = deployed(view);
    view.target().ifPresent(spec -> addTarget(view, spec, deployed, pods));
    for (PodRecord record : view.state().pods()) {
      pods.computeIfAbsent(
          record.id(), id -> pod(id, record, ImmutableList.of(), deployed.get(id)));
    }
    return ImmutableSortedMap.copyOf(pods);
  }

  static Optional<PodView> find(ServiceView view, String name) {
    return of(view).values().stream().filter(pod -> pod.id().toString().equals(name)).findFirst();
  }

  static ImmutableList<String> names(ServiceView view) {
    return of(view).keySet().stream().map(PodId::toString).collect(ImmutableList.toImmutableList());
  }

  /** The tasks that the plan of the target launches. */
  private static ImmutableSetMultimap<PodId, String> deployed(ServiceView view) {
    ImmutableSetMultimap.Builder<PodId, String> tasks = ImmutableSetMultimap.builder();
    view.snapshot()
        .deploy()
        .phases()
        .forEach(phase -> phase.steps().forEach(step -> tasks.putAll(step.pod(), step.tasks())));
    return tasks.build();
  }

  private static void addTarget(
      ServiceView view,
      ServiceSpec spec,
      ImmutableSetMultimap<PodId, String> deployed,
      Map<PodId, PodView> pods) {
    spec.pods()
        .forEach(
            (type, pod) -> {
              for (int index = 0; index < pod.count(); index++) {
                PodId id = new PodId(type, index);
                PodRecord record = view.state().pod(id).orElse(null);
                pods.put(id, pod(id, record, pod.tasks().keySet(), deployed.get(id)));
              }
            });
  }

  /** No plan deploys an instance that leaves: each of its tasks is shown as one of its own. */
  private static PodView pod(
      PodId id,
      @Nullable PodRecord record,
      Collection<String> declared,
      ImmutableSet<String> deployed) {
    ImmutableMap<String, TaskRecord> known = record == null ? ImmutableMap.of() : record.tasks();
    Set<String> names = new LinkedHashSet<>(declared);
    names.addAll(known.keySet());
    return new PodView(
        id,
        record,
        names.stream()
            .map(
                name ->
                    new TaskView(
                        id + "-" + name,
                        known.get(name),
                        !deployed.isEmpty() && !deployed.contains(name)))
            .collect(ImmutableList.toImmutableList()));
  }
}
