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
  private final RolloutProgress rollout;
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
      phases.set(phase, !one.isOver());
    }
    this.progress = all.build();
    this.positions = index.build();
    this.rollout = new RolloutProgress(plan, decisions, state);
    if (rollout.isNeeded()) {
      state.pods().forEach(pod -> updateRollout(pod.id(), state));
    }
  }

  public Plan plan() {
    return plan;
  }

  public boolean isComplete() {
    return phases.isNoneOpen() && progress.stream().allMatch(PhaseProgress::isComplete);
  }

  private void updateRollout(PodId pod, ServiceState state) {
    rollout.update(pod, stepsOf(pod), openStepsOf(pod), state);
  }

  /** All steps of the pod, in the order of the plan. */
  public ImmutableList<Step> stepsOf(PodId pod) {
    return positions.get(pod).stream().map(this::stepAt).collect(ImmutableList.toImmutableList());
  }

  /** What its rollout policies look at. */
  RolloutProgress rollout() {
    return rollout;
  }

  /** A step failed its rollout policy, and nothing more begins before an operator says so. */
  public boolean isStopped() {
    return rollout.isStopped() && !isComplete();
  }

  /** An operator let nothing more of it begin; or it does not run. */
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
        return rollout.isHeld(pod) ? Optional.empty() : Optional.of(stepAt(position));
      }
    }
    return goesFirst(pod) ? openStepsOf(pod).stream().findFirst() : Optional.empty();
  }

  /** It is away, and another one that has its turn is held because of that. */
  private boolean goesFirst(PodId pod) {
    return rollout.mayGoFirst(pod)
        && !interrupted
        && !rollout.isStopped()
        && positions.get(pod).stream()
            .filter(position -> progress.get(position.phase()).isOpen(position.step()))
            .limit(1)
            .anyMatch(
                position ->
                    phases.hasTurn(position.phase())
                        && progress.get(position.phase()).mayGoFirst(position.step())
                        && isSomeHeld(position.phase()));
  }

  private boolean isSomeHeld(int phase) {
    ImmutableList<Step> steps = plan.phases().get(phase).steps();
    return progress.get(phase).candidates().anyMatch(step -> rollout.isHeld(steps.get(step).pod()));
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
      addPassedOver(pods);
    }
    return pods;
  }

  private void addPassedOver(Set<PodId> pods) {
    for (int phase = 0; phase < progress.size(); phase++) {
      ImmutableList<Step> steps = plan.phases().get(phase).steps();
      progress.get(phase).passedOver().forEach(step -> pods.add(steps.get(step).pod()));
    }
  }

  /**
   * Takes note of a changed pod.
   *
   * @return pods whose steps may work now because of it
   */
  public Set<PodId> update(PodId pod, ServiceState state) {
    Set<PodId> released = updateSteps(pod, state);
    if (rollout.isNeeded()) {
      boolean stopped = rollout.isStopped();
      int free = rollout.free(pod.type());
      updateRollout(pod, state);
      if (stopped != rollout.isStopped()) {
        released.addAll(positions.keySet());
      } else if (rollout.isLimited(pod)
          && (free != rollout.free(pod.type()) || !released.isEmpty())) {
        addHeld(pod.type(), released);
      }
    }
    return released;
  }

  /** Takes note at once that a pod is taken down, before anything else begins. */
  public void goesDown(PodId pod, ServiceState state) {
    if (rollout.isNeeded()) {
      updateRollout(pod, state);
    }
  }

  /** Those of a limited type that may go down now, or the ones that go before them. */
  private void addHeld(String podType, Set<PodId> pods) {
    int free = rollout.free(podType);
    phases
        .withTurn()
        .forEach(
            phase -> {
              ImmutableList<Step> steps = plan.phases().get(phase).steps();
              progress
                  .get(phase)
                  .candidates()
                  .mapToObj(step -> steps.get(step).pod())
                  .filter(one -> one.type().equals(podType) && rollout.wouldGoDown(one))
                  .limit(Math.max(free, 0))
                  .forEach(pods::add);
            });
    if (free <= 0) {
      pods.addAll(rollout.away(podType));
    }
  }

  private Set<PodId> updateSteps(PodId pod, ServiceState state) {
    Set<PodId> released = new LinkedHashSet<>();
    for (Position position : positions.get(pod)) {
      PhaseProgress phase = progress.get(position.phase());
      if (!phase.update(position.step(), decisions, state)) {
        continue;
      }
      phases.set(position.phase(), !phase.isOver());
      if (!phase.isOpen(position.step()) || phase.isPassedOver(position.step())) {
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

  /** Its turn has come, or it failed and is brought up all the same. */
  boolean isCandidate(int phase, int step) {
    PhaseProgress ofPhase = progress.get(phase);
    return !interrupted
        && (phases.hasTurn(phase) || ofPhase.isPassedOver(step))
        && ofPhase.isCandidate(step)
        && (!rollout.isStopped()
            || rollout.isStoppedBy(plan.phases().get(phase).steps().get(step).pod()));
  }

  private Step stepAt(Position position) {
    return plan.phases().get(position.phase()).steps().get(position.step());
  }
}
