package dev.mainstay.sdk.testing.invariant;

/** Something that must never be so is so. The message is a sentence that says what. */
public final class InvariantViolation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String invariant;

  /**
   * A violation.
   *
   * @param invariant the name of what does not hold: the checker's class
   * @param sentence what is the case, with ids
   */
  public InvariantViolation(String invariant, String sentence) {
    super(sentence);
    this.invariant = invariant;
  }

  /** Which invariant does not hold. */
  public String invariant() {
    return invariant;
  }
}
