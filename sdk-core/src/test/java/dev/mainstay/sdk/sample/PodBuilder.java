package dev.mainstay.sdk.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.ContainerSpec;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod type of one instance anywhere, unless told otherwise. */
public final class PodBuilder {

  private final String type;
  private int count = 1;
  private @Nullable PlacementRule placement;
  private @Nullable RolloutSpec rollout;
  private final List<VolumeSpec> volumes = new ArrayList<>();
  private final List<TaskBuilder> tasks = new ArrayList<>();

  private PodBuilder(String type) {
    this.type = type;
  }

  public static PodBuilder pod(String type) {
    return new PodBuilder(type);
  }

  public PodBuilder count(int instances) {
    count = instances;
    return this;
  }

  public PodBuilder placement(PlacementRule rule) {
    placement = rule;
    return this;
  }

  /** At most one instance on a host. */
  public PodBuilder oneOnEachHost() {
    return placement(new PlacementRule.MaxPer("hostname", 1));
  }

  /** How an update goes on from one instance to the next. */
  public PodBuilder rollout(RolloutSpec policy) {
    rollout = policy;
    return this;
  }

  /** A volume shared by the pod's tasks. */
  public PodBuilder volume(String path, long megabytes) {
    volumes.add(TaskBuilder.root(path, megabytes));
    return this;
  }

  public PodBuilder task(TaskBuilder task) {
    tasks.add(task);
    return this;
  }

  public PodSpec build() {
    ImmutableMap.Builder<String, ResourceSetSpec> sets = ImmutableMap.builder();
    ImmutableMap.Builder<String, TaskSpec> specs = ImmutableMap.builder();
    for (TaskBuilder task : tasks) {
      task.resources().ifPresent(set -> sets.put(set.id(), set));
      TaskSpec spec = task.build();
      specs.put(spec.name(), spec);
    }
    return new PodSpec(
        type,
        count,
        null,
        ContainerSpec.PLAIN,
        null,
        ImmutableList.of(),
        ImmutableList.copyOf(volumes),
        ImmutableList.of(),
        placement,
        sets.buildOrThrow(),
        specs.buildOrThrow(),
        false,
        rollout);
  }
}
