package dev.mainstay.sdk.plan;

import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanDecisions.PhaseDecision;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.ServiceState;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which steps of a phase are open and may work now, were it the phase's turn.
 *
 * <p>The canaries of a phase are the first two steps that were not complete before this run of the
 * plan, or that are done again in it. Each waits for a word of the operator; until as many were
 * said as there are canaries, no other step begins. So a canary that adds one instance waits once.
 */
final class PhaseProgress {

  private final Plan plan;
  private final Phase phase;
  private final Turns turns;
  private final PhaseDecision decision;
  private final BitSet interrupted = new BitSet();

  /** Steps that there is something to do for in this run; looked at for canaries alone. */
  private final BitSet ofThisRun = new BitSet();

  /** Open steps that failed their rollout policy, and that the others do not wait for. */
  private final BitSet passedOver = new BitSet();

  /** The last update ended the time of the canaries. */
  private boolean canaryJustOver;

  PhaseProgress(Plan plan, Phase phase, PlanDecisions decisions, ServiceState state) {
    this.plan = plan;
    this.phase = phase;
    this.turns = Strategies.ofSteps(phase);
    this.decision = decisions.phase(phase.id());
    for (int step = 0; step < phase.steps().size(); step++) {
      interrupted.set(step, decisions.step(phase.steps().get(step).id()).interrupted());
      update(step, decisions, state);
    }
  }

  /** Takes note of a changed pod; false when that changes nothing here. */
  boolean update(int index, PlanDecisions decisions, ServiceState state) {
    boolean wasOver = isCanaryOver();
    Step step = phase.steps().get(index);
    StepDecision ofStep = decisions.step(step.id());
    boolean open = !StepStatuses.isComplete(plan, step, ofStep, state);
    boolean passed = open && Rollout.isPassedOver(plan, step, ofStep, state);
    boolean changed = turns.set(index, open && !passed);
    changed |= passedOver.get(index) != passed;
    passedOver.set(index, passed);
    if (isCanary()) {
      boolean inThisRun =
          decisions.step(step.id()).generation() > 0
              || !StepStatuses.wasComplete(plan, step, state);
      changed |= ofThisRun.get(index) != inThisRun;
      ofThisRun.set(index, inThisRun);
    }
    canaryJustOver = !wasOver && isCanaryOver();
    return changed;
  }

  boolean isComplete() {
    return turns.isNoneOpen() && passedOver.isEmpty();
  }

  /** Nothing of it is waited for any more. */
  boolean isOver() {
    return turns.isNoneOpen();
  }

  boolean isOpen(int step) {
    return turns.isOpen(step) || passedOver.get(step);
  }

  /** It failed its rollout policy, and the others go on. */
  boolean isPassedOver(int step) {
    return passedOver.get(step);
  }

  /** Those of {@link #isPassedOver}. */
  IntStream passedOver() {
    return passedOver.stream();
  }

  /** An open step that has not its turn may work first, where the order alone is in the way. */
  boolean mayGoFirst(int step) {
    return isOpen(step) && !decision.interrupted() && !interrupted.get(step) && isCanaryOver();
  }

  /** Steps that may work now. */
  IntStream candidates() {
    if (decision.interrupted()) {
      return IntStream.empty();
    }
    IntStream withTurn =
        isCanaryOver()
            ? turns.withTurn()
            : ofThisRun.stream().limit(proceeds()).filter(turns::isOpen);
    return withTurn.filter(step -> !interrupted.get(step));
  }

  boolean isCandidate(int step) {
    return !decision.interrupted()
        && !interrupted.get(step)
        && (passedOver.get(step) || isTurnOf(step));
  }

  private boolean isTurnOf(int step) {
    return (isCanaryOver() ? turns.hasTurn(step) : turns.isOpen(step) && isLetThrough(step));
  }

  /** Steps that may work now because one was closed. */
  IntStream freedBy(int step) {
    return !isCanaryOver() || canaryJustOver
        ? candidates()
        : turns.freedBy(step).filter(this::isCandidate);
  }

  boolean isInterrupted() {
    return decision.interrupted();
  }

  boolean isInterrupted(int step) {
    return interrupted.get(step);
  }

  /** It waits for a word of the operator, and until then nothing is at work. */
  boolean isCanaryWaiting() {
    return !isCanaryOver() && ofThisRun.stream().limit(proceeds()).noneMatch(turns::isOpen);
  }

  /** The step waits for a word of the operator that is for itself. */
  boolean isWaitingCanary(int step) {
    return !isCanaryOver()
        && ofThisRun.stream().limit(Strategies.CANARIES).skip(proceeds()).anyMatch(i -> i == step);
  }

  private boolean isCanary() {
    return Strategies.isCanary(phase.strategy());
  }

  private boolean isCanaryOver() {
    return !isCanary() || proceeds() >= ofThisRun.stream().limit(Strategies.CANARIES).count();
  }

  private boolean isLetThrough(int step) {
    return ofThisRun.stream().limit(proceeds()).anyMatch(canary -> canary == step);
  }

  private int proceeds() {
    return Math.min(decision.proceeds(), Strategies.CANARIES);
  }
}
