package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * A plan as the author wrote it.
 *
 * @param phases by name, in order
 */
public record PlanSpec(
    @SpecKey.Name(about = "The plan's name.", example = "deploy") String name,
    @SpecKey(
            value = "strategy",
            about = "In which order the phases are worked on.",
            standard = "serial",
            example = "parallel",
            form = SpecKey.Form.SMALL,
            without = {"serial-canary", "parallel-canary"})
        StrategyKind strategy,
    @SpecKey(
            value = "phases",
            about = "The phases, by name.",
            standard = SpecKey.REQUIRED,
            example = "{node: {pod: node}}")
        ImmutableMap<String, PhaseSpec> phases) {

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
  @SpecKey.Legacy(value = "tasks", instead = "Write `steps`, as `- default: [[a], [b]]`.")
  public record PhaseSpec(
      @SpecKey.Name(about = "The phase's name.", example = "node-deploy") String name,
      @SpecKey(
              value = "pod",
              about = "The pod type whose instances the phase works on.",
              standard = SpecKey.REQUIRED,
              example = "node")
          String podType,
      @SpecKey(
              value = "strategy",
              about = "In which order the steps are worked on.",
              standard = "serial",
              example = "parallel",
              form = SpecKey.Form.SMALL,
              alsoRead = "canary")
          StrategyKind strategy,
      @SpecKey(
              value = "steps",
              about =
                  "Which tasks are launched, in which order, for one instance or, under `default`, for all that are not named: a list of steps, each the list of its tasks. An empty list gives no step.",
              standard = "one step for each instance, with all tasks of the pod",
              example = "[{default: [[prepare], [server]]}]")
          ImmutableList<StepSpec> steps) {}

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
