package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.ServiceState;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which steps of a plan are complete and which may work now, kept up to date pod by pod: an update
 * costs work in proportion to the steps of its own pod, and to those that it lets begin, whatever
 * the size of the plan. For one thread.
 *
 * <p>Steps and phases that are open are kept as bit sets, so that the first open one, which is what
 * a serial strategy works on, is found without a walk. What was decided about the run of the plan
 * is read when this is made: after a decision, make it anew.
 */
public final class PlanProgress {

  private final Plan plan;
  private final PlanDecisions decisions;
  private final boolean interrupted;
  private final Turns phases;
  private final ImmutableList<PhaseProgress> progress;
  private final ImmutableListMultimap<PodId, Position> positions;

  /** Where a step stands in its plan. */
  private record Position(int phase, int step) {}

  public PlanProgress(Plan plan, ServiceState state) {
    this.plan = plan;
    this.decisions = StepStatuses.decisions(plan, state);
    this.interrupted = decisions.interrupted() || StepStatuses.isIdle(plan, state);
    this.phases = Strategies.ofPhases(plan);
    ImmutableList.Builder<PhaseProgress> all = ImmutableList.builder();
    ImmutableListMultimap.Builder<PodId, Position> index = ImmutableListMultimap.builder();
    for (int phase = 0; phase < plan.phases().size(); phase++) {
      ImmutableList<Step> steps = plan.phases().get(phase).steps();
      for (int step = 0; step < steps.size(); step++) {
        index.put(steps.get(step).pod(), new Position(phase, step));
      }
      PhaseProgress one = new PhaseProgress(plan, plan.phases().get(phase), decisions, state);
      all.add(one);
      phases.set(phase, !one.isComplete());
    }
    this.progress = all.build();
    this.positions = index.build();
  }

  public Plan plan() {
    return plan;
  }

  public boolean isComplete() {
    return phases.isNoneOpen();
  }

  /**
   * An operator, or the plan's rollout policy, let nothing more of it begin; or it does not run.
   */
  public boolean isInterrupted() {
    return interrupted;
  }

  /** What was decided about this run of the plan. */
  public PlanDecisions decisions() {
    return decisions;
  }

  /** The first step of the pod that is open and may work now. */
  public Optional<Step> candidateOf(PodId pod) {
    for (Position position : positions.get(pod)) {
      if (isCandidate(position.phase(), position.step())) {
        return Optional.of(stepAt(position));
      }
    }
    return Optional.empty();
  }

  /** Some step of the pod is open, now or later. */
  public boolean isOpen(PodId pod) {
    return positions.get(pod).stream()
        .anyMatch(position -> progress.get(position.phase()).isOpen(position.step()));
  }

  /** The pod's steps that are open, now or later, in the order of the plan. */
  public ImmutableList<Step> openStepsOf(PodId pod) {
    return positions.get(pod).stream()
        .filter(position -> progress.get(position.phase()).isOpen(position.step()))
        .map(this::stepAt)
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether some step of the pod, open or not, names the task. */
  public boolean names(PodId pod, String task) {
    return positions.get(pod).stream()
        .anyMatch(position -> stepAt(position).tasks().contains(task));
  }

  /** All pods that the plan has a step of. */
  public Set<PodId> pods() {
    return positions.keySet();
  }

  /** All pods that have a step which may work now. */
  public Set<PodId> candidatePods() {
    Set<PodId> pods = new LinkedHashSet<>();
    if (!interrupted) {
      phases.withTurn().forEach(phase -> addCandidates(phase, pods));
    }
    return pods;
  }

  /**
   * Takes note of a changed pod.
   *
   * @return pods whose steps may work now because of it
   */
  public Set<PodId> update(PodId pod, ServiceState state) {
    Set<PodId> released = new LinkedHashSet<>();
    for (Position position : positions.get(pod)) {
      PhaseProgress phase = progress.get(position.phase());
      if (!phase.update(position.step(), decisions, state)) {
        continue;
      }
      phases.set(position.phase(), !phase.isComplete());
      if (!phase.isOpen(position.step())) {
        released.add(pod);
        addFollowers(position, released);
      }
    }
    return released;
  }

  private void addFollowers(Position done, Set<PodId> pods) {
    if (interrupted) {
      return;
    }
    if (!phases.isOpen(done.phase())) {
      phases.freedBy(done.phase()).forEach(phase -> addCandidates(phase, pods));
    } else if (phases.hasTurn(done.phase())) {
      ImmutableList<Step> steps = plan.phases().get(done.phase()).steps();
      progress
          .get(done.phase())
          .freedBy(done.step())
          .forEach(step -> pods.add(steps.get(step).pod()));
    }
  }

  private void addCandidates(int phase, Set<PodId> pods) {
    ImmutableList<Step> steps = plan.phases().get(phase).steps();
    progress.get(phase).candidates().forEach(step -> pods.add(steps.get(step).pod()));
  }

  /** It is the phase's turn. */
  boolean hasTurn(int phase) {
    return phases.hasTurn(phase);
  }

  PhaseProgress phase(int index) {
    return progress.get(index);
  }

  boolean isCandidate(int phase, int step) {
    return !interrupted && phases.hasTurn(phase) && progress.get(phase).isCandidate(step);
  }

  private Step stepAt(Position position) {
    return plan.phases().get(position.phase()).steps().get(position.step());
  }
}
