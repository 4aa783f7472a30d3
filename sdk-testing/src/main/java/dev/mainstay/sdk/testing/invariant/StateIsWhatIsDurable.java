package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Replaying the durable records gives the live state, whenever the scheduler owes nothing. */
final class StateIsWhatIsDurable implements Checker {

  private final Set<RecordKey> changed = new HashSet<>();

  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    changes.forEach(change -> changed.add(change.key()));
  }

  @Override
  public void decided(SchedulerRun run, SchedulerEvent event, Decision decision) {
    decision.changes().forEach(change -> changed.add(change.key()));
  }

  @Override
  public void stepped(World world) {
    if (changed.isEmpty()) {
      return;
    }
    SchedulerRun run = world.scheduler();
    if (!run.isIdle() || !world.storage().isLedBy(run)) {
      return;
    }
    ServiceState live = run.state().orElseThrow();
    for (RecordKey key : changed) {
      StateRecord durable = world.storage().records().get(key);
      Optional<? extends StateRecord> known = known(live, key);
      require(
          known.isEmpty() ? durable == null : known.get().equals(durable),
          () ->
              "%s is %s to the scheduler, and what is durable says %s"
                  .formatted(key, known.orElse(null), durable));
    }
    changed.clear();
  }

  private static Optional<? extends StateRecord> known(ServiceState live, RecordKey key) {
    return switch (key.kind()) {
      case FRAMEWORK -> live.framework();
      case POD -> live.pod(PodId.parse(key.id())).map(PodRecord.class::cast);
      case RELEASED -> live.released(new ResourceId(key.id())).map(ReleasedRecord.class::cast);
      case CONFIGURATION ->
          live.configurations().stream().filter(known -> known.key().equals(key)).findFirst();
      case TARGET -> live.targetRecord();
      case PLAN_RUN -> live.planRun(key.id());
      case UNINSTALL -> live.uninstall();
      case HISTORY -> live.history().stream().filter(known -> known.key().equals(key)).findFirst();
    };
  }
}
