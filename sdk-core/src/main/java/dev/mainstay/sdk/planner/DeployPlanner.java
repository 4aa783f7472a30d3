package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.PhaseSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.TargetRecord;
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
    return plan(name, target.run(), target.configId(), spec, PodDefinition.planOf(spec, name));
  }

  /** The plan of a first deployment. */
  public static Plan deploy(ConfigId config, ServiceSpec spec) {
    return of(TargetRecord.first(config), spec);
  }

  /** Whether the plan of that name launches the task of a pod instance. */
  static boolean names(ServiceSpec spec, String plan, PodId id, String task) {
    return PodDefinition.launches(spec, plan, id).contains(task);
  }

  private static Plan plan(
      String name, String run, ConfigId config, ServiceSpec spec, @Nullable PlanSpec written) {
    if (written == null) {
      ImmutableList<Phase> phases =
          spec.pods().values().stream()
              .map(pod -> phase(run, pod, whole(pod)))
              .collect(ImmutableList.toImmutableList());
      return new Plan(name, Purpose.DEPLOY, run, config, StrategyKind.SERIAL, phases);
    }
    return new Plan(
        name, Purpose.DEPLOY, run, config, written.strategy(), phases(run, spec, written));
  }

  /** The phases of a run of a plan that the author wrote. */
  static ImmutableList<Phase> phases(String run, ServiceSpec spec, PlanSpec written) {
    return written.phases().values().stream()
        .map(phase -> phase(run, podOf(spec, phase), phase))
        .collect(ImmutableList.toImmutableList());
  }

  private static PodSpec podOf(ServiceSpec spec, PhaseSpec phase) {
    return spec.pod(new PodId(phase.podType(), 0));
  }

  /** A phase with one step an instance. */
  private static PhaseSpec whole(PodSpec pod) {
    return new PhaseSpec(pod.type(), pod.type(), StrategyKind.SERIAL, ImmutableList.of());
  }

  private static Phase phase(String run, PodSpec pod, PhaseSpec written) {
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    for (int index = 0; index < pod.count(); index++) {
      PodId id = new PodId(pod.type(), index);
      ImmutableSet<PodId> after =
          written.instancesBefore(index).stream()
              .map(other -> new PodId(pod.type(), other))
              .collect(ImmutableSet.toImmutableSet());
      for (ImmutableList<String> tasks : written.stepsOf(pod, index)) {
        if (!tasks.isEmpty()) {
          steps.add(Step.of(run, written.name(), id, tasks).after(after));
        }
      }
    }
    return Phase.of(run, written.name(), written.strategy(), steps.build())
        .after(written.dependsOn());
  }
}
