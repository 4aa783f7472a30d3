package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What was decided about one run of a plan, by an operator or by its rollout policy. What is not
 * decided about is not mentioned.
 *
 * @param interrupted nothing more of the plan begins; what is at work goes on
 * @param cause why it was interrupted, for people; empty when it is not
 * @param phases by the text of the phase's id
 * @param steps by the text of the step's id
 */
public record PlanDecisions(
    boolean interrupted,
    String cause,
    ImmutableMap<String, PhaseDecision> phases,
    ImmutableMap<String, StepDecision> steps) {

  public static final PlanDecisions NONE =
      new PlanDecisions(false, "", ImmutableMap.of(), ImmutableMap.of());

  /**
   * About a phase.
   *
   * @param interrupted nothing more of the phase begins
   * @param proceeds how many times it was told to go on; a canary phase waits for that
   */
  public record PhaseDecision(boolean interrupted, int proceeds) {
    public static final PhaseDecision NONE = new PhaseDecision(false, 0);
  }

  /**
   * About a step.
   *
   * @param interrupted it does not begin
   * @param generation how many times it was restarted
   * @param forced it counts as complete in this generation
   */
  public record StepDecision(boolean interrupted, int generation, boolean forced) {
    public static final StepDecision NONE = new StepDecision(false, 0, false);
  }

  public PhaseDecision phase(UUID id) {
    return phases.getOrDefault(id.toString(), PhaseDecision.NONE);
  }

  public StepDecision step(UUID id) {
    return steps.getOrDefault(id.toString(), StepDecision.NONE);
  }

  /** The plan stops beginning things. */
  public PlanDecisions withInterrupted(String why) {
    return new PlanDecisions(true, why, phases, steps);
  }

  /** The plan goes on. */
  public PlanDecisions withoutInterrupted() {
    return new PlanDecisions(false, "", phases, steps);
  }

  public PlanDecisions with(UUID id, PhaseDecision decision) {
    return new PlanDecisions(interrupted, cause, changed(phases, id, decision), steps);
  }

  public PlanDecisions with(UUID id, StepDecision decision) {
    return new PlanDecisions(interrupted, cause, phases, changed(steps, id, decision));
  }

  private static <D> ImmutableMap<String, D> changed(
      ImmutableMap<String, D> all, UUID id, D decision) {
    Map<String, D> changed = new LinkedHashMap<>(all);
    changed.put(id.toString(), decision);
    return ImmutableMap.copyOf(changed);
  }
}
