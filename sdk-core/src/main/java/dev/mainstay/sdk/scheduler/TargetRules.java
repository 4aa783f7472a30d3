package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.planner.NewTarget;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Instant;

/** What a new target means for what is stored. */
final class TargetRules {

  private final Ledger ledger;
  private final Instant now;

  TargetRules(Ledger ledger, Instant now) {
    this.ledger = ledger;
    this.now = now;
  }

  /**
   * Makes it the target, unless there was another one in between.
   *
   * @param run a fresh id
   */
  CommandAnswer accept(OperatorCommand.SetTarget command, String run) {
    ServiceState state = ledger.state();
    TargetRecord target = state.targetRecord().orElseThrow();
    ConfigurationRecord next = command.next();
    if (next.id().equals(target.configId())) {
      return CommandAnswer.taken(
          "configuration " + next.id() + " is the target already", ImmutableList.of());
    }
    if (!target.configId().equals(command.base())) {
      return CommandAnswer.conflict(
          "the target became configuration %s in the meantime; look at the change again and repeat it"
              .formatted(target.configId()));
    }
    for (StateChange change : NewTarget.changes(state, next, run, target.started(), now)) {
      ledger.apply(change);
    }
    return CommandAnswer.taken(
        "configuration " + next.id() + " is the target from " + now + " on", ImmutableList.of());
  }
}
