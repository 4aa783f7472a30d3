package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.planner.PodChange.Kind;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What would happen if a configuration became the target: the same derivation by which it then
 * happens. Each pod is compared in the configuration that it was last launched in, so that the
 * answer holds for a service in the middle of another update too.
 *
 * @param pods every instance there is or would be: in the order in which the plan comes to them,
 *     then those that no plan works on, then those that go, highest index first
 * @param plan the plan that would run
 */
public record UpdatePreview(ImmutableList<PodChange> pods, Plan plan) {

  /** Of a service in this state. */
  public static UpdatePreview of(ServiceState state, ConfigurationRecord next) {
    TargetRecord target =
        state
            .targetRecord()
            .map(current -> current.withTarget(next.id(), next.id().value()))
            .orElseGet(() -> TargetRecord.first(next.id()));
    Plan plan = DeployPlanner.of(target, next.spec());
    Set<PodId> order = new LinkedHashSet<>();
    plan.phases().forEach(phase -> phase.steps().forEach(step -> order.add(step.pod())));
    order.addAll(instances(next.spec()));
    List<PodChange> changes = new ArrayList<>();
    order.forEach(pod -> changes.add(change(state, next, plan.name(), pod)));
    going(state, next.spec()).forEach(pod -> changes.add(decommission(state, next.spec(), pod)));
    return new UpdatePreview(ImmutableList.copyOf(changes), plan);
  }

  /** Nothing would happen. */
  public boolean changesNothing() {
    return pods.stream().allMatch(PodChange::isUntouched);
  }

  /** Those of a kind, in order. */
  public ImmutableList<PodId> of(Kind kind) {
    return pods.stream()
        .filter(change -> change.kind() == kind)
        .map(PodChange::pod)
        .collect(ImmutableList.toImmutableList());
  }

  private static List<PodId> instances(ServiceSpec spec) {
    List<PodId> instances = new ArrayList<>();
    for (PodSpec pod : spec.pods().values()) {
      for (int index = 0; index < pod.count(); index++) {
        instances.add(new PodId(pod.type(), index));
      }
    }
    return instances;
  }

  private static boolean has(ServiceSpec spec, PodId pod) {
    PodSpec type = spec.pods().get(pod.type());
    return type != null && pod.index() < type.count();
  }

  private static PodChange change(
      ServiceState state, ConfigurationRecord next, String plan, PodId id) {
    Optional<PodRecord> launched = state.pod(id).filter(pod -> !pod.tasks().isEmpty());
    if (launched.isEmpty()) {
      boolean known = state.target().map(target -> has(target.spec(), id)).orElse(false);
      return known
          ? new PodChange(id, Kind.UNCHANGED, "not placed yet", ImmutableList.of())
          : new PodChange(id, Kind.ADDED, "", ImmutableList.of(count(state, next.spec(), id)));
    }
    if (launched.get().isGivenUpForGood()) {
      return new PodChange(
          id,
          Kind.ADDED,
          "is given up with its data first",
          state.target().filter(target -> has(target.spec(), id)).isPresent()
              ? ImmutableList.of()
              : ImmutableList.of(count(state, next.spec(), id)));
    }
    PodDefinition now = PodDefinition.of(next.spec(), next.inputs().environment(), id, plan);
    Optional<PodDefinition> before = state.definition(launched.get().config(), plan, id);
    if (before.isEmpty()) {
      throw new IllegalStateException(
          "pod "
              + id
              + " runs in configuration "
              + launched.get().config()
              + ", which is not stored");
    }
    Kind kind = PodChange.kind(before.get(), now);
    if (kind == Kind.UNCHANGED && !DecommissionPlanner.drained(launched.get()).isEmpty()) {
      return new PodChange(
          id,
          Kind.RESTARTED,
          "it had begun to leave",
          ImmutableList.of(count(state, next.spec(), id)));
    }
    boolean resized = kind == Kind.RESTARTED && !before.get().reservesAlike(now);
    return new PodChange(
        id,
        kind,
        resized ? "resized in place" : "",
        DefinitionDifference.between(before.get(), now));
  }

  /** Instances that the spec no longer has: by type, the highest index first. */
  private static List<PodId> going(ServiceState state, ServiceSpec next) {
    Set<PodId> there = new LinkedHashSet<>();
    state.target().ifPresent(target -> there.addAll(instances(target.spec())));
    state.pods().forEach(pod -> there.add(pod.id()));
    return there.stream()
        .filter(pod -> !has(next, pod))
        .sorted(
            Comparator.comparing(PodId::type)
                .thenComparing(Comparator.comparingInt(PodId::index).reversed()))
        .toList();
  }

  private static PodChange decommission(ServiceState state, ServiceSpec next, PodId id) {
    boolean placed = state.pod(id).map(pod -> !pod.tasks().isEmpty()).orElse(false);
    return new PodChange(
        id,
        Kind.DECOMMISSIONED,
        placed ? "" : "not placed yet",
        ImmutableList.of(count(state, next, id)));
  }

  private static FieldDifference count(ServiceState state, ServiceSpec next, PodId id) {
    Optional<PodSpec> before = state.target().map(target -> target.spec().pods().get(id.type()));
    PodSpec now = next.pods().get(id.type());
    String path = "pods." + id.type();
    if (before.isEmpty()) {
      return new FieldDifference(path, "new");
    }
    if (now == null) {
      return new FieldDifference(path, "gone");
    }
    return new FieldDifference(path + ".count", before.get().count() + " → " + now.count());
  }
}
