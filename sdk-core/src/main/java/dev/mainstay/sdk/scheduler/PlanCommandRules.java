package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Plan.Purpose;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Rollout;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.planner.CustomPlanner;
import dev.mainstay.sdk.planner.ServicePlans;
import dev.mainstay.sdk.scheduler.OperatorCommand.OperatePlan;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.ParameterSpec;
import dev.mainstay.sdk.spec.SecretWords;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanDecisions.PhaseDecision;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PlanRunRecord.Outcome;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's command about a plan means for what is stored: a function of the state. The
 * answers are those of dcos-commons ({@code PlansQueries}) where it has one.
 */
final class PlanCommandRules {

  private final ServiceState state;
  private final Instant now;
  private final String newRun;

  /**
   * Rules for one command.
   *
   * @param newRun a fresh id, for a run that may begin
   */
  PlanCommandRules(ServiceState state, Instant now, String newRun) {
    this.state = state;
    this.now = now;
    this.newRun = newRun;
  }

  /**
   * What a command gives.
   *
   * @param records to put; none unless it was taken
   */
  record Result(ImmutableList<StateRecord> records, CommandAnswer answer) {

    static Result of(CommandAnswer answer) {
      return new Result(ImmutableList.of(), answer);
    }
  }

  /**
   * What a command is about: a plan, one of its phases or some of its steps.
   *
   * @param phase absent unless a phase as a whole is meant
   * @param step absent unless one step is meant
   */
  private record Subject(Plan plan, PlanView view, Optional<Phase> phase, Optional<Step> step) {

    ImmutableList<Step> steps() {
      return step.map(ImmutableList::of)
          .orElseGet(
              () ->
                  phase
                      .map(Phase::steps)
                      .orElseGet(
                          () ->
                              plan.phases().stream()
                                  .flatMap(each -> each.steps().stream())
                                  .collect(ImmutableList.toImmutableList())));
    }

    Status status() {
      if (step.isPresent()) {
        return statusOf(step.get());
      }
      return phase.map(this::statusOf).orElse(view.status());
    }

    Status statusOf(Phase wanted) {
      return view.phases().stream()
          .filter(each -> each.id().equals(wanted.id()))
          .map(PlanView.PhaseView::status)
          .findFirst()
          .orElseThrow();
    }

    Status statusOf(Step wanted) {
      return view.phases().stream()
          .flatMap(each -> each.steps().stream())
          .filter(each -> each.id().equals(wanted.id()))
          .map(PlanView.StepView::status)
          .findFirst()
          .orElseThrow();
    }

    /** For people. */
    String name() {
      return step.map(one -> "step " + one.name() + " of plan " + plan.name())
          .or(() -> phase.map(one -> "phase " + one.name() + " of plan " + plan.name()))
          .orElse("plan " + plan.name());
    }
  }

  Result decide(OperatePlan command) {
    ImmutableList<Plan> plans = ServicePlans.of(state);
    Optional<Plan> plan = ServicePlans.find(plans, command.plan());
    if (plan.isEmpty()) {
      return unknown("plan", command.plan(), plans.stream().map(Plan::name).toList());
    }
    if (plan.get().purpose() == Purpose.RECOVERY && !isAboutPace(command.action())) {
      return conflict(
          "plan recovery follows from what fails, so it cannot be told to %s; 'mainstay pod restart POD' and 'mainstay pod replace POD' act on a pod"
              .formatted(command.action().word()));
    }
    if (plan.get().purpose() == Purpose.DECOMMISSION && isAboutARun(command.action())) {
      return conflict(
          "plan decommission follows from the target, so it cannot be told to %s; 'mainstay plan pause decommission' lets no further instance go"
              .formatted(command.action().word()));
    }
    boolean ofPart = !command.phase().isEmpty() || !command.step().isEmpty();
    return switch (command.action()) {
      case START -> ofPart ? operate(plan.get(), command) : start(plan.get(), command.parameters());
      case STOP -> ofPart ? operate(plan.get(), command) : stop(plan.get());
      case CONTINUE, INTERRUPT, RESTART, FORCE_COMPLETE -> operate(plan.get(), command);
    };
  }

  private static boolean isAboutARun(PlanAction action) {
    return switch (action) {
      case START, STOP, RESTART -> true;
      case CONTINUE, INTERRUPT, FORCE_COMPLETE -> false;
    };
  }

