package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code steps} of a phase: a list whose items each have one key, an instance's index or {@code
 * default}, with the tasks to launch. Old specs have a mapping in place of the list, or name the
 * instance in {@code pod-instance}.
 */
final class StepsDecoder {

  private static final String DEFAULT = "default";
  private static final String DEPENDS_ON = "depends-on";

  private final String podType;
  private final @Nullable PodSpec pod;
  private final StrategyKind strategy;

  /**
   * For one phase.
   *
   * @param pod absent when there is no such type, which is told elsewhere
   */
  StepsDecoder(String podType, @Nullable PodSpec pod, StrategyKind strategy) {
    this.podType = podType;
    this.pod = pod;
    this.strategy = strategy;
  }

  /** The same steps for every instance, as old specs have them in {@code tasks} of a phase. */
  ImmutableList<StepSpec> ofEveryInstance(Field tasks) {
    return ImmutableList.of(new StepSpec(StepSpec.DEFAULT, taskSteps(tasks)));
  }

  ImmutableList<StepSpec> decode(Field field) {
    Map<Integer, StepSpec> steps = new LinkedHashMap<>();
    Map<Integer, Field> dependencies = new LinkedHashMap<>();
    if (field.isMapping()) {
      field.warning("a mapping is the form of old specs", "write a list, as '- 0: [[a], [b]]'");
      field.mapping().ifPresent(fields -> fields.all().forEach(entry -> step(entry, steps)));
    } else {
      field.items().forEach(item -> item(item, steps, dependencies));
    }
    if (!steps.isEmpty() && (field.isMapping() || steps.size() == field.items().size())) {
      checkInstances(field, steps);
    }
    addDependencies(steps, dependencies);
    return ImmutableList.copyOf(steps.values());
  }

  private void item(Field item, Map<Integer, StepSpec> steps, Map<Integer, Field> dependencies) {
    if (item.isAbsent()) {
      item.error("the item is empty", "write '- 0: [[a], [b]]', or remove it");
    }
    Optional<Fields> fields = item.mapping();
    if (fields.isEmpty()) {
      return;
    }
    if (fields.get().keys().contains("tasks")) {
      oldItem(item, fields.get(), steps);
      return;
    }
    ImmutableList<Field> entries =
        fields.get().all().stream()
            .filter(entry -> !entry.name().equals(DEPENDS_ON))
            .collect(ImmutableList.toImmutableList());
    if (entries.size() != 1) {
      item.error(
          "an item of 'steps' has " + entries.size() + " keys",
          "write one index to an item, as '- 0: [[a], [b]]'");
    }
    entries.forEach(entry -> step(entry, steps));
    Field dependsOn = fields.get().field(DEPENDS_ON);
    if (!dependsOn.isAbsent() && entries.size() == 1) {
      Integer index = indexOf(entries.get(0).name());
      if (index != null && dependencies.putIfAbsent(index, dependsOn) != null) {
        dependsOn.error(
            "'" + entries.get(0).name() + "' has 'depends-on' already", "write it once");
      }
    }
  }

  /** The instances that each entry waits for, each of which means the entry that it falls under. */
  private void addDependencies(Map<Integer, StepSpec> steps, Map<Integer, Field> dependencies) {
    if (dependencies.isEmpty() || pod == null) {
      return;
    }
    ImmutableSet<String> instances =
        IntStream.range(0, pod.count())
            .mapToObj(Integer::toString)
            .collect(ImmutableSet.toImmutableSet());
    DependencyCheck check =
        new DependencyCheck(
            "instance",
            instances,
            name -> steps.containsKey(Integer.parseInt(name)) ? name : DEFAULT);
    for (Map.Entry<Integer, Field> entry : dependencies.entrySet()) {
      StepSpec step = steps.get(entry.getKey());
      if (step != null) {
        String name = step.index() == StepSpec.DEFAULT ? DEFAULT : Integer.toString(step.index());
        ImmutableList<Integer> dependsOn =
            check.read(name, entry.getValue(), "phase", strategy).stream()
                .map(Integer::valueOf)
                .collect(ImmutableList.toImmutableList());
        steps.put(step.index(), new StepSpec(step.index(), step.taskSteps(), dependsOn));
      }
    }
    check.finish();
  }

  private void step(Field entry, Map<Integer, StepSpec> steps) {
    Optional<Integer> index = index(entry.name(), entry);
    if (index.isPresent()) {
      if (entry.isAbsent()) {
        entry.error("the step is empty", "write its tasks, or [] for no step");
      }
      StepSpec step = new StepSpec(index.get(), taskSteps(entry));
      if (steps.containsKey(index.get())) {
        entry.warning(
            "'" + entry.name() + "' is there twice, so its steps follow each other",
            "put its tasks into one list, as '[[a], [b]]'");
      }
      steps.merge(index.get(), step, StepsDecoder::joined);
    }
  }

