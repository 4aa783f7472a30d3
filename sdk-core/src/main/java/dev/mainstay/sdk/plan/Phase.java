package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import java.util.UUID;

/**
 * Steps that belong together, worked on in the order that the strategy says.
 *
 * @param id name-based, the same after a restart of the scheduler, another one in each run
 * @param after names of the phases that have to be complete before, where the plan's strategy is
 *     {@link StrategyKind#DEPENDENCY}
 */
public record Phase(
    UUID id,
    String name,
    StrategyKind strategy,
    ImmutableList<Step> steps,
    ImmutableSet<String> after) {

  /** A phase of a run of a plan. */
  public static Phase of(
      String run, String name, StrategyKind strategy, ImmutableList<Step> steps) {
    return new Phase(idOf(run, name), name, strategy, steps, ImmutableSet.of());
  }

  /** The id of a phase in a run of a plan. */
  public static UUID idOf(String run, String name) {
    return Step.nameBased(run, name);
  }

  /** One that waits for others. */
  public Phase after(Iterable<String> phases) {
    return new Phase(id, name, strategy, steps, ImmutableSet.copyOf(phases));
  }
}
