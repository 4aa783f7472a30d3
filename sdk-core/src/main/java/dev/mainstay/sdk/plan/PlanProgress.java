package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.ServiceState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which steps of a plan are complete and which may work now, kept up to date pod by pod: an update
 * costs work in proportion to the steps of its own pod, whatever the size of the plan. For one
 * thread.
 *
 * <p>Steps and phases that are open are kept as bit sets, so that the first open one, which is what
 * a serial strategy works on, is found without a walk.
 */
public final class PlanProgress {

  private final Plan plan;
  private final BitSet openPhases = new BitSet();
  private final List<BitSet> openSteps = new ArrayList<>();
  private final ImmutableListMultimap<PodId, Position> positions;

  /** Where a step stands in its plan. */
  private record Position(int phase, int step) {}

  public PlanProgress(Plan plan, ServiceState state) {
    this.plan = plan;
    ImmutableListMultimap.Builder<PodId, Position> index = ImmutableListMultimap.builder();
    for (int phase = 0; phase < plan.phases().size(); phase++) {
      ImmutableList<Step> steps = plan.phases().get(phase).steps();
      BitSet open = new BitSet(steps.size());
      for (int step = 0; step < steps.size(); step++) {
        index.put(steps.get(step).pod(), new Position(phase, step));
        open.set(step, !StepStatuses.isComplete(plan, steps.get(step), state));
      }
      openSteps.add(open);
      openPhases.set(phase, !open.isEmpty());
    }
    this.positions = index.build();
  }

  public Plan plan() {
    return plan;
  }

  public boolean isComplete() {
    return openPhases.isEmpty();
  }

  /** The first step of the pod that is open and may work now. */
  public Optional<Step> candidateOf(PodId pod) {
    for (Position position : positions.get(pod)) {
      if (isCandidate(position)) {
        return Optional.of(stepAt(position));
      }
    }
    return Optional.empty();
  }

  /** Some step of the pod is open, now or later. */
  public boolean isOpen(PodId pod) {
    return positions.get(pod).stream()
        .anyMatch(position -> openSteps.get(position.phase()).get(position.step()));
  }

  /** All pods that have a step which may work now. */
  public Set<PodId> candidatePods() {
    Set<PodId> pods = new LinkedHashSet<>();
    if (plan.strategy() == StrategyKind.SERIAL) {
      addCandidates(openPhases.nextSetBit(0), pods);
    } else {
      openPhases.stream().forEach(phase -> addCandidates(phase, pods));
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
      BitSet open = openSteps.get(position.phase());
      boolean nowOpen = !StepStatuses.isComplete(plan, stepAt(position), state);
      if (open.get(position.step()) == nowOpen) {
        continue;
      }
      boolean phaseWasFirst = isFirstOpenPhase(position.phase());
      open.set(position.step(), nowOpen);
      openPhases.set(position.phase(), !open.isEmpty());
      if (!nowOpen) {
        released.addAll(followersOf(position, phaseWasFirst));
      }
    }
    return released;
  }

  private Set<PodId> followersOf(Position done, boolean phaseWasFirst) {
    Set<PodId> pods = new LinkedHashSet<>();
    Phase phase = plan.phases().get(done.phase());
    if (openPhases.get(done.phase())) {
      if (phase.strategy() == StrategyKind.SERIAL) {
        addCandidates(done.phase(), pods);
      } else {
        pods.add(phase.steps().get(done.step()).pod());
      }
    } else if (plan.strategy() == StrategyKind.SERIAL && phaseWasFirst) {
      addCandidates(openPhases.nextSetBit(0), pods);
    }
    pods.add(phase.steps().get(done.step()).pod());
    return pods;
  }

  private void addCandidates(int phase, Set<PodId> pods) {
    if (phase < 0) {
      return;
    }
    BitSet open = openSteps.get(phase);
    ImmutableList<Step> steps = plan.phases().get(phase).steps();
    if (plan.phases().get(phase).strategy() == StrategyKind.SERIAL) {
      pods.add(steps.get(open.nextSetBit(0)).pod());
    } else {
      open.stream().forEach(step -> pods.add(steps.get(step).pod()));
    }
  }

  private boolean isFirstOpenPhase(int phase) {
    return openPhases.nextSetBit(0) == phase;
  }

  private boolean isCandidate(Position position) {
    BitSet open = openSteps.get(position.phase());
    return open.get(position.step())
        && (plan.strategy() != StrategyKind.SERIAL || isFirstOpenPhase(position.phase()))
        && (plan.phases().get(position.phase()).strategy() != StrategyKind.SERIAL
            || open.nextSetBit(0) == position.step());
  }

  private Step stepAt(Position position) {
    return plan.phases().get(position.phase()).steps().get(position.step());
  }
}
