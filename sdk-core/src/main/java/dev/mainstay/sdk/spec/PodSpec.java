package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * A pod type: tasks that live together on one agent, share volumes, and exist {@code count} times.
 *
 * @param user the system user of its tasks, absent for the service's
 * @param container how its container is set up
 * @param preReservedRole the statically reserved role that its resources come from, absent for none
 * @param uris fetched into the sandbox of each of its tasks
 * @param volumes persistent volumes shared by its tasks; they belong to the pod's executor
 * @param secrets given to each of its tasks
 * @param placement absent for anywhere
 * @param resourceSets by id; each is reserved once and used by one task at a time
 * @param tasks by name, in the order of the YAML
 * @param allowDecommission fewer instances may be asked for later
 */
public record PodSpec(
    String type,
    int count,
    @Nullable String user,
    ContainerSpec container,
    @Nullable String preReservedRole,
    ImmutableList<UriSpec> uris,
    ImmutableList<VolumeSpec> volumes,
    ImmutableList<SecretSpec> secrets,
    @Nullable PlacementRule placement,
    ImmutableMap<String, ResourceSetSpec> resourceSets,
    ImmutableMap<String, TaskSpec> tasks,
    boolean allowDecommission) {

  public PodSpec {
    if (count < 0) {
      throw new IllegalArgumentException("pod " + type + ": count " + count + " is negative");
    }
  }

  /** A task by name. Throws when the pod has no such task. */
  public TaskSpec task(String name) {
    TaskSpec task = tasks.get(name);
    if (task == null) {
      throw new IllegalArgumentException(
          "no task '" + name + "' in pod " + type + ", only " + tasks.keySet());
    }
    return task;
  }

  /** The resource set that a task uses. */
  public ResourceSetSpec resourceSetOf(TaskSpec task) {
    ResourceSetSpec set = resourceSets.get(task.resourceSet());
    if (set == null) {
      throw new IllegalArgumentException(
          "no resource set '" + task.resourceSet() + "' in pod " + type);
    }
    return set;
  }
}
