package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import dev.mainstay.sdk.spec.input.Field;
import java.util.HashMap;
import java.util.Map;

/**
 * Paths of volumes in different resource sets of one pod. With the isolator {@code
 * filesystem/posix} all volumes that are in use appear in the executor's sandbox as well, so Mesos
 * refuses to launch a second task with a volume of the same path: "The existing symlink ... points
 * to ... and the new target is ...". Specs of dcos-commons that have this work with the other one.
 */
final class VolumePaths {

  private final PodSpec pod;
  private final Field tasks;
  private final Map<String, TaskSpec> users = new HashMap<>();

  /**
   * Of one pod type.
   *
   * @param tasks where its tasks stand
   */
  VolumePaths(PodSpec pod, Field tasks) {
    this.pod = pod;
    this.tasks = tasks;
  }

  /** Tells of tasks that cannot run at once everywhere. */
  void check() {
    tasks
        .mapping()
        .ifPresent(
            named -> {
              for (Field task : named.all()) {
                TaskSpec spec = pod.tasks().get(task.name());
                if (spec != null && pod.resourceSets().containsKey(spec.resourceSet())) {
                  check(spec, task);
                }
              }
            });
  }

  private void check(TaskSpec task, Field field) {
    for (VolumeSpec volume : pod.resourceSetOf(task).volumes()) {
      TaskSpec other = users.putIfAbsent(volume.path(), task);
      if (other == null || other.resourceSet().equals(task.resourceSet())) {
        continue;
      }
      field.warning(
          "its volume '"
              + volume.path()
              + "' has the path of another one, of task '"
              + other.name()
              + "', so agents without the isolator 'filesystem/linux' refuse to run both at once",
          "give it another path, or write the volume for the pod if it is meant to be one");
    }
  }
}
