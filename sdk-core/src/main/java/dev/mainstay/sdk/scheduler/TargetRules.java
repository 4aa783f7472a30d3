package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a new target means for what is stored. */
final class TargetRules {

  /** Configurations kept beside those in use: enough to compare with and to go back to. */
  private static final int CONFIGURATIONS_KEPT = 20;

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
    // One that was the target before is so from now on again, by another way.
    ledger.put(next);
    ledger.put(target.withTarget(next.id(), run));
    // What the old target could not solve may be solved by the new one, and is tried at once.
    ImmutableList.copyOf(state.pods()).stream()
        .map(PodRecord::withoutFailures)
        .forEach(ledger::put);
    forgetOld();
    return CommandAnswer.taken(
        "configuration " + next.id() + " is the target from " + now + " on", ImmutableList.of());
  }

  /** Of the configurations that nothing refers to the newest are kept. */
  private void forgetOld() {
    ServiceState state = ledger.state();
    Set<ConfigId> used = used(state);
    List<ConfigurationRecord> unused =
        state.configurations().stream()
            .filter(configuration -> !used.contains(configuration.id()))
            .sorted(Comparator.comparing(ConfigurationRecord::acceptedAt).reversed())
            .toList();
    unused.stream()
        .skip(CONFIGURATIONS_KEPT)
        .forEach(old -> ledger.remove(RecordKey.configuration(old.id())));
  }

  private static Set<ConfigId> used(ServiceState state) {
    Set<ConfigId> used = new HashSet<>();
    TargetRecord target = state.targetRecord().orElseThrow();
    used.add(target.configId());
    used.add(target.started());
    if (target.deployed() != null) {
      used.add(target.deployed());
    }
    if (target.previous() != null) {
      used.add(target.previous());
    }
    for (PodRecord pod : state.pods()) {
      used.add(pod.config());
      pod.tasks()
          .values()
          .forEach(
              task -> {
                used.add(task.launch().config());
                if (task.goal() != null) {
                  used.add(task.goal().config());
                }
              });
    }
    state.planRuns().stream().filter(run -> run.isActive()).forEach(run -> used.add(run.config()));
    return used;
  }
}
