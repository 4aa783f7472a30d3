package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * A plan as the author wrote it.
 *
 * @param phases by name, in order
 */
public record PlanSpec(String name, StrategyKind strategy, ImmutableMap<String, PhaseSpec> phases) {

  /** In which order the parts are worked on. */
  public enum StrategyKind {
    /** One after the other. */
    SERIAL,
    /** All at once. */
    PARALLEL,
    /** One, on an operator's word the next, and on another word the rest one after the other. */
    SERIAL_CANARY,
    /** One, on an operator's word the next, and on another word the rest at once. */
    PARALLEL_CANARY
  }

  /**
   * A phase: steps for the instances of one pod type.
   *
   * @param steps empty for one step an instance with all tasks of the pod; see {@link StepSpec}
   */
  public record PhaseSpec(
      String name, String podType, StrategyKind strategy, ImmutableList<StepSpec> steps) {}

  /**
   * Which tasks are launched together, in which order, for one instance or for all that have no own
   * entry.
   *
   * @param index the instance, or {@link #DEFAULT}
   * @param taskSteps one step for each inner list, with the names of its tasks; an empty list gives
   *     no step
   */
  public record StepSpec(int index, ImmutableList<ImmutableList<String>> taskSteps) {

    /** Stands for every instance without an entry of its own. */
    public static final int DEFAULT = -1;
  }
}
