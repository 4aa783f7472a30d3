package dev.mainstay.sdk.runtime;

import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.store.StoreException;

/**
 * Why a scheduler's process ends, with the exit code that tells its supervisor. Codes below 10 are
 * those of the command line.
 */
public enum ExitCause {
  /** It was asked to end. */
  STOPPED(0),
  /** The service was removed: there is nothing left to run. */
  UNINSTALLED(0),
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

  /** Of a scheduler that decided to stop. */
  public static ExitCause of(Effect.Stop.Cause cause) {
    return switch (cause) {
      case SUBSCRIPTION_REFUSED -> SUBSCRIPTION_REFUSED;
      case FAILED_OVER -> FAILED_OVER;
      case UNINSTALLED -> UNINSTALLED;
    };
  }

  /** Of a scheduler whose store failed for good, or at its start. */
  public static ExitCause of(StoreException.Failure failure) {
    return switch (failure) {
      case LOST_LEADERSHIP -> LOST_LEADERSHIP;
      case UNAVAILABLE -> STORE_UNAVAILABLE;
      case NEWER_FORMAT -> NEWER_STATE;
      case INTERNAL -> INTERNAL_ERROR;
    };
  }

  /** The exit code of the process. */
  public int code() {
    return code;
  }
}
