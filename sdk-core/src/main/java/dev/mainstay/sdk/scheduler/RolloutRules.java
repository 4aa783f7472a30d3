package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.Rollout;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.plan.StepStatuses;
import dev.mainstay.sdk.planner.CustomPlanner;
import dev.mainstay.sdk.scheduler.Deadlines.Due;
import dev.mainstay.sdk.scheduler.Deadlines.Kind;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.RolloutSpec.OnFailure;
import dev.mainstay.sdk.spec.SpecChange;
import dev.mainstay.sdk.spec.SpecProblem;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RolloutWork;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.TargetRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the rollout policies of the deploy or update plan: notes when a step begins its work,
 * lets a task reach its goal once it has been ready for the bake time, sees what fails and does
 * what the policy says about it. How many pods may be away at once is seen to by {@link
 * PlanProgress}.
 *
 * <p>What was not heard of is not judged: times that pass while the scheduler is away, or before
 * the master has told how each task stands, count only from then on.
 */
final class RolloutRules {

  /** Who goes back to an earlier configuration, in history. */
  private static final String POLICY = "rollout policy";

  private final Ledger ledger;
  private final Deadlines deadlines;
  private final PlanBook plans;
  private final Chronicle chronicle;
  private final IdSource ids;
  private final Set<PodId> watched = new LinkedHashSet<>();

  /** What ended in this decision while it had to prove itself. */
  private final Map<PodId, String> ended = new HashMap<>();

  private Instant connectedSince = Instant.EPOCH;
  private boolean certain;

  RolloutRules(
      Ledger ledger, Deadlines deadlines, PlanBook plans, Chronicle chronicle, IdSource ids) {
    this.ledger = ledger;
    this.deadlines = deadlines;
    this.plans = plans;
    this.chronicle = chronicle;
    this.ids = ids;
  }

  /** After a subscription: it is not known yet how the tasks stand. */
  void connected(Instant now) {
    connectedSince = now;
    certain = false;
  }

  /** Whether it is known how each task stands. */
  void heard(boolean known) {
    if (known && !certain) {
      watched.forEach(ledger::touch);
    }
    certain = known;
  }

  /** The pod after a status update of its task. */
  PodRecord updated(PodRecord pod, TaskRecord task, TaskStatus status, PodSpec spec, Instant now) {
    Duration bake = Rollout.bake(plans.deploy(), pod.id(), task, ledger.state());
    StatusRules.Work work =
        new StatusRules.Work(
            !bake.isZero(),
            status.state().isTerminal()
                && CustomPlanner.isOfRun(task.launch().mark(), ledger.state()),
            ledger.state().runsUnderWay());
    PodRecord after = StatusRules.apply(pod, task, status, spec, work, now);
    boolean baked = !bake.isZero() && task.condition().readySince() != null;
    if (baked && isToRun(pod, task) && task.endWanted() == null) {
      after
          .task(task.name())
          .filter(known -> isOwnEnd(known.state()))
          .ifPresent(
              known ->
                  ended.put(
                      pod.id(), known.name() + " " + known.describe() + " within the bake time"));
    }
    return after;
  }

  /** Not the agent's, nor the operator's. */
  private static boolean isOwnEnd(TaskState state) {
    return switch (state) {
      case FINISHED, FAILED, KILLED, ERROR -> true;
      case STAGING,
          STARTING,
          RUNNING,
          KILLING,
          LOST,
          DROPPED,
          UNREACHABLE,
          GONE,
          GONE_BY_OPERATOR,
          UNKNOWN ->
          false;
    };
  }

  private boolean isToRun(PodRecord pod, TaskRecord task) {
    return ledger.state().specOf(task.launch().config()).pod(pod.id()).task(task.name()).goal()
        == TaskSpec.Goal.RUNNING;
  }

  /** A pod changed, or a time of it has come. */
  void look(PodId id, Instant now) {
    Due due = new Due(Kind.ROLLOUT, id.toString());
    deadlines.clear(due);
    watched.remove(id);
    String end = ended.remove(id);
    Optional<PodRecord> known = ledger.state().pod(id);
    if (known.isEmpty() || ledger.state().uninstall().isPresent()) {
      return;
    }
    Optional<RolloutSpec> policy = Rollout.policy(plans.deploy().plan(), id, ledger.state());
    if (policy.isEmpty() && known.get().rollout() == null && isLatched(known.get())) {
      return;
    }
    PodRecord pod = latched(known.get(), now);
    if (policy.isEmpty()) {
      ledger.put(pod.withRollout(null));
      return;
    }
    pod = pod.withRollout(work(pod, now));
    ledger.put(pod);
    judge(pod, policy.get(), end == null ? "" : end, now);
  }

  // To stay ready for the bake time.

  private boolean isLatched(PodRecord pod) {
    return pod.tasks().values().stream().noneMatch(task -> isUnlatched(pod, task));
  }

  /** It is ready, and has not yet come to its goal with this launch. */
  private boolean isUnlatched(PodRecord pod, TaskRecord task) {
    Goal goal = task.goal();
    boolean reached =
        goal != null
            && goal.config().equals(task.launch().config())
            && goal.mark().equals(task.launch().mark());
    return task.condition().readySince() != null
        && !reached
        && !task.launch().paused()
        && task.endWanted() == null
        && isToRun(pod, task);
  }

