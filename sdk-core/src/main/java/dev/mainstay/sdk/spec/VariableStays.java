package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a task's {@code env} that keeps its value once the service is deployed, because the
 * task's data depends on it. Blank counts as not set. A pod type or task that is new, or gone, has
 * nothing to keep.
 *
 * @param podType whose task it is
 * @param task in the pod type
 * @param variable its name
 */
public record VariableStays(String podType, String task, String variable) implements SpecValidator {

  @Override
  public ImmutableList<SpecProblem> check(@Nullable ServiceSpec deployed, ServiceSpec wanted) {
    TaskSpec before = deployed == null ? null : taskOf(deployed);
    TaskSpec now = taskOf(wanted);
    if (before == null || now == null) {
      return ImmutableList.of();
    }
    String was = value(before);
    String is = value(now);
    if (was.equals(is)) {
      return ImmutableList.of();
    }
    return ImmutableList.of(
        SpecProblem.error(
            ImmutableList.of("pods", podType, "tasks", task, "env", variable),
            "was " + shown(was) + ", is " + shown(is) + ", and may not change once it is deployed",
            "put it back"));
  }

  private @Nullable TaskSpec taskOf(ServiceSpec spec) {
    PodSpec pod = spec.pods().get(podType);
    return pod == null ? null : pod.tasks().get(task);
  }

  private String value(TaskSpec spec) {
    return spec.env().getOrDefault(variable, "").strip();
  }

  private static String shown(String value) {
    return value.isEmpty() ? "not set" : "'" + value + "'";
  }
}
