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
import dev.mainstay.sdk.state.TargetRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the deploy plan of a configuration: the one that the author wrote, or else a serial phase
 * for each pod type in the order of the spec with one step an instance, as the predecessor does.
 */
public final class DeployPlanner {

  private DeployPlanner() {}

  /** The plan that brings the service to its target: {@code deploy}, later {@code update}. */
  public static Plan of(TargetRecord target, ServiceSpec spec) {
    String name = target.update() ? Plan.UPDATE : Plan.DEPLOY;
    return plan(name, target.run(), target.configId(), spec, written(name, spec));
  }

  /** The plan of a first deployment. */
  public static Plan deploy(ConfigId config, ServiceSpec spec) {
    return of(TargetRecord.first(config), spec);
  }

  /** An update goes as the first deployment went, unless the author wrote a plan for it. */
  private static @Nullable PlanSpec written(String name, ServiceSpec spec) {
    PlanSpec own = spec.plans().get(name);
    return own == null ? spec.plans().get(Plan.DEPLOY) : own;
  }

  private static Plan plan(
      String name, String run, ConfigId config, ServiceSpec spec, @Nullable PlanSpec written) {
    if (written == null) {
      ImmutableList<Phase> phases =
          spec.pods().values().stream()
              .map(pod -> phase(run, pod, pod.type(), StrategyKind.SERIAL, ImmutableList.of()))
              .collect(ImmutableList.toImmutableList());
      return new Plan(name, Purpose.DEPLOY, run, config, StrategyKind.SERIAL, phases);
    }
    ImmutableList<Phase> phases =
        written.phases().values().stream()
            .map(
                phase ->
                    phase(
                        run,
                        podOf(spec, phase),
                        phase.name(),
                        worked(phase.strategy()),
                        phase.steps()))
            .collect(ImmutableList.toImmutableList());
    return new Plan(name, Purpose.DEPLOY, run, config, written.strategy(), phases);
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
      String run,
      PodSpec pod,
      String name,
      StrategyKind strategy,
      ImmutableList<StepSpec> written) {
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    for (int index = 0; index < pod.count(); index++) {
      PodId id = new PodId(pod.type(), index);
      for (ImmutableList<String> tasks : tasksOf(pod, index, written)) {
        if (!tasks.isEmpty()) {
          steps.add(Step.of(run, name, id, tasks));
        }
      }
    }
    return Phase.of(run, name, strategy, steps.build());
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
