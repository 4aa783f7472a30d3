package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code plans}. */
final class PlanDecoder {

  private static final String DEFAULT = "default";

  /** Strategies of dcos-commons that the records do not have yet. */
  private static final ImmutableSet<String> UNSUPPORTED_STRATEGIES =
      ImmutableSet.of("canary", "serial-canary", "parallel-canary");

  private final ImmutableMap<String, PodSpec> pods;
  private final ImmutableSet<String> podTypes;

  /**
   * Decodes plans.
   *
   * @param podTypes all that are named, those with mistakes as well
   */
  PlanDecoder(ImmutableMap<String, PodSpec> pods, ImmutableSet<String> podTypes) {
    this.pods = pods;
    this.podTypes = podTypes;
  }

  ImmutableMap<String, PlanSpec> plans(Field field) {
    ImmutableMap.Builder<String, PlanSpec> plans = ImmutableMap.builder();
    field
        .mapping()
        .ifPresent(
            named ->
                named
                    .all()
                    .forEach(plan -> plan(plan).ifPresent(spec -> plans.put(spec.name(), spec))));
    return plans.buildOrThrow();
  }

  private Optional<PlanSpec> plan(Field field) {
    String name = Names.part(field);
    if (field.isAbsent()) {
      field.error("the plan is empty", "give it 'phases'");
    }
    return field.mapping().map(fields -> plan(name, fields));
  }

  private PlanSpec plan(String name, Fields fields) {
    PlanSpec.StrategyKind strategy = strategy(fields.field("strategy"));
    ImmutableMap.Builder<String, PlanSpec.PhaseSpec> phases = ImmutableMap.builder();
    Field phasesField = fields.field("phases");
    if (phasesField.isAbsent()) {
      phasesField.missing("add the phases, each with its 'pod'");
    }
    phasesField
        .mapping()
        .ifPresent(
            named ->
                named
                    .all()
                    .forEach(
                        phase -> phase(phase).ifPresent(spec -> phases.put(spec.name(), spec))));
    fields.finish();
    return new PlanSpec(name, strategy, phases.buildOrThrow());
  }

  private Optional<PlanSpec.PhaseSpec> phase(Field field) {
    String name = Names.part(field);
    if (field.isAbsent()) {
      field.error("the phase is empty", "give it the 'pod' that it works on");
    }
    return field.mapping().map(fields -> phase(name, fields));
  }

  private PlanSpec.PhaseSpec phase(String name, Fields fields) {
    PlanSpec.StrategyKind strategy = strategy(fields.field("strategy"));
    Field podField = fields.field("pod");
    String type = podField.text().required("name the pod type that the phase works on");
    PodSpec pod = pods.get(type);
    if (!podTypes.contains(type) && !podField.isAbsent() && !podField.isUnknown()) {
      String hint = Spelling.hint(type, podTypes);
      podField.error(
          "there is no pod type '" + type + "'",
          hint.isEmpty() ? "write one of " + podTypes : hint);
    }
    ImmutableList<PlanSpec.StepSpec> steps = steps(fields.field("steps"), pod);
    fields.finish();
    return new PlanSpec.PhaseSpec(name, type, strategy, steps);
  }

  private static PlanSpec.StrategyKind strategy(Field field) {
    String text = field.text().orElse("").strip();
    if (UNSUPPORTED_STRATEGIES.contains(text)) {
      field.error("strategy '" + text + "' is not supported yet", "write serial or parallel");
      return PlanSpec.StrategyKind.SERIAL;
    }
    return field
        .oneOf(PlanSpec.StrategyKind.class, name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
        .orElse(PlanSpec.StrategyKind.SERIAL);
  }

  private ImmutableList<PlanSpec.StepSpec> steps(Field field, @Nullable PodSpec pod) {
    Map<Integer, PlanSpec.StepSpec> steps = new LinkedHashMap<>();
    for (Field item : field.items()) {
      Optional<Fields> fields = item.mapping();
      if (fields.isEmpty()) {
        continue;
      }
      ImmutableList<Field> entries = fields.get().all();
      if (entries.size() != 1) {
        item.error(
            "an item of 'steps' has " + entries.size() + " keys",
            "write one index to an item, as '- 0: [[a], [b]]'");
      }
      for (Field entry : entries) {
        step(entry, pod)
            .ifPresent(
                step -> {
                  if (steps.putIfAbsent(step.index(), step) != null) {
                    entry.error(
                        "'" + entry.name() + "' is there twice",
                        "put its tasks into one list, as '[[a], [b]]'");
                  }
                });
      }
    }
    if (pod != null
        && steps.size() == field.items().size()
        && !steps.isEmpty()
        && !steps.containsKey(PlanSpec.StepSpec.DEFAULT)) {
      for (int index = 0; index < pod.count(); index++) {
        if (!steps.containsKey(index)) {
          field.error(
              "instance " + index + " of pod type '" + pod.type() + "' has no steps",
              "add '- "
                  + index
                  + ": …', or '- default: …' for all that are not named; an empty list gives no step");
          break;
        }
      }
    }
    return ImmutableList.copyOf(steps.values());
  }

  private static Optional<PlanSpec.StepSpec> step(Field entry, @Nullable PodSpec pod) {
    Integer index =
        entry.name().equals(DEFAULT)
            ? Integer.valueOf(PlanSpec.StepSpec.DEFAULT)
            : Ints.tryParse(entry.name());
    boolean isValid = entry.name().equals(DEFAULT) || (index != null && index >= 0);
    if (index == null || !isValid) {
      entry.error(
          "'" + entry.name() + "' is not an instance", "write its index, from 0, or 'default'");
      return Optional.empty();
    }
    if (pod != null && index >= pod.count()) {
      entry.warning(
          "pod type '" + pod.type() + "' has no instance " + index + " now",
          "its count is " + pod.count());
    }
    ImmutableList.Builder<ImmutableList<String>> taskSteps = ImmutableList.builder();
    for (Field item : entry.items()) {
      ImmutableList<Field> names = item.isList() ? item.items() : ImmutableList.of(item);
      ImmutableList<String> tasks =
          names.stream()
              .map(name -> task(name, pod))
              .flatMap(Optional::stream)
              .collect(ImmutableList.toImmutableList());
      if (!tasks.isEmpty()) {
        taskSteps.add(tasks);
      }
    }
    return Optional.of(new PlanSpec.StepSpec(index, taskSteps.build()));
  }

  private static Optional<String> task(Field field, @Nullable PodSpec pod) {
    Optional<String> name = field.filledText().optional();
    if (name.isPresent() && pod != null && !pod.tasks().containsKey(name.get())) {
      String hint = Spelling.hint(name.get(), pod.tasks().keySet());
      field.error(
          "pod type '" + pod.type() + "' has no task '" + name.get() + "'",
          hint.isEmpty() ? "write one of " + pod.tasks().keySet() : hint);
      return Optional.empty();
    }
    return name;
  }
}
