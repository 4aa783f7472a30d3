package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The smallest part of a plan: brings some tasks of one pod instance to their goals, together.
 *
 * @param id name-based, the same after a restart of the scheduler
 * @param name {@code <pod>-<index>:[<task>, …]}
 * @param tasks at least one
 * @param after instances whose steps of the phase have to be complete before, where the phase's
 *     strategy is {@code DEPENDENCY}
 */
public record Step(
    UUID id, String name, PodId pod, ImmutableList<String> tasks, ImmutableSet<PodId> after) {

  public Step {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("step " + name + " has no task");
    }
  }

  /** The step of a phase, in a run of a plan, that launches these tasks of a pod. */
  public static Step of(String run, String phase, PodId pod, ImmutableList<String> tasks) {
    String name = pod + ":" + tasks;
    return new Step(nameBased(run, phase, name), name, pod, tasks, ImmutableSet.of());
  }

  /** One that waits for other instances. */
  public Step after(Iterable<PodId> pods) {
    return new Step(id, name, pod, tasks, ImmutableSet.copyOf(pods));
  }

  /** A UUID that names give, equal for equal names. */
  static UUID nameBased(String... names) {
    return UUID.nameUUIDFromBytes(String.join("\u0000", names).getBytes(StandardCharsets.UTF_8));
  }
}