  /** {@code pod-instance: 0, tasks: [a, b]}: one step; the next item of the instance follows it. */
  private void oldItem(Field item, Fields fields, Map<Integer, StepSpec> steps) {
    item.warning("'tasks' is the form of old specs", "write '- 0: [[a], [b]]'");
    Field other = fields.field("podInstance");
    Field instance = fields.has("pod-instance") ? fields.field("pod-instance") : other;
    Optional<Integer> index = index(instance.text().orElse(DEFAULT), instance);
    ImmutableList<String> tasks = launchedTogether(fields.field("tasks"));
    fields.finish();
    if (index.isPresent()) {
      steps.merge(
          index.get(), new StepSpec(index.get(), ImmutableList.of(tasks)), StepsDecoder::joined);
    }
  }

  /** The steps of one and, after them, those of the other. */
  private static StepSpec joined(StepSpec first, StepSpec second) {
    return new StepSpec(
        first.index(),
        ImmutableList.<ImmutableList<String>>builder()
            .addAll(first.taskSteps())
            .addAll(second.taskSteps())
            .build());
  }

  private static @Nullable Integer indexOf(String name) {
    Integer index = name.equals(DEFAULT) ? Integer.valueOf(StepSpec.DEFAULT) : Ints.tryParse(name);
    return index == null || (index < 0 && !name.equals(DEFAULT)) ? null : index;
  }

  private Optional<Integer> index(String name, Field field) {
    Integer index = indexOf(name);
    if (index == null) {
      field.error("'" + name + "' is not an instance", "write its index, from 0, or 'default'");
      return Optional.empty();
    }
    if (pod != null && index >= pod.count()) {
      field.warning(
          "pod type '" + podType + "' has no instance " + index + " now",
          "its count is " + pod.count());
    }
    return Optional.of(index);
  }

  private ImmutableList<ImmutableList<String>> taskSteps(Field field) {
    ImmutableList.Builder<ImmutableList<String>> steps = ImmutableList.builder();
    for (Field item : field.items()) {
      ImmutableList<String> tasks = launchedTogether(item);
      if (!tasks.isEmpty()) {
        steps.add(tasks);
      }
    }
    return steps.build();
  }

  /** Tasks of one step: a list of names, or one name. */
  private ImmutableList<String> launchedTogether(Field field) {
    ImmutableList<Field> items = field.isList() ? field.items() : ImmutableList.of(field);
    ImmutableList<String> names =
        items.stream()
            .map(this::task)
            .flatMap(Optional::stream)
            .collect(ImmutableList.toImmutableList());
    if (pod != null) {
      checkSets(names, pod, field);
    }
    return names;
  }

  private Optional<String> task(Field field) {
    Optional<String> name = field.filledText().optional();
    if (field.isAbsent()) {
      field.error("the task is empty", "name it");
    }
    if (name.isPresent() && pod != null && !pod.tasks().containsKey(name.get())) {
      String hint = Spelling.hint(name.get(), pod.tasks().keySet());
      field.error(
          "pod type '" + podType + "' has no task '" + name.get() + "'",
          hint.isEmpty() ? "write one of " + pod.tasks().keySet() : hint);
      return Optional.empty();
    }
    return name;
  }

  /** A resource set serves one task at a time. */
  private static void checkSets(ImmutableList<String> names, PodSpec pod, Field field) {
    Map<String, String> users = new HashMap<>();
    for (String name : names) {
      TaskSpec task = pod.task(name);
      String other = users.putIfAbsent(task.resourceSet(), name);
      if (other != null && !other.equals(name) && !task.resourceSet().isEmpty()) {
        field.error(
            "tasks '"
                + other
                + "' and '"
                + name
                + "' cannot be launched together: both use resource set '"
                + task.resourceSet()
                + "'",
            "write two steps, as '[[" + other + "], [" + name + "]]', or give one another set");
      }
    }
  }

  private void checkInstances(Field field, Map<Integer, StepSpec> steps) {
    if (pod == null || steps.containsKey(StepSpec.DEFAULT)) {
      return;
    }
    for (int index = 0; index < pod.count(); index++) {
      if (!steps.containsKey(index)) {
        field.warning(
            "instance " + index + " of pod type '" + podType + "' has no steps, so it gets none",
            "add '- "
                + index
                + ": …', or '- default: …' for all that are not named; an empty list says that none"
                + " is meant");
        return;
      }
    }
  }
}
