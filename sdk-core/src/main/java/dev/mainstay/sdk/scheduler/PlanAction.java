package dev.mainstay.sdk.scheduler;

/** What an operator may do to a plan, a phase or a step; the names are those of the API's paths. */
public enum PlanAction {
  /** Begins a new run of an author's plan. */
  START("start"),
  /** Ends the run of an author's plan before it is complete. */
  STOP("stop"),
  /** Takes an interruption back, or gives a canary phase the word that it waits for. */
  CONTINUE("continue"),
  /** Lets nothing more begin; what is at work goes on. */
  INTERRUPT("interrupt"),
  /** Does the steps again. */
  RESTART("restart"),
  /** Lets steps count as complete that are not. */
  FORCE_COMPLETE("forceComplete");

  private final String word;

  PlanAction(String word) {
    this.word = word;
  }

  /** As it stands in a path. */
  public String word() {
    return word;
  }
}
