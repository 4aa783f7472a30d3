package dev.mainstay.sdk.service;

/**
 * Something outside is in the way of a start. The message is one line for people: what it is, and
 * what to do.
 */
public final class CannotStartException extends Exception {

  private static final long serialVersionUID = 1L;

  public CannotStartException(String message) {
    super(message);
  }

  public CannotStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
