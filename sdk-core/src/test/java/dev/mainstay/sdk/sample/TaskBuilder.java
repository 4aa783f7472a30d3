package dev.mainstay.sdk.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.TaskSpec.ConfigSpec;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import dev.mainstay.sdk.spec.TaskSpec.ReadinessCheckSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task of 0.5 cpus and 64 MB that runs, is essential and has no check, unless told otherwise. */
public final class TaskBuilder {

  private final String name;
  private Goal goal = Goal.RUNNING;
  private boolean essential = true;
  private Scalar cpus = Scalar.of(0.5);
  private Scalar mem = Scalar.of(64L);
  private @Nullable ReadinessCheckSpec readiness;
  private @Nullable String sharedSet;
  private final List<PortSpec> ports = new ArrayList<>();
  private final List<VolumeSpec> volumes = new ArrayList<>();
  private final List<ConfigSpec> configs = new ArrayList<>();
  private final Map<String, String> env = new LinkedHashMap<>();

  private TaskBuilder(String name) {
    this.name = name;
  }

  public static TaskBuilder task(String name) {
    return new TaskBuilder(name);
  }

  public TaskBuilder goal(Goal wanted) {
    goal = wanted;
    return this;
  }

  public TaskBuilder notEssential() {
    essential = false;
    return this;
  }

  public TaskBuilder cpus(double amount) {
    cpus = Scalar.of(amount);
    return this;
  }

  public TaskBuilder mem(long megabytes) {
    mem = Scalar.of(megabytes);
    return this;
  }

  /** Ready when a command exits with 0. */
  public TaskBuilder readiness() {
    readiness =
        new ReadinessCheckSpec(
            "./ready", Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(5));
    return this;
  }

  /** Uses the resource set of another task of the pod. */
  public TaskBuilder onResourcesOf(String task) {
    sharedSet = setOf(task);
    return this;
  }

  /** {@code number} 0 stands for any. */
  public TaskBuilder port(String portName, int number) {
    return port(portName, number, PortRanges.EMPTY);
  }

  public TaskBuilder port(String portName, int number, PortRanges ranges) {
    ports.add(new PortSpec(portName, number, null, true, ranges, null));
    return this;
  }

  public TaskBuilder volume(String path, long megabytes) {
    volumes.add(root(path, megabytes));
    return this;
  }

  public TaskBuilder mount(String path, long megabytes, String... profiles) {
    volumes.add(
        new VolumeSpec(
            path, VolumeSpec.Kind.MOUNT, Scalar.of(megabytes), ImmutableList.copyOf(profiles)));
    return this;
  }

  public TaskBuilder config(String configName, String text) {
    configs.add(new ConfigSpec(configName, configName + ".mustache", "conf/" + configName, text));
    return this;
  }

  public TaskBuilder env(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  static VolumeSpec root(String path, long megabytes) {
    return new VolumeSpec(path, VolumeSpec.Kind.ROOT, Scalar.of(megabytes), ImmutableList.of());
  }

  private static String setOf(String task) {
    return task + "-resource-set";
  }

  /** Absent for a task on the resources of another. */
  Optional<ResourceSetSpec> resources() {
    return sharedSet != null
        ? Optional.empty()
        : Optional.of(
            new ResourceSetSpec(
                setOf(name),
                cpus,
                Scalar.ZERO,
                mem,
                ResourceLimitsSpec.NONE,
                ImmutableList.copyOf(ports),
                ImmutableList.copyOf(volumes)));
  }

  TaskSpec build() {
    return new TaskSpec(
        name,
        goal,
        essential,
        "./" + name,
        ImmutableMap.copyOf(env),
        ImmutableList.copyOf(configs),
        sharedSet != null ? sharedSet : setOf(name),
        ImmutableList.of(),
        ImmutableMap.of(),
        null,
        readiness,
        null,
        ImmutableList.of(),
        null,
        Duration.ofSeconds(3));
  }
}
