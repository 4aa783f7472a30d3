package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.BoundedMatch;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A plan as the author wrote it.
 *
 * @param strategy no canary
 * @param phases by name, in order
 * @param parameters what an operator may give at its start, by name, in order; absent for a plan
 *     that takes whatever is given, and for those {@link #OF_THE_SCHEDULER}
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
        ImmutableMap<String, PhaseSpec> phases,
    @SpecKey(
            value = "parameters",
            about =
                "What `mainstay plan start -p NAME=VALUE` may give, by name: environment variables of the tasks that the plan launches. With this key a start with other names, without what is required or with a value that does not match is refused. Not for the plans that the scheduler starts itself.",
            standard = "a start may give anything",
            example = "{SNAPSHOT: {about: Name of the snapshot., required: true}}")
        @Nullable ImmutableMap<String, ParameterSpec> parameters) {

  /** Plans of these names are started by the scheduler itself, whoever wrote them. */
  public static final ImmutableSet<String> OF_THE_SCHEDULER =
      ImmutableSet.of(
          PodDefinition.DEPLOY, PodDefinition.UPDATE, "recovery", "decommission", "uninstall");

  /** One that takes whatever parameters are given. */
  public PlanSpec(String name, StrategyKind strategy, ImmutableMap<String, PhaseSpec> phases) {
    this(name, strategy, phases, null);
  }

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

  /**
   * What an operator may give a run of the plan. It becomes a variable in the environment of the
   * tasks that the run launches.
   *
   * @param about for the operator, absent for nothing
   * @param required whether a run cannot do without it; an empty value is none then
   * @param standard the value when it is not given, absent for no variable; never of one that is
   *     required
   * @param pattern a regular expression that matches each value as a whole, absent for any value
   */
  public record ParameterSpec(
      @SpecKey.Name(
              about = "The parameter's name, which is that of the environment variable.",
              example = "SNAPSHOT")
          String name,
      @SpecKey(
              value = "about",
              about = "What it is, for the operator.",
              standard = "none",
              example = "Name of the snapshot.")
          @Nullable String about,
      @SpecKey(
              value = "required",
              about = "Whether the plan is started only with it. An empty value counts as none.",
              standard = "false",
              example = "true")
          boolean required,
      @SpecKey(
              value = "default",
              about = "The value when it is not given. Not for one that is required.",
              standard = "no variable",
              example = "7")
          @Nullable String standard,
      @SpecKey(
              value = "pattern",
              about = "A regular expression that matches each value as a whole, as Java has them.",
              standard = "any value",
              example = "'[0-9]+'")
          @Nullable String pattern) {

    /** Throws for one that is required and has a default, and for what is no pattern. */
    public ParameterSpec {
      if (required && standard != null) {
        throw new IllegalArgumentException(
            "parameter " + name + " is required, so that its default is never used");
      }
      if (pattern != null) {
        Pattern unused = Pattern.compile(pattern);
      }
    }

    /** Whether a value is one for this parameter. */
    public boolean takes(String value) {
      return pattern == null || BoundedMatch.matches(Pattern.compile(pattern), value);
    }
  }
}
