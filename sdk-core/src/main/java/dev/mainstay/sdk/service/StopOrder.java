package dev.mainstay.sdk.service;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** In which order the tasks of a service are ended: what was deployed last goes first. */
final class StopOrder {

  private StopOrder() {}

  /** Groups in order; tasks of no phase come first. */
  static ImmutableList<ImmutableList<TaskId>> of(ServiceSnapshot snapshot) {
    List<ImmutableList<TaskId>> groups = new ArrayList<>();
    Set<TaskId> planned = new LinkedHashSet<>();
    for (Phase phase : snapshot.deploy().phases().reverse()) {
      List<TaskId> group = new ArrayList<>();
      for (Step step : phase.steps()) {
        for (String name : step.tasks()) {
          snapshot
              .state()
              .pod(step.pod())
              .flatMap(pod -> pod.task(name))
              .filter(TaskRecord::isActive)
              .map(TaskRecord::taskId)
              .filter(planned::add)
              .ifPresent(group::add);
        }
      }
      groups.add(ImmutableList.copyOf(group));
    }
    List<TaskId> others = new ArrayList<>();
    snapshot.state().pods().stream()
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(TaskRecord::isActive)
        .map(TaskRecord::taskId)
        .filter(id -> !planned.contains(id))
        .forEach(others::add);
    groups.add(0, ImmutableList.copyOf(others));
    return groups.stream()
        .filter(group -> !group.isEmpty())
        .collect(ImmutableList.toImmutableList());
  }
}
