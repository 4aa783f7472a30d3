package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What it means for the records of a service that a configuration becomes its target: the same
 * whether an operator gives it to the running scheduler or a start brings it.
 */
public final class NewTarget {

  /** Configurations kept beside those in use: enough to compare with and to go back to. */
  private static final int CONFIGURATIONS_KEPT = 20;

  private NewTarget() {}

  /**
   * The changes, in order.
   *
   * @param state of a service that has a target
   * @param run a fresh id, for the plan that brings the service there
   * @param started the configuration of the scheduler's last start
   */
  public static ImmutableList<StateChange> changes(
      ServiceState state, ConfigurationRecord next, String run, ConfigId started, Instant now) {
    TargetRecord target =
        state.targetRecord().orElseThrow().withTarget(next.id(), run).withStarted(started);
    boolean goesOn = DecommissionPlanner.goesOn(state, next.spec());
    ImmutableList.Builder<StateChange> changes = ImmutableList.builder();
    // One that was the target before is so from now on again, by another way.
    changes.add(new StateChange.Put(next));
    changes.add(new StateChange.Put(goesOn ? target : target.withRemoval(run)));
    // What the old target could not solve may be solved by the new one, and is tried at once.
    state.pods().stream()
        .filter(pod -> !pod.equals(pod.withoutFailures()))
        .map(pod -> new StateChange.Put(pod.withoutFailures()))
        .forEach(changes::add);
    ServiceState after = applied(state, changes.build());
    if (!goesOn) {
      removal(state, after, now).ifPresent(record -> changes.add(new StateChange.Put(record)));
    }
    changes.addAll(forgotten(after));
    return changes.build();
  }

  private static ServiceState applied(ServiceState state, ImmutableList<StateChange> changes) {
    ServiceState after = state;
    for (StateChange change : changes) {
      after = after.apply(change);
    }
    return after;
  }

  /** What an operator held back of a removal, or gave up, stays so for what still leaves. */
  private static Optional<PlanRunRecord> removal(
      ServiceState before, ServiceState after, Instant now) {
    PlanDecisions carried = DecommissionPlanner.carried(before, after);
    if (carried.equals(PlanDecisions.NONE)) {
      return Optional.empty();
    }
    Plan plan = DecommissionPlanner.of(after);
    return before
        .planRun(Plan.DECOMMISSION)
        .map(record -> record.next(plan.run(), plan.config(), record.parameters(), now))
        .map(record -> record.withDecisions(carried));
  }

  /** Of the configurations that nothing refers to the newest are kept. */
  private static ImmutableList<StateChange> forgotten(ServiceState state) {
    Set<ConfigId> used = used(state);
    return state.configurations().stream()
        .filter(configuration -> !used.contains(configuration.id()))
        .sorted(Comparator.comparing(ConfigurationRecord::acceptedAt).reversed())
        .skip(CONFIGURATIONS_KEPT)
        .map(old -> new StateChange.Remove(RecordKey.configuration(old.id())))
        .collect(ImmutableList.toImmutableList());
  }

  private static Set<ConfigId> used(ServiceState state) {
    Set<ConfigId> used = new HashSet<>();
    TargetRecord target = state.targetRecord().orElseThrow();
    used.add(target.configId());
    used.add(target.started());
    Optional.ofNullable(target.deployed()).ifPresent(used::add);
    Optional.ofNullable(target.previous()).ifPresent(used::add);
    for (PodRecord pod : state.pods()) {
      used.add(pod.config());
      for (TaskRecord task : pod.tasks().values()) {
        used.add(task.launch().config());
        Optional.ofNullable(task.goal()).map(Goal::config).ifPresent(used::add);
      }
    }
    state.planRuns().stream()
        .filter(PlanRunRecord::isActive)
        .map(PlanRunRecord::config)
        .forEach(used::add);
    return used;
  }
}
