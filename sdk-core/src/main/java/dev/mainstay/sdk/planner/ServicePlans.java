package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** All plans of a service as its state gives them, for readers and for what operators command. */
public final class ServicePlans {

  private ServicePlans() {}

  /**
   * In the order in which they are shown: deploy or update, recovery, decommission, the author's.
   */
  public static ImmutableList<Plan> of(ServiceState state) {
    Optional<TargetRecord> target = state.targetRecord();
    Optional<ConfigurationRecord> configuration = state.target();
    if (target.isEmpty() || configuration.isEmpty()) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<Plan> plans = ImmutableList.builder();
    Plan deploy = DeployPlanner.of(target.get(), configuration.get().spec());
    plans.add(deploy);
    plans.add(RecoveryPlanner.recovery(deploy, state));
    plans.add(DecommissionPlanner.of(state));
    CustomPlanner.names(state)
        .forEach(name -> CustomPlanner.named(name, state).ifPresent(plans::add));
    return plans.build();
  }

  /** A plan by name; {@code deploy} is the update plan too, once there is one. */
  public static Optional<Plan> find(ImmutableList<Plan> plans, String name) {
    Optional<Plan> found = named(plans, name);
    return found.isEmpty() && name.equals(Plan.DEPLOY) ? named(plans, Plan.UPDATE) : found;
  }

  private static Optional<Plan> named(ImmutableList<Plan> plans, String name) {
    return plans.stream().filter(plan -> plan.name().equals(name)).findFirst();
  }

  /**
   * Which plan works on a pod and comes before the given one. Only an author's plan waits for
   * others in this way: a pod is not recovered while another plan brings it up.
   */
  public static Function<PodId, Optional<String>> before(Plan plan, ServiceState state) {
    if (plan.purpose() != Plan.Purpose.CUSTOM) {
      return pod -> Optional.empty();
    }
    ImmutableList<Plan> all = of(state);
    ImmutableList<Plan> running = CustomPlanner.active(state);
    ImmutableList<PlanProgress> earlier =
        Stream.concat(
                all.stream().filter(other -> other.purpose() == Plan.Purpose.DEPLOY),
                running.stream().takeWhile(other -> !other.name().equals(plan.name())))
            .map(other -> new PlanProgress(other, state))
            .collect(ImmutableList.toImmutableList());
    ImmutableSet<PodId> recovering =
        all.stream()
            .filter(other -> other.purpose() == Plan.Purpose.RECOVERY)
            .flatMap(other -> other.phases().stream())
            .flatMap(phase -> phase.steps().stream())
            .map(step -> step.pod())
            .collect(ImmutableSet.toImmutableSet());
    return pod ->
        earlier.stream()
            .filter(other -> other.candidateOf(pod).isPresent())
            .map(other -> other.plan().name())
            .findFirst()
            .or(() -> recovering.contains(pod) ? Optional.of(Plan.RECOVERY) : Optional.empty());
  }
}
