package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Makes the plans that an author wrote beside {@code deploy} and {@code update}: backup, restore,
 * repair. An operator starts them; each run does all its steps anew, in the configuration that was
 * the target when it was started.
 */
public final class CustomPlanner {

  /** The run of a plan that was never started, as it is shown. */
  private static final String NO_RUN = "";

  private CustomPlanner() {}

  /** The author's plans of a spec, by name, in its order. */
  public static ImmutableMap<String, PlanSpec> plansOf(ServiceSpec spec) {
    ImmutableMap.Builder<String, PlanSpec> plans = ImmutableMap.builder();
    spec.plans().values().stream()
        .filter(plan -> !PlanSpec.OF_THE_SCHEDULER.contains(plan.name()))
        .forEach(plan -> plans.put(plan.name(), plan));
    return plans.buildOrThrow();
  }

  /**
   * The plan of a run, without the instances that the service has no more since; empty when its
   * configuration has no such plan.
   */
  public static Optional<Plan> of(PlanRunRecord run, ServiceState state) {
    Optional<ServiceSpec> target = state.target().map(ConfigurationRecord::spec);
    return state
        .configuration(run.config())
        .flatMap(
            configuration -> plan(run.plan(), run.run(), configuration.id(), configuration.spec()))
        .map(plan -> target.map(spec -> remaining(plan, spec)).orElse(plan));
  }

  private static Plan remaining(Plan plan, ServiceSpec target) {
    return new Plan(
        plan.name(),
        plan.purpose(),
        plan.run(),
        plan.config(),
        plan.strategy(),
        plan.phases().stream()
            .map(phase -> remaining(phase, target))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Phase remaining(Phase phase, ServiceSpec target) {
    return new Phase(
        phase.id(),
        phase.name(),
        phase.strategy(),
        phase.steps().stream()
            .filter(step -> !DecommissionPlanner.isLeaving(step.pod(), target))
            .collect(ImmutableList.toImmutableList()),
        phase.after());
  }

  /**
   * The names of the author's plans: those of the target, and those of older ones that still run.
   */
  public static ImmutableSet<String> names(ServiceState state) {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    state.target().ifPresent(target -> names.addAll(plansOf(target.spec()).keySet()));
    state.planRuns().stream()
        .filter(run -> run.isActive() && !PlanSpec.OF_THE_SCHEDULER.contains(run.plan()))
        .forEach(run -> names.add(run.plan()));
    return names.build();
  }

  /** One of {@link #names}, as its current or last run did it. */
  public static Optional<Plan> named(String name, ServiceState state) {
    return state
        .planRun(name)
        .flatMap(run -> of(run, state))
        .or(() -> state.target().flatMap(target -> plan(name, NO_RUN, target.id(), target.spec())));
  }

  /** Those that run now, in the order in which they were started. */
  public static ImmutableList<Plan> active(ServiceState state) {
    Collection<PlanRunRecord> runs = state.planRuns();
    return runs.stream()
        .filter(PlanRunRecord::isActive)
        .filter(run -> !PlanSpec.OF_THE_SCHEDULER.contains(run.plan()))
        .sorted(Comparator.comparing(PlanRunRecord::startedAt).thenComparing(PlanRunRecord::plan))
        .flatMap(run -> of(run, state).stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether what was launched with the mark was for a run of an author's plan, over or not. */
  public static boolean isOfRun(RunMark mark, ServiceState state) {
    return state.planRuns().stream()
        .filter(run -> !PlanSpec.OF_THE_SCHEDULER.contains(run.plan()))
        .anyMatch(
            run ->
                run.run().equals(mark.run())
                    || run.past().stream().anyMatch(past -> past.run().equals(mark.run())));
  }

  private static Optional<Plan> plan(String name, String run, ConfigId config, ServiceSpec spec) {
    return Optional.ofNullable(plansOf(spec).get(name))
        .map(
            written ->
                new Plan(
                    name,
                    Purpose.CUSTOM,
                    run,
                    config,
                    written.strategy(),
                    DeployPlanner.phases(run, spec, written)));
  }
}
