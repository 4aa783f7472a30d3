package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.planner.UpdateSummary;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.HistoryRecord;
import dev.mainstay.sdk.state.HistoryRecord.Kind;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.PodRecord.Replacement;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happened into the service's history. Most of it is seen from what a decision changed,
 * at a cost that grows with the changed records alone: one entry for the launches of a pod, one for
 * each failure.
 */
final class Chronicle {

  private final Ledger ledger;

  /** Who wanted the target that this decision gives; empty for the scheduler itself. */
  private String targetBy = "";

  /** The plan that an operator commanded in this decision; empty for none. */
  private String commandedPlan = "";

  Chronicle(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * An operator's command was answered; those that were not taken changed nothing. One that gave
   * another target is told by what that changes.
   */
  void commanded(OperatorCommand command, CommandAnswer answer, String by, Instant now) {
    if (answer.outcome() != CommandAnswer.Outcome.TAKEN) {
      return;
    }
    if (command instanceof OperatorCommand.SetTarget) {
      targetBy = by;
    } else {
      commandedPlan = command instanceof OperatorCommand.OperatePlan plan ? plan.plan() : "";
      note(Kind.COMMAND, command.subject(), answer.message(), by, now);
    }
  }

  /** A step of a plan came to its end. */
  void complete(Plan plan, Step step, Instant now) {
    note(Kind.STEP, step.name(), "step of plan " + plan.name() + " is COMPLETE", "", now);
  }

  /** A step failed its rollout policy. */
  void rolloutFailed(Step step, String text, Instant now) {
    note(Kind.FAILURE, step.name(), "failed its rollout policy: " + text, "", now);
  }

  /**
   * What the decision so far changed.
   *
   * @param before the state before the event
   */
  void changed(ServiceState before, Instant now) {
    for (StateChange change : ledger.changes()) {
      change.accept(
          new StateChange.Visitor<Boolean>() {
            @Override
            public Boolean put(StateRecord record) {
              record(before, record, now);
              return true;
            }

            @Override
            public Boolean remove(RecordKey key) {
              return false;
            }
          });
    }
    targetBy = "";
    commandedPlan = "";
  }

  private void record(ServiceState before, StateRecord record, Instant now) {
    if (record instanceof PodRecord pod) {
      pod(before.pod(pod.id()), pod, now);
      recovery(before, pod, now);
    } else if (record instanceof TargetRecord target) {
      target(before, target, now);
    } else if (record instanceof FrameworkRecord framework) {
      doubt(before.framework().map(FrameworkRecord::isInDoubt).orElse(false), framework, now);
    } else if (record instanceof PlanRunRecord run) {
      run(before.planRun(run.plan()), run, now);
    }
  }

  private void pod(Optional<PodRecord> before, PodRecord pod, Instant now) {
    List<TaskRecord> launched = new ArrayList<>();
    for (TaskRecord task : pod.tasks().values()) {
      Optional<TaskRecord> old = before.flatMap(known -> known.task(task.name()));
      if (old.isEmpty() || !old.get().taskId().equals(task.taskId())) {
        launched.add(task);
      } else if (old.get().state() != task.state() && isFailure(pod, old.get(), task)) {
        note(Kind.FAILURE, pod.id() + "-" + task.name(), failure(task), "", now);
      }
    }
    if (!launched.isEmpty()) {
      note(Kind.LAUNCH, pod.id().toString(), launch(launched, pod.place()), "", now);
    }
    if (!pod.error().isEmpty() && !before.map(PodRecord::error).equals(Optional.of(pod.error()))) {
      note(Kind.FAILURE, pod.id().toString(), pod.error(), "", now);
    }
    String refused = pod.backoff().lastFailure();
    boolean told = before.map(known -> known.backoff().lastFailure()).equals(Optional.of(refused));
    if (pod.backoff().tellsOfReservation() && !told) {
      note(Kind.FAILURE, pod.id().toString(), refused, "", now);
    }
    replacement(pod.id(), before.map(PodRecord::replacement).orElse(null), pod, now);
  }

  private void recovery(ServiceState before, PodRecord pod, Instant now) {
    Optional<PodRecord> old = before.pod(pod.id());
    boolean mayRecover =
        old.filter(RecoveryEnd::hasHistory)
            .filter(known -> !RecoveryEnd.isWell(known, before))
            .isPresent();
    if (mayRecover && RecoveryEnd.isWell(pod, ledger.state())) {
      RecoveryEnd.told(pod.id(), ImmutableList.copyOf(ledger.state().history()), now)
          .ifPresent(text -> note(Kind.RECOVERY, pod.id().toString(), text, "", now));
    }
  }

  private void replacement(PodId id, @Nullable Replacement old, PodRecord pod, Instant now) {
    Replacement replacement = pod.replacement();
    if (replacement != null && !replacement.equals(old)) {
      String next = replacement.forGood() ? "is removed" : "is given up and placed anew";
      note(Kind.REPLACEMENT, id.toString(), next + ": " + replacement.cause(), "", now);
    }
  }

  private static String launch(List<TaskRecord> launched, @Nullable AgentPlace place) {
    StringBuilder text = new StringBuilder("launched ");
    String separator = "";
    for (TaskRecord task : launched) {
      text.append(separator).append(task.name()).append(task.launch().paused() ? " to idle" : "");
      separator = ", ";
    }
    return place == null ? text.toString() : text + " on " + place.hostname();
  }

  /** An end that nobody wanted and that was not the task's goal. */
  private boolean isFailure(PodRecord pod, TaskRecord before, TaskRecord task) {
    return switch (task.state()) {
      case STAGING, STARTING, RUNNING, KILLING, UNKNOWN -> false;
      case UNREACHABLE -> true;
      case FINISHED -> before.endWanted() == null && !wasToFinish(pod, task);
      case FAILED, KILLED, ERROR, LOST, DROPPED, GONE, GONE_BY_OPERATOR ->
          before.endWanted() == null;
    };
  }

  private boolean wasToFinish(PodRecord pod, TaskRecord task) {
    PodSpec spec = ledger.state().specOf(task.launch().config()).pod(pod.id());
    return spec.task(task.name()).goal() != TaskSpec.Goal.RUNNING && !task.launch().paused();
  }

  private static String failure(TaskRecord task) {
    boolean away = task.state() == TaskState.UNREACHABLE;
    String text = away ? "cannot be reached" : task.describe();
    return task.condition().reason() == null
        ? text
        : text
            + " ("
            + task.condition().reason().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + ")";
  }

  private void target(ServiceState before, TargetRecord target, Instant now) {
    String id = target.configId().value();
    Optional<TargetRecord> old = before.targetRecord();
    if (!old.map(TargetRecord::configId).equals(Optional.of(target.configId()))) {
      String text =
          ledger
              .state()
              .configuration(target.configId())
              .map(next -> becameTarget(before, next))
              .orElse("became the target");
      note(Kind.CONFIGURATION, id, text, targetBy, now);
    }
    boolean reached = target.configId().equals(target.deployed());
    boolean known = old.filter(record -> target.configId().equals(record.deployed())).isPresent();
    if (reached && !known) {
      note(Kind.CONFIGURATION, id, "is rolled out completely", "", now);
    }
  }

  /** Where it came from and what it changes. Who wanted it is told beside. */
  private String becameTarget(ServiceState before, ConfigurationRecord next) {
    String by = " by the " + targetBy;
    String origin = next.origin();
    String what = origin.endsWith(by) ? origin.substring(0, origin.length() - by.length()) : origin;
    return "became the target: %s; %s".formatted(what, UpdateSummary.of(before, next));
  }

  private void doubt(boolean before, FrameworkRecord framework, Instant now) {
    if (framework.isInDoubt() && !before) {
      note(Kind.FAILURE, "service", FrameworkRecord.IN_DOUBT, "", now);
    }
  }

  private void run(Optional<PlanRunRecord> before, PlanRunRecord run, Instant now) {
    boolean derived =
        switch (run.plan()) {
          case Plan.DEPLOY, Plan.UPDATE, Plan.RECOVERY -> true;
          default -> false;
        };
    if (derived) {
      return;
    }
    Optional<PlanRunRecord> same = before.filter(old -> old.run().equals(run.run()));
    // That it was started is told as the command, with the parameters.
    if (same.isEmpty() && !run.plan().equals(commandedPlan)) {
      note(Kind.PLAN, run.plan(), "began, run " + run.run(), "", now);
    }
    PlanRunRecord.Outcome outcome = run.outcome();
    if (outcome != null && same.map(PlanRunRecord::isActive).orElse(true)) {
      note(Kind.PLAN, run.plan(), "ended " + outcome + ", run " + run.run(), "", now);
    }
  }

  private void note(Kind kind, String subject, String text, String by, Instant now) {
    ledger.put(new HistoryRecord(ledger.state().nextHistoryNumber(), now, kind, subject, text, by));
  }
}
