package dev.mainstay.sdk.runtime;

/**
 * Why a scheduler's process ends, with the exit code that tells its supervisor. Codes below 10 are
 * those of the command line.
 */
public enum ExitCause {
  /** It was asked to end. */
  STOPPED(0),
  /** What the user wrote is wrong, or is not what the stored service was made from. */
  BAD_INPUT(2),
  /** A mistake in the program, or a broken store. */
  INTERNAL_ERROR(10),
  /** Another scheduler leads, or may: start again, it will wait for its turn. */
  LOST_LEADERSHIP(11),
  /** The store could not be reached at the start. */
  STORE_UNAVAILABLE(12),
  /** The state was written by a newer version. */
  NEWER_STATE(13),
  /** The master will not have this framework any more, or refuses who subscribes. */
  SUBSCRIPTION_REFUSED(14),
  /** Another scheduler subscribed as this framework. */
  FAILED_OVER(15);

  private final int code;

  ExitCause(int code) {
    this.code = code;
  }

  /** The exit code of the process. */
  public int code() {
    return code;
  }
}
