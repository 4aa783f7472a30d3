package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;

/** Paths of a spec's fields, as they stand in YAML. */
final class SpecPaths {

  private SpecPaths() {}

  /** A field of a resource set; a task's own resources stand in the task. */
  static ImmutableList<String> of(PodSpec pod, ResourceSetSpec set, String... keys) {
    ImmutableList.Builder<String> path = ImmutableList.builder();
    path.add("pods", pod.type());
    pod.tasks().keySet().stream()
        .filter(task -> set.id().equals(task + "-resource-set"))
        .findFirst()
        .ifPresentOrElse(
            task -> path.add("tasks", task), () -> path.add("resource-sets", set.id()));
    return path.add(keys).build();
  }
}
