package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;

/**
 * Work to be done, as phases of steps. It says what, its status is derived from the state.
 *
 * @param name such as {@code deploy} or {@code recovery}
 * @param purpose what makes its steps complete
 * @param config the configuration that it brings pods to; recovery steps take each pod's own
 *     instead
 */
public record Plan(
    String name,
    Purpose purpose,
    ConfigId config,
    StrategyKind strategy,
    ImmutableList<Phase> phases) {

  public static final String DEPLOY = "deploy";
  public static final String RECOVERY = "recovery";

  /** What a plan is for. */
  public enum Purpose {
    /** Bring pods to the target configuration. */
    DEPLOY,
    /** Bring failed tasks back in the configuration that they had. */
    RECOVERY
  }
}
