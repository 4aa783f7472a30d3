package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code plans}. */
final class PlanDecoder {

  /** Canaries are for phases: dcos-commons has none for plans. */
  private static final ImmutableList<PlanSpec.StrategyKind> OF_PLANS =
      ImmutableList.of(
          PlanSpec.StrategyKind.SERIAL,
          PlanSpec.StrategyKind.PARALLEL,
          PlanSpec.StrategyKind.RANDOM,
          PlanSpec.StrategyKind.DEPENDENCY);

  /** The short name of {@link PlanSpec.StrategyKind#SERIAL_CANARY}. */
  private static final String CANARY = "canary";

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
    PlanSpec.StrategyKind strategy = ofPlan(fields.field("strategy"));
    ImmutableMap.Builder<String, PlanSpec.PhaseSpec> phases = ImmutableMap.builder();
    Field phasesField = fields.field("phases");
    DependencyCheck dependencies =
        new DependencyCheck("phase", Names.of(phasesField), UnaryOperator.identity());
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
                        phase ->
                            phase(phase, strategy, dependencies)
                                .ifPresent(spec -> phases.put(spec.name(), spec))));
    ImmutableMap<String, PlanSpec.ParameterSpec> parameters =
        ParametersDecoder.decode(name, fields.field("parameters"));
    fields.finish();
    dependencies.finish();
    return new PlanSpec(name, strategy, phases.buildOrThrow(), parameters);
  }

  /**
   * A phase.
   *
   * @param ofPlan the plan's strategy
   * @param dependencies among all phases of the plan
   */
  private Optional<PlanSpec.PhaseSpec> phase(
      Field field, PlanSpec.StrategyKind ofPlan, DependencyCheck dependencies) {
    String name = Names.part(field);
    if (field.isAbsent()) {
      field.error("the phase is empty", "give it the 'pod' that it works on");
    }
    return field.mapping().map(fields -> phase(name, fields, ofPlan, dependencies));
  }

  private PlanSpec.PhaseSpec phase(
      String name, Fields fields, PlanSpec.StrategyKind ofPlan, DependencyCheck dependencies) {
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
    Field oldTasks = fields.legacy("tasks", "write 'steps', as '- default: [[a], [b]]'");
    ImmutableList<String> dependsOn =
        dependencies.read(name, fields.field("depends-on"), "plan", ofPlan);
    StepsDecoder steps = new StepsDecoder(type, pod, strategy);
    ImmutableList<PlanSpec.StepSpec> decoded =
        oldTasks.isAbsent() ? steps.decode(fields.field("steps")) : steps.ofEveryInstance(oldTasks);
    fields.finish();
    return new PlanSpec.PhaseSpec(name, type, strategy, decoded, dependsOn);
  }

  /** Old specs have canaries here too; the phases then follow each other without a stop. */
  private static PlanSpec.StrategyKind ofPlan(Field field) {
    boolean serial =
        field.says(CANARY) || field.says(shown(PlanSpec.StrategyKind.SERIAL_CANARY.name()));
    if (serial || field.says(shown(PlanSpec.StrategyKind.PARALLEL_CANARY.name()))) {
      PlanSpec.StrategyKind kind =
          serial ? PlanSpec.StrategyKind.SERIAL : PlanSpec.StrategyKind.PARALLEL;
      field.warning(
          "a canary is for phases; here it counts as " + shown(kind.name()),
          "write it for a phase, and " + shown(kind.name()) + " here");
      return kind;
    }
    return field.oneOf(OF_PLANS, PlanDecoder::shown).orElse(PlanSpec.StrategyKind.SERIAL);
  }

  private static PlanSpec.StrategyKind strategy(Field field) {
    return field.says(CANARY)
        ? PlanSpec.StrategyKind.SERIAL_CANARY
        : field
            .oneOf(PlanSpec.StrategyKind.class, PlanDecoder::shown)
            .orElse(PlanSpec.StrategyKind.SERIAL);
  }

  private static String shown(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
