package dev.mainstay.sdk.runtime;

/**
 * A service may not be started like this: what it was made from is not what is given now. The
 * message is for the user, and says what to do.
 */
public final class StartRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartRefusedException(String message) {
    super(message);
  }

  public StartRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