  private static boolean isAboutPace(PlanAction action) {
    return switch (action) {
      case CONTINUE, INTERRUPT -> true;
      case START, STOP, RESTART, FORCE_COMPLETE -> false;
    };
  }

  private Result start(Plan plan, ImmutableSortedMap<String, String> parameters) {
    if (plan.purpose() != Purpose.CUSTOM) {
      return conflict(
          "plan %1$s is started by the scheduler itself; 'mainstay plan resume %1$s' goes on with it, 'mainstay plan restart %1$s' does its steps again"
              .formatted(plan.name()));
    }
    RunParameters checked = RunParameters.of(declaredBy(plan), parameters);
    if (!checked.problems().isEmpty()) {
      return Result.of(
          CommandAnswer.invalid(
              "plan " + plan.name() + " is not started:" + listed(checked.problems())));
    }
    Optional<PlanRunRecord> active = state.planRun(plan.name()).filter(PlanRunRecord::isActive);
    return active
        .map(run -> conflict(runs(run)))
        .orElseGet(
            () ->
                begin(
                    plan,
                    checked.values(),
                    "started plan " + plan.name() + shown(checked.values())));
  }

  /** By the target, which a run begins with; absent for a plan that takes any. */
  private @Nullable ImmutableMap<String, ParameterSpec> declaredBy(Plan plan) {
    PlanSpec written = state.target().orElseThrow().spec().plans().get(plan.name());
    return written == null ? null : written.parameters();
  }

  /** One goes on in its line, several have a line each. */
  private static String listed(ImmutableList<String> problems) {
    return problems.size() == 1
        ? " " + problems.get(0)
        : problems.stream().map(problem -> "\n- " + problem).collect(Collectors.joining());
  }

  private static String runs(PlanRunRecord run) {
    return run.decisions().interrupted()
        ? "plan %1$s runs already and is interrupted; 'mainstay plan resume %1$s' goes on with it, 'mainstay plan stop %1$s' ends it"
            .formatted(run.plan())
        : "plan %1$s runs already, since %2$s; 'mainstay plan stop %1$s' ends it"
            .formatted(run.plan(), run.startedAt());
  }

  private Result begin(Plan plan, ImmutableSortedMap<String, String> parameters, String message) {
    // A run does what the target says now, not what the last run's configuration said.
    ConfigurationRecord config = state.target().orElseThrow();
    if (!config.spec().plans().containsKey(plan.name())) {
      return conflict(
          "configuration %s has no plan '%s' any more".formatted(config.id(), plan.name()));
    }
    PlanRunRecord record =
        state
            .planRun(plan.name())
            .orElseGet(() -> PlanRunRecord.begun(plan.name(), newRun, config.id(), now));
    PlanRunRecord begun =
        record.run().equals(newRun)
            ? new PlanRunRecord(
                plan.name(),
                newRun,
                config.id(),
                parameters,
                now,
                null,
                null,
                PlanDecisions.NONE,
                ImmutableList.of())
            : record.next(newRun, config.id(), parameters, now);
    return taken(
        ImmutableList.<StateRecord>builder().add(begun).addAll(afresh(begun, config)).build(),
        message);
  }

  /**
   * The pods of a run that begins, without the problem of an earlier one; what runs on in them has
   * its failures with the pod, which a run that brings none of it up leaves alone.
   */
  private ImmutableList<PodRecord> afresh(PlanRunRecord run, ConfigurationRecord config) {
    ImmutableList<Step> steps =
        CustomPlanner.of(run, state).stream()
            .flatMap(plan -> plan.phases().stream())
            .flatMap(phase -> phase.steps().stream())
            .collect(ImmutableList.toImmutableList());
    ImmutableSet<PodId> bringsUp =
        steps.stream()
            .filter(
                step ->
                    step.tasks().stream()
                        .map(config.spec().pod(step.pod())::task)
                        .anyMatch(task -> task.goal() == TaskSpec.Goal.RUNNING))
            .map(Step::pod)
            .collect(ImmutableSet.toImmutableSet());
    return steps.stream()
        .map(Step::pod)
        .distinct()
        .flatMap(pod -> state.pod(pod).stream())
        .filter(pod -> !pod.error().isEmpty() || bringsUp.contains(pod.id()))
        .map(pod -> bringsUp.contains(pod.id()) ? pod.withoutFailures() : pod.withError(""))
        .collect(ImmutableList.toImmutableList());
  }

