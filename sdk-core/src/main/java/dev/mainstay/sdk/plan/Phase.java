package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import java.util.UUID;

/** Steps that belong together, worked on in the order that the strategy says. */
public record Phase(UUID id, String name, StrategyKind strategy, ImmutableList<Step> steps) {

  /** A phase of a run of a plan. */
  public static Phase of(
      String run, String name, StrategyKind strategy, ImmutableList<Step> steps) {
    return new Phase(Step.nameBased(run, name), name, strategy, steps);
  }
}
