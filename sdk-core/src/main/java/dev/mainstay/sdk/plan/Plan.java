package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;

/**
 * Work to be done, as phases of steps. It says what, its status is derived from the state.
 *
 * @param name such as {@code deploy} or {@code recovery}
 * @param purpose what makes its steps complete
 * @param run id of the run; of deploy and update a new one with each target
 * @param config the configuration that it brings pods to; recovery steps take each pod's own
 *     instead
 */
public record Plan(
    String name,
    Purpose purpose,
    String run,
    ConfigId config,
    StrategyKind strategy,
    ImmutableList<Phase> phases) {

  public static final String DEPLOY = "deploy";

  /** The name of the plan that brings a service to another target after its first deployment. */
  public static final String UPDATE = "update";

  public static final String RECOVERY = "recovery";
  public static final String DECOMMISSION = "decommission";
  public static final String UNINSTALL = "uninstall";

  /** What a plan is for. */
  public enum Purpose {
    /** Bring pods to the target configuration. */
    DEPLOY,
    /** Bring failed tasks back in the configuration that they had. */
    RECOVERY,
    /** Run tasks of an author's plan, each time anew. */
    CUSTOM,
    /** Remove instances that the service no longer has. */
    DECOMMISSION,
    /** Remove the service. */
    UNINSTALL
  }
}
