package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.runtime.ExitCause;
import org.jspecify.annotations.Nullable;

/**
 * Why a scheduler's process is over.
 *
 * @param cause absent when it was killed
 * @param message for people
 */
public record RunEnd(@Nullable ExitCause cause, String message) {

  /** It was killed from outside. */
  public boolean isKill() {
    return cause == null;
  }

  @Override
  public String toString() {
    return cause == null ? message : cause + ": " + message;
  }
}
