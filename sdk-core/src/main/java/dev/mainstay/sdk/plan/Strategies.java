package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What each strategy means for the turns of phases and steps. The steps of one pod keep their order
 * under each of them.
 */
final class Strategies {

  private Strategies() {}

  /**
   * How many operator's words a canary phase waits for: one for the first step, one for the rest.
   */
  static final int CANARIES = 2;

  static boolean isCanary(StrategyKind strategy) {
    return switch (strategy) {
      case SERIAL_CANARY, PARALLEL_CANARY -> true;
      case SERIAL, PARALLEL, RANDOM, DEPENDENCY -> false;
    };
  }

  /** Of the phases of a plan, all closed. A canary is for phases alone and counts as without. */
  static Turns ofPhases(Plan plan) {
    List<Phase> phases = plan.phases();
    return switch (plan.strategy()) {
      case SERIAL, SERIAL_CANARY -> inOrder(phases.size());
      case RANDOM -> new OneByOne(shuffled(phases.size(), index -> phases.get(index).id()));
      case PARALLEL, PARALLEL_CANARY -> new AfterOthers(phases.size(), ImmutableSetMultimap.of());
      case DEPENDENCY -> new AfterOthers(phases.size(), named(phases));
    };
  }

  /** Of the steps of a phase, all closed; those of a canary as they are once it is over. */
  static Turns ofSteps(Phase phase) {
    ImmutableList<Step> steps = phase.steps();
    return switch (phase.strategy()) {
      case SERIAL, SERIAL_CANARY -> inOrder(steps.size());
      case RANDOM -> new OneByOne(shuffled(steps.size(), index -> seed(phase, steps.get(index))));
      case PARALLEL, PARALLEL_CANARY, DEPENDENCY -> new AfterOthers(steps.size(), before(steps));
    };
  }

  private static Turns inOrder(int parts) {
    return new OneByOne(IntStream.range(0, parts).boxed().toList());
  }

  /**
   * Ids are hashes of names and of the run's id, so their order is a random one that is the same
   * whenever the same run is looked at. Parts of equal ids keep their order.
   */
  private static List<Integer> shuffled(int parts, Function<Integer, UUID> id) {
    return IntStream.range(0, parts).boxed().sorted(Comparator.comparing(id)).toList();
  }

  private static UUID seed(Phase phase, Step step) {
    return Step.nameBased(phase.id().toString(), step.pod().toString());
  }

  private static ImmutableSetMultimap<Integer, Integer> named(List<Phase> phases) {
    ImmutableSetMultimap.Builder<Integer, Integer> before = ImmutableSetMultimap.builder();
    for (int index = 0; index < phases.size(); index++) {
      for (int other = 0; other < phases.size(); other++) {
        if (other != index && phases.get(index).after().contains(phases.get(other).name())) {
          before.put(index, other);
        }
      }
    }
    return before.build();
  }

  /** A step waits for the earlier ones of its pod, and for all of the pods that it names. */
  private static ImmutableSetMultimap<Integer, Integer> before(List<Step> steps) {
    ImmutableSetMultimap.Builder<PodId, Integer> all = ImmutableSetMultimap.builder();
    for (int index = 0; index < steps.size(); index++) {
      all.put(steps.get(index).pod(), index);
    }
    ImmutableSetMultimap<PodId, Integer> ofPod = all.build();
    ImmutableSetMultimap.Builder<Integer, Integer> before = ImmutableSetMultimap.builder();
    Map<PodId, Integer> seen = new HashMap<>();
    for (int index = 0; index < steps.size(); index++) {
      Step step = steps.get(index);
      int earlier = seen.merge(step.pod(), 1, Integer::sum) - 1;
      before.putAll(index, ofPod.get(step.pod()).asList().subList(0, earlier));
      for (PodId other : step.after()) {
        if (!other.equals(step.pod())) {
          before.putAll(index, ofPod.get(other));
        }
      }
    }
    return before.build();
  }
}