  private PodRecord latched(PodRecord pod, Instant now) {
    PodRecord after = pod;
    for (TaskRecord task : pod.tasks().values()) {
      if (!isUnlatched(pod, task)) {
        continue;
      }
      Duration bake = Rollout.bake(plans.deploy(), pod.id(), task, ledger.state());
      Instant until = Rollout.bakesUntil(task, bake).orElse(now);
      if (bake.isZero() || (certain && !until.isAfter(now))) {
        after = after.withTask(task.withReachedGoal(ledger.state().runsUnderWay()));
      } else {
        wakeAt(pod.id(), until, now);
      }
    }
    return after;
  }

  /** At the earliest of such times. What is due already waits for certainty. */
  private void wakeAt(PodId id, Instant time, Instant now) {
    watched.add(id);
    Due due = new Due(Kind.ROLLOUT, id.toString());
    if (time.isAfter(now) && deadlines.timeOf(due).map(known -> known.isAfter(time)).orElse(true)) {
      deadlines.set(due, time);
    }
  }

  // To be complete in time.

  /**
   * What a step is at with the pod; a failure that stops the plan stays until it is told to go on.
   */
  private @Nullable RolloutWork work(PodRecord pod, Instant now) {
    PlanProgress progress = plans.deploy();
    Plan plan = progress.plan();
    RolloutWork known = pod.rollout();
    Optional<Step> at =
        progress.stepsOf(pod.id()).stream()
            .filter(step -> Rollout.work(plan, step, ledger.state()).isPresent())
            .findFirst();
    if (known != null && at.isPresent()) {
      boolean open = progress.openStepsOf(pod.id()).contains(at.get());
      if (open || Rollout.stops(plan, at.get(), ledger.state())) {
        return known;
      }
    }
    return progress
        .candidateOf(pod.id())
        .filter(step -> Rollout.isBegun(plan, step, pod, ledger.state()))
        .map(
            step ->
                new RolloutWork(
                    step.id().toString(),
                    StepStatuses.generation(plan, step, ledger.state()),
                    now,
                    ""))
        .orElse(null);
  }

  private void judge(PodRecord pod, RolloutSpec policy, String end, Instant now) {
    RolloutWork work = pod.rollout();
    Optional<Step> step =
        plans
            .deploy()
            .candidateOf(pod.id())
            .filter(one -> work != null && work.step().equals(one.id().toString()));
    if (work == null || work.hasFailed() || step.isEmpty()) {
      return;
    }
    if (!end.isEmpty() || !pod.error().isEmpty()) {
      fail(pod, work, step.get(), policy, end.isEmpty() ? pod.error() : end, now);
      return;
    }
    Duration deadline = policy.deadline();
    if (deadline == null) {
      return;
    }
    Instant heard = connectedSince.plus(policy.bake()).plus(Timing.ROLLOUT_HEARING);
    Instant wanted = work.began().plus(deadline);
    Instant time = wanted.isAfter(heard) ? wanted : heard;
    if (certain && !time.isAfter(now)) {
      fail(
          pod,
          work,
          step.get(),
          policy,
          "not complete within " + RolloutSpec.shown(deadline) + standing(pod),
          now);
    } else {
      wakeAt(pod.id(), time, now);
    }
  }

  private static String standing(PodRecord pod) {
    return pod.tasks().values().stream()
        .filter(task -> !task.condition().ready())
        .findFirst()
        .map(task -> ": " + task.name() + " " + task.describe())
        .orElse("");
  }

  // What is done about a failure.

  private void fail(
      PodRecord pod, RolloutWork work, Step step, RolloutSpec policy, String cause, Instant now) {
    String next =
        switch (policy.whenFailed()) {
          case PAUSE -> "the rollout is paused";
          case CONTINUE -> "the rollout goes on";
          case ROLLBACK -> whyNoRollback().map(why -> "paused, as " + why).orElse("goes back");
        };
    boolean goesBack = policy.whenFailed() == OnFailure.ROLLBACK && whyNoRollback().isEmpty();
    boolean stays = policy.whenFailed() == OnFailure.ROLLBACK && !goesBack;
    ledger.put(pod.withRollout(work.failed(stays ? cause + "; " + next : cause)));
    chronicle.rolloutFailed(step, cause + "; " + next, now);
    if (goesBack) {
      rollBack(step, now);
    }
  }

  /** Why the last configuration that was rolled out completely cannot be the target. */
  private Optional<String> whyNoRollback() {
    ServiceState state = ledger.state();
    TargetRecord target = state.targetRecord().orElseThrow();
    ConfigId deployed = target.deployed();
    if (deployed == null) {
      return Optional.of("nothing was rolled out completely before");
    }
    if (deployed.equals(target.configId())) {
      return Optional.of("this is the last configuration that was rolled out completely");
    }
    ImmutableList<SpecProblem> forbidden =
        SpecChange.forbidden(state.specOf(target.configId()), state.specOf(deployed));
    return forbidden.stream()
        .findFirst()
        .map(
            problem ->
                "the change back to %s is refused: %s: %s"
                    .formatted(deployed, String.join(".", problem.path()), problem.what()));
  }

  private void rollBack(Step step, Instant now) {
    TargetRecord target = ledger.state().targetRecord().orElseThrow();
    ConfigurationRecord earlier =
        Optional.ofNullable(target.deployed())
            .flatMap(ledger.state()::configuration)
            .map(deployed -> deployed.acceptedAgain(now, "rollback by the " + POLICY))
            .orElseThrow();
    OperatorCommand.SetTarget command = new OperatorCommand.SetTarget(target.configId(), earlier);
    CommandAnswer answer = new TargetRules(ledger, now).accept(command, ids.next().toString());
    chronicle.commanded(command, answer, POLICY, now);
    if (answer.outcome() != CommandAnswer.Outcome.TAKEN) {
      throw new IllegalStateException(
          "the rollback after " + step.name() + " was refused: " + answer.message());
    }
  }
}
