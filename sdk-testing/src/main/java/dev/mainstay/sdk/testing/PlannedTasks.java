package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;

/** Which tasks a pod instance should have by itself: others are launched by plans of operators. */
final class PlannedTasks {

  private PlannedTasks() {}

  /** Those that the deploy or update plan launches, in the configuration that the pod is in. */
  static ImmutableList<TaskSpec> of(ServiceState state, PodRecord pod) {
    ServiceSpec spec = state.specOf(pod.config());
    boolean update = state.targetRecord().map(TargetRecord::update).orElse(false);
    ImmutableSet<String> launched =
        PodDefinition.launches(
            spec, update ? PodDefinition.UPDATE : PodDefinition.DEPLOY, pod.id());
    return spec.pod(pod.id()).tasks().values().stream()
        .filter(task -> launched.contains(task.name()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Those of them that should run all the time. */
  static ImmutableList<TaskSpec> running(ServiceState state, PodRecord pod) {
    return of(state, pod).stream()
        .filter(task -> task.goal() == TaskSpec.Goal.RUNNING)
        .collect(ImmutableList.toImmutableList());
  }
}
