package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.testing.world.SchedulerRun;

/** Pods that the service's own policy may have given up: none where the spec has no such policy. */
final class PolicyReplacements {

  private PolicyReplacements() {}

  /** Of a decision those pods which it leaves without a place, after they had one. */
  static ImmutableSet<PodId> in(ImmutableList<StateChange> changes, SchedulerRun run) {
    boolean allowed =
        run.state()
            .flatMap(ServiceState::target)
            .map(target -> target.spec().replacement() != null)
            .orElse(false);
    return !allowed
        ? ImmutableSet.of()
        : changes.stream()
            .filter(StateChange.Put.class::isInstance)
            .map(change -> ((StateChange.Put) change).record())
            .filter(PodRecord.class::isInstance)
            .map(PodRecord.class::cast)
            .filter(pod -> pod.place() == null && pod.replacedAt() != null)
            .map(PodRecord::id)
            .collect(ImmutableSet.toImmutableSet());
  }
}
