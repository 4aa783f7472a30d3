package dev.mainstay.sdk.runtime;

/**
 * A service may not be started like this: what it was made from is not what is given now. The
 * message is for the user, and says what to do.
 */
public final class StartRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCause exitCause;

  /** For input that is not right. */
  public StartRefusedException(String message) {
    this(message, ExitCause.BAD_INPUT);
  }

  public StartRefusedException(String message, ExitCause exitCause) {
    super(message);
    this.exitCause = exitCause;
  }

  /** How the process ends. */
  public ExitCause exitCause() {
    return exitCause;
  }
}
