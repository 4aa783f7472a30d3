package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * A plan as the author wrote it.
 *
 * @param strategy no canary
 * @param phases by name, in order
 */
public record PlanSpec(
    @SpecKey.Name(about = "The plan's name.", example = "deploy") String name,
    @SpecKey(
            value = "strategy",
            about =
                "In which order the phases are worked on. `random` takes one after the other in an order of its own for each run; `dependency` each as soon as those in its `depends-on` are complete.",
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
    /** On an operator's word the first, and on a second word the rest one after the other. */
    SERIAL_CANARY,
    /** On an operator's word the first, and on a second word the rest at once. */
    PARALLEL_CANARY,
    /** One after the other, in an order that differs from run to run. */
    RANDOM,
    /** Each when those are complete that it depends on. */
    DEPENDENCY
  }

  /**
   * A phase: steps for the instances of one pod type.
   *
   * @param steps empty for one step an instance with all tasks of the pod; see {@link StepSpec}
   * @param dependsOn phases of the plan that have to be complete before; only in a plan of strategy
   *     {@link StrategyKind#DEPENDENCY}
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
              about =
                  "In which order the steps are worked on. The canaries wait for an operator's `plan resume` before the first step, and for another before the rest; `random` takes one instance after the other in an order of its own for each run; `dependency` each instance as soon as those are complete which its entry in `steps` names in `depends-on`.",
              standard = "serial",
              example = "parallel",
              form = SpecKey.Form.SMALL,
              alsoRead = "canary")
          StrategyKind strategy,
      @SpecKey(
              value = "steps",
              about =
                  "Which tasks are launched, in which order, for one instance or, under `default`, for all that are not named: a list of steps, each the list of its tasks. An empty list gives no step. In a phase of strategy `dependency` an entry may have `depends-on`, a list of instances.",
              standard = "one step for each instance, with all tasks of the pod",
              example = "[{default: [[prepare], [server]]}]")
          ImmutableList<StepSpec> steps,
      @SpecKey(
              value = "depends-on",
              about =
                  "The phases that have to be complete before this one, in a plan of strategy `dependency`.",
              standard = "none",
              example = "[seeds]")
          ImmutableList<String> dependsOn) {

    /** One that waits for no other. */
    public PhaseSpec(
        String name, String podType, StrategyKind strategy, ImmutableList<StepSpec> steps) {
      this(name, podType, strategy, steps, ImmutableList.of());
    }

    /**
     * The steps of an instance, each with the names of its tasks: its own entry, else the default
     * one, else none; without any entry one step with all tasks.
     */
    public ImmutableList<ImmutableList<String>> stepsOf(PodSpec pod, int index) {
      if (steps.isEmpty()) {
        return ImmutableList.of(pod.tasks().keySet().asList());
      }
      return entry(index)
          .or(() -> entry(StepSpec.DEFAULT))
          .map(StepSpec::taskSteps)
          .orElse(ImmutableList.of());
    }

    /** The instances whose steps come before those of this one, under the strategy DEPENDENCY. */
    public ImmutableList<Integer> instancesBefore(int index) {
      return entry(index)
          .or(() -> entry(StepSpec.DEFAULT))
          .map(StepSpec::dependsOn)
          .orElse(ImmutableList.of());
    }

    private Optional<StepSpec> entry(int index) {
      return steps.stream().filter(step -> step.index() == index).findFirst();
    }
  }

  /**
   * Which tasks are launched together, in which order, for one instance or for all that have no own
   * entry.
   *
   * @param index the instance, or {@link #DEFAULT}
   * @param taskSteps one step for each inner list, with the names of its tasks; an empty list gives
   *     no step
   * @param dependsOn instances whose steps have to be complete before; only in a phase of strategy
   *     {@link StrategyKind#DEPENDENCY}
   */
  public record StepSpec(
      int index, ImmutableList<ImmutableList<String>> taskSteps, ImmutableList<Integer> dependsOn) {

    /** Stands for every instance without an entry of its own. */
    public static final int DEFAULT = -1;

    /** Steps that wait for no other instance. */
    public StepSpec(int index, ImmutableList<ImmutableList<String>> taskSteps) {
      this(index, taskSteps, ImmutableList.of());
    }
  }
}
