package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.PhaseSpec;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import java.util.Optional;

/**
 * Makes the deploy plan of a configuration: the one that the author wrote, or else a serial phase
 * for each pod type in the order of the spec with one step an instance, as the predecessor does.
 */
public final class DeployPlanner {

  private DeployPlanner() {}

  public static Plan deploy(ConfigId config, ServiceSpec spec) {
    PlanSpec written = spec.plans().get(Plan.DEPLOY);
    if (written == null) {
      ImmutableList<Phase> phases =
          spec.pods().values().stream()
              .map(pod -> phase(pod, pod.type(), StrategyKind.SERIAL, ImmutableList.of()))
              .collect(ImmutableList.toImmutableList());
      return new Plan(Plan.DEPLOY, Purpose.DEPLOY, config, StrategyKind.SERIAL, phases);
    }
    ImmutableList<Phase> phases =
        written.phases().values().stream()
            .map(
                phase ->
                    phase(
                        podOf(spec, phase), phase.name(), worked(phase.strategy()), phase.steps()))
            .collect(ImmutableList.toImmutableList());
    return new Plan(Plan.DEPLOY, Purpose.DEPLOY, config, written.strategy(), phases);
  }

  /**
   * A canary phase is worked on as if the operator had told it to go on at once; loading the spec
   * warns of that.
   */
  private static StrategyKind worked(StrategyKind strategy) {
    return switch (strategy) {
      case SERIAL, SERIAL_CANARY, RANDOM -> StrategyKind.SERIAL;
      case PARALLEL, PARALLEL_CANARY, DEPENDENCY -> StrategyKind.PARALLEL;
    };
  }

  private static PodSpec podOf(ServiceSpec spec, PhaseSpec phase) {
    return spec.pod(new PodId(phase.podType(), 0));
  }

  private static Phase phase(
      PodSpec pod, String name, StrategyKind strategy, ImmutableList<StepSpec> written) {
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    for (int index = 0; index < pod.count(); index++) {
      PodId id = new PodId(pod.type(), index);
      for (ImmutableList<String> tasks : tasksOf(pod, index, written)) {
        if (!tasks.isEmpty()) {
          steps.add(Step.of(Plan.DEPLOY, name, id, tasks));
        }
      }
    }
    return Phase.of(Plan.DEPLOY, name, strategy, steps.build());
  }

  /**
   * The entry for the index, else the default one, else no steps; without any entry all tasks at
   * once.
   */
  private static ImmutableList<ImmutableList<String>> tasksOf(
      PodSpec pod, int index, ImmutableList<StepSpec> written) {
    if (written.isEmpty()) {
      return ImmutableList.of(pod.tasks().keySet().asList());
    }
    Optional<StepSpec> own = written.stream().filter(step -> step.index() == index).findFirst();
    return own.or(
            () -> written.stream().filter(step -> step.index() == StepSpec.DEFAULT).findFirst())
        .map(StepSpec::taskSteps)
        .orElse(ImmutableList.of());
  }
}