  private static String shown(ImmutableSortedMap<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : " with parameters "
            + parameters.entrySet().stream()
                .map(
                    each -> each.getKey() + "=" + SecretWords.shown(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
  }

  private Result stop(Plan plan) {
    if (plan.purpose() != Purpose.CUSTOM) {
      return conflict(
          "plan %1$s brings the service to its target and cannot be stopped; 'mainstay plan pause %1$s' lets nothing more of it begin, another target takes its place"
              .formatted(plan.name()));
    }
    Optional<PlanRunRecord> active = state.planRun(plan.name()).filter(PlanRunRecord::isActive);
    return active
        .map(
            run ->
                taken(
                    ImmutableList.of(run.ended(Outcome.STOPPED, now)),
                    "stopped plan %s; tasks of it that run go on to their end"
                        .formatted(plan.name())))
        .orElseGet(() -> already("plan " + plan.name() + " does not run"));
  }

  private Result operate(Plan plan, OperatePlan command) {
    PlanView view = PlanViews.of(plan, state, now);
    List<Phase> phases = new ArrayList<>(plan.phases());
    if (!command.phase().isEmpty()) {
      phases.removeIf(phase -> !isNamed(command.phase(), phase.id(), phase.name()));
      if (phases.isEmpty()) {
        return unknown("phase", command.phase(), plan.phases().stream().map(Phase::name).toList());
      }
    }
    if (command.step().isEmpty()) {
      Optional<Phase> phase =
          command.phase().isEmpty() ? Optional.empty() : Optional.of(phases.get(0));
      return operate(command.action(), new Subject(plan, view, phase, Optional.empty()));
    }
    List<Step> steps =
        phases.stream()
            .flatMap(phase -> phase.steps().stream())
            .filter(step -> isNamed(command.step(), step.id(), step.name()))
            .toList();
    if (steps.isEmpty()) {
      return unknown(
          "step",
          command.step(),
          phases.stream().flatMap(phase -> phase.steps().stream()).map(Step::name).toList());
    }
    if (steps.stream().map(Step::id).distinct().count() > 1) {
      return Result.of(
          CommandAnswer.invalid(
              "several phases have a step '%s'; name the phase too".formatted(command.step())));
    }
    return operate(
        command.action(), new Subject(plan, view, Optional.empty(), Optional.of(steps.get(0))));
  }

  private static boolean isNamed(String wanted, UUID id, String name) {
    return name.equals(wanted) || id.toString().equals(wanted);
  }

  private Result operate(PlanAction action, Subject subject) {
    if (action == PlanAction.START || action == PlanAction.STOP) {
      return Result.of(CommandAnswer.invalid(asAWhole(action, subject)));
    }
    boolean idle =
        subject.plan().purpose() == Purpose.CUSTOM
            && state.planRun(subject.plan().name()).filter(PlanRunRecord::isActive).isEmpty();
    if (idle) {
      return onIdle(action, subject);
    }
    return switch (action) {
      case INTERRUPT -> interrupt(subject);
      case CONTINUE -> goOn(subject);
      case RESTART -> restart(subject);
      case FORCE_COMPLETE -> forceComplete(subject);
      case START, STOP ->
          throw new IllegalArgumentException(action + " is about no part of a plan");
    };
  }

  /** A run begins and ends as a whole, as in dcos-commons; what to do with a part of it instead. */
  private static String asAWhole(PlanAction action, Subject subject) {
    return action == PlanAction.START
        ? "a plan is started as a whole; 'mainstay plan resume' goes on with %s, 'mainstay plan restart' does it again"
            .formatted(subject.name())
        : "a plan is stopped as a whole; 'mainstay plan pause' lets nothing more of %s begin, 'mainstay plan force-complete' goes on without it"
            .formatted(subject.name());
  }

  /** The plan as a whole may be restarted, with the parameters of its last run. */
  private Result onIdle(PlanAction action, Subject subject) {
    Plan plan = subject.plan();
    if (action == PlanAction.RESTART && subject.phase().isEmpty() && subject.step().isEmpty()) {
      RunParameters again =
          RunParameters.of(
              declaredBy(plan),
              state
                  .planRun(plan.name())
                  .map(PlanRunRecord::parameters)
                  .orElse(ImmutableSortedMap.of()));
      if (!again.problems().isEmpty()) {
        return conflict(
            "plan %1$s is not started again with the parameters that it had, start it with others by 'mainstay plan start %1$s -p KEY=VALUE':%2$s"
                .formatted(plan.name(), listed(again.problems())));
      }
      return begin(
          plan, again.values(), "started plan " + plan.name() + " again" + shown(again.values()));
    }
    return subject.status() == Status.COMPLETE
        ? already(subject.name() + " is complete")
        : conflict(
            "plan %1$s does not run; 'mainstay plan start %1$s' begins a run"
                .formatted(plan.name()));
  }

  private Result interrupt(Subject subject) {
    PlanDecisions decisions = decisionsOf(subject.plan());
    if (subject.status() == Status.COMPLETE) {
      return already(subject.name() + " is complete");
    }
    PlanDecisions after;
    boolean isSo;
    if (subject.step().isPresent()) {
      StepDecision known = decisions.step(subject.step().get().id());
      isSo = known.interrupted();
      after =
          decisions.with(
              subject.step().get().id(),
              new StepDecision(true, known.generation(), known.forced()));
    } else if (subject.phase().isPresent()) {
      PhaseDecision known = decisions.phase(subject.phase().get().id());
      isSo = known.interrupted();
      after = decisions.with(subject.phase().get().id(), new PhaseDecision(true, known.proceeds()));
    } else {
      isSo = decisions.interrupted();
      after = decisions.withInterrupted("interrupted by the operator");
    }
    return isSo
        ? already(subject.name() + " is interrupted")
        : decided(
            subject, after, "interrupted " + subject.name() + "; what is at work of it goes on");
  }

  /** Steps that failed their rollout policy go on too. */
  private Result goOn(Subject subject) {
    Result result = goOnByDecision(subject);
    RolloutResume rollout = RolloutResume.of(subject.plan(), subject.steps(), state, now);
    boolean taken = result.answer().outcome() == CommandAnswer.Outcome.TAKEN;
    if (!taken && !rollout.someFailed()) {
      return result;
    }
    ImmutableList<StateRecord> records =
        ImmutableList.<StateRecord>builder()
            .addAll(result.records())
            .addAll(rollout.records())
            .build();
    return taken
        ? new Result(records, result.answer())
        : taken(records, subject.name() + " goes on, and what failed has another try");
  }

  private Result goOnByDecision(Subject subject) {
    PlanDecisions decisions = decisionsOf(subject.plan());
    String goesOn = subject.name() + " goes on";
    if (subject.step().isPresent()) {
      StepDecision known = decisions.step(subject.step().get().id());
      return !known.interrupted()
          ? already(subject.name() + " is not interrupted")
          : decided(
              subject,
              decisions.with(
                  subject.step().get().id(),
                  new StepDecision(false, known.generation(), known.forced())),
              goesOn);
    }
    if (subject.phase().isPresent()) {
      return goOn(subject, subject.phase().get(), decisions, goesOn);
    }
    if (decisions.interrupted()) {
      return decided(subject, decisions.withoutInterrupted(), goesOn);
    }
    String waiting =
        subject.view().phases().stream()
            .filter(phase -> phase.status() == Status.WAITING)
            .map(PlanView.PhaseView::name)
            .collect(Collectors.joining(", "));
    return already(
        waiting.isEmpty()
            ? subject.name() + " is not interrupted"
            : "%s is not interrupted itself; these phases wait, name one: %s"
                .formatted(subject.name(), waiting));
  }

  /** An interruption is taken back first; a canary at work takes no word in advance. */
  private Result goOn(Subject subject, Phase phase, PlanDecisions decisions, String goesOn) {
    PhaseDecision known = decisions.phase(phase.id());
    if (known.interrupted()) {
      return decided(
          subject, decisions.with(phase.id(), new PhaseDecision(false, known.proceeds())), goesOn);
    }
    boolean waits =
        subject.view().phases().stream()
            .filter(each -> each.id().equals(phase.id()))
            .flatMap(each -> each.steps().stream())
            .anyMatch(
                step ->
                    step.status() == Status.WAITING && !decisions.step(step.id()).interrupted());
    boolean atWork = subject.status() == Status.IN_PROGRESS;
    if (!waits || atWork) {
      return already(
          atWork
              ? subject.name() + " is at work"
              : subject.name() + " waits for no word of the operator");
    }
    return decided(
        subject,
        decisions.with(phase.id(), new PhaseDecision(false, known.proceeds() + 1)),
        goesOn);
  }

  private Result restart(Subject subject) {
    PlanDecisions decisions = decisionsOf(subject.plan());
    ImmutableList<Step> begun =
        subject.steps().stream()
            .filter(
                step ->
                    hasBegun(subject.statusOf(step))
                        || Rollout.work(subject.plan(), step, state).isPresent())
            .collect(ImmutableList.toImmutableList());
    if (begun.isEmpty()) {
      return already("nothing of " + subject.name() + " has begun");
    }
    PlanDecisions after = decisions;
    for (Step step : begun) {
      int generation = decisions.step(step.id()).generation() + 1;
      after = after.with(step.id(), new StepDecision(false, generation, false));
    }
    if (subject.phase().isPresent()) {
      PhaseDecision known = after.phase(subject.phase().get().id());
      after = after.with(subject.phase().get().id(), new PhaseDecision(false, known.proceeds()));
    } else if (subject.step().isEmpty()) {
      after = after.withoutInterrupted();
    }
    Result result = decided(subject, after, "restarted " + subject.name());
    // What an operator wants now waits for no back-off, nor for a problem that may be solved.
    ImmutableList.Builder<StateRecord> records = ImmutableList.builder();
    records.addAll(result.records());
    begun.stream()
        .map(Step::pod)
        .distinct()
        .flatMap(pod -> state.pod(pod).stream())
        .forEach(pod -> records.add(pod.withoutFailures()));
    return new Result(records.build(), result.answer());
  }

  private static boolean hasBegun(Status status) {
    return switch (status) {
      case PENDING, PREPARED, WAITING -> false;
      case STARTING, STARTED, COMPLETE, DELAYED, IN_PROGRESS, ERROR -> true;
    };
  }

  private Result forceComplete(Subject subject) {
    PlanDecisions decisions = decisionsOf(subject.plan());
    ImmutableList<Step> open =
        subject.steps().stream()
            .filter(step -> subject.statusOf(step) != Status.COMPLETE)
            .collect(ImmutableList.toImmutableList());
    if (open.isEmpty()) {
      return already(subject.name() + " is complete");
    }
    PlanDecisions after = decisions;
    for (Step step : open) {
      int generation = decisions.step(step.id()).generation();
      after = after.with(step.id(), new StepDecision(false, generation, true));
    }
    return decided(subject, after, subject.name() + " counts as complete; what runs of it goes on");
  }

  private PlanDecisions decisionsOf(Plan plan) {
    return runOf(plan).map(PlanRunRecord::decisions).orElse(PlanDecisions.NONE);
  }

  private Optional<PlanRunRecord> runOf(Plan plan) {
    return state.planRun(plan.name()).filter(run -> run.run().equals(plan.run()));
  }

  private Result decided(Subject subject, PlanDecisions decisions, String message) {
    Plan plan = subject.plan();
    PlanRunRecord record =
        runOf(plan)
            .or(
                () ->
                    state
                        .planRun(plan.name())
                        .map(
                            old ->
                                old.next(plan.run(), plan.config(), ImmutableSortedMap.of(), now)))
            .orElseGet(() -> PlanRunRecord.begun(plan.name(), plan.run(), plan.config(), now));
    return taken(ImmutableList.of(record.withDecisions(decisions)), message);
  }

  private static Result taken(ImmutableList<StateRecord> records, String message) {
    return new Result(records, CommandAnswer.taken(message, ImmutableList.of()));
  }

  private static Result already(String message) {
    return Result.of(CommandAnswer.already(message));
  }

  private static Result conflict(String message) {
    return Result.of(CommandAnswer.conflict(message));
  }

  private static Result unknown(String kind, String name, List<String> known) {
    return Result.of(
        CommandAnswer.unknown(
            "no %s '%s'; there are: %s"
                .formatted(kind, name, String.join(", ", ImmutableSet.copyOf(known)))));
  }
}
