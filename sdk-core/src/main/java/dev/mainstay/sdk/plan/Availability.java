package dev.mainstay.sdk.plan;

import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.List;

/**
 * Which pod instances do their work now. An instance is available while each of its tasks that is
 * to run does so, is ready and is not about to end. One that was never launched is neither
 * available nor away; nor is one whose tasks run to their end.
 */
public final class Availability {

  private Availability() {}

  /** Each task that should run does. */
  public static boolean isUp(PodRecord pod, ServiceState state) {
    List<TaskRecord> tasks = toRun(pod, state);
    return pod.replacement() == null
        && !tasks.isEmpty()
        && tasks.stream().allMatch(Availability::isUp);
  }

  /** Some task that should run does not. */
  public static boolean isDown(PodRecord pod, ServiceState state) {
    List<TaskRecord> tasks = toRun(pod, state);
    return !tasks.isEmpty()
        && (pod.replacement() != null || !tasks.stream().allMatch(Availability::isUp));
  }

  private static boolean isUp(TaskRecord task) {
    return task.isRunning() && task.condition().ready() && task.endWanted() == null;
  }

  /** Of those that were launched. */
  private static List<TaskRecord> toRun(PodRecord pod, ServiceState state) {
    PodSpec definition = state.specOf(pod.config()).pod(pod.id());
    return pod.tasks().values().stream()
        .filter(
            task ->
                definition.tasks().containsKey(task.name())
                    && definition.task(task.name()).goal() == TaskSpec.Goal.RUNNING)
        .toList();
  }
}
