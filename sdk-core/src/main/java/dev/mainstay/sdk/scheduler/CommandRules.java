package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.state.UninstallRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides about operators' commands. */
final class CommandRules implements OperatorCommand.Visitor<CommandAnswer> {

  private final Ledger ledger;
  private final IdSource ids;
  private final LeftoverRules leftovers;
  private final Instant now;

  CommandRules(Ledger ledger, IdSource ids, LeftoverRules leftovers, Instant now) {
    this.ledger = ledger;
    this.ids = ids;
    this.leftovers = leftovers;
    this.now = now;
  }

  @Override
  public CommandAnswer restartPod(OperatorCommand.RestartPod command) {
    Optional<PodRecord> known = ledger.state().pod(command.pod());
    if (known.isEmpty()) {
      return unknownPod(command.pod());
    }
    PodRecord pod = known.get();
    for (String name : command.tasks()) {
      if (pod.task(name).isEmpty()) {
        return CommandAnswer.unknown(
            "pod %s has no task '%s'; it has: %s"
                .formatted(pod.id(), name, String.join(", ", pod.tasks().keySet())));
      }
    }
    PodRecord after = pod;
    ImmutableSet.Builder<String> ended = ImmutableSet.builder();
    for (TaskRecord task : pod.tasks().values()) {
      boolean meant = command.tasks().isEmpty() || command.tasks().contains(task.name());
      if (meant && task.isActive()) {
        after = after.withTask(task.withEndWanted("restarted by the operator", now));
        ended.add(task.name());
      }
    }
    // What an operator wants now does not wait for a back-off, nor for a problem that may be
    // solved.
    ledger.put(after.withoutFailures());
    ImmutableList<String> names = ended.build().asList();
    return CommandAnswer.taken(
        names.isEmpty()
            ? "no task of pod " + pod.id() + " runs; what should run is launched without delay"
            : "ends " + String.join(", ", names) + " of pod " + pod.id() + " and launches it again",
        names);
  }

  @Override
  public CommandAnswer pausePod(OperatorCommand.PausePod command) {
    return ledger
        .state()
        .pod(command.pod())
        .map(pod -> new PauseRules(ledger, pod).pause(command.tasks()))
        .orElseGet(() -> unknownPod(command.pod()));
  }

  @Override
  public CommandAnswer resumePod(OperatorCommand.ResumePod command) {
    return ledger
        .state()
        .pod(command.pod())
        .map(pod -> new PauseRules(ledger, pod).resume(command.tasks()))
        .orElseGet(() -> unknownPod(command.pod()));
  }

  @Override
  public CommandAnswer replacePod(OperatorCommand.ReplacePod command) {
    Optional<PodRecord> known = ledger.state().pod(command.pod());
    if (known.isEmpty()) {
      return unknownPod(command.pod());
    }
    PodRecord pod = known.get();
    if (pod.isGivenUpForGood()) {
      return CommandAnswer.conflict("pod " + pod.id() + " is being given up for good");
    }
    ledger.put(ReplaceRules.wanted(pod, new Replacement("replaced by the operator", now, false)));
    ImmutableList<String> names = pod.tasks().keySet().asList();
    return CommandAnswer.taken(
        "gives up pod "
            + pod.id()
            + (pod.place() == null ? "" : " on " + pod.place().hostname())
            + " with its volumes, and places it anew",
        names);
  }

  @Override
  public CommandAnswer uninstall(OperatorCommand.Uninstall command) {
    if (ledger.state().uninstall().isEmpty()) {
      ledger.put(new UninstallRecord(now));
    }
    return CommandAnswer.taken(
        "the service is being uninstalled: its tasks end, its reservations and volumes are given back,"
            + " then the scheduler ends",
        ledger.state().pods().stream()
            .flatMap(pod -> pod.tasks().keySet().stream().map(task -> pod.id() + "-" + task))
            .collect(ImmutableList.toImmutableList()));
  }

  @Override
  public CommandAnswer setTarget(OperatorCommand.SetTarget command) {
    if (ledger.state().uninstall().isPresent()) {
      return CommandAnswer.conflict("the service is being uninstalled");
    }
    return new TargetRules(ledger, now).accept(command, ids.next().toString());
  }

  @Override
  public CommandAnswer operatePlan(OperatorCommand.OperatePlan command) {
    PlanCommandRules.Result result =
        new PlanCommandRules(ledger.state(), now, ids.next().toString()).decide(command);
    result.records().forEach(ledger::put);
    return result.answer();
  }

  @Override
  public CommandAnswer releaseLeftovers(OperatorCommand.ReleaseLeftovers command) {
    return leftovers.release(command, now);
  }

  @Override
  public CommandAnswer keepLeftovers(OperatorCommand.KeepLeftovers command) {
    return leftovers.keep();
  }

  private CommandAnswer unknownPod(PodId pod) {
    ServiceState state = ledger.state();
    boolean inSpec =
        state
            .target()
            .map(target -> target.spec().pods().get(pod.type()))
            .filter(spec -> pod.index() < spec.count())
            .isPresent();
    if (inSpec) {
      return CommandAnswer.conflict("pod " + pod + " was not launched yet");
    }
    return CommandAnswer.unknown(
        "no pod '%s'; there are: %s"
            .formatted(
                pod,
                state.pods().stream()
                    .map(known -> known.id().toString())
                    .collect(Collectors.joining(", "))));
  }
}
