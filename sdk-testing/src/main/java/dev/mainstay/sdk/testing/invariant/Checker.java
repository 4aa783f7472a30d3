package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.testing.world.Observer;
import java.util.function.Supplier;

/** Watches one invariant. */
interface Checker extends Observer {

  /** Ends the run with a sentence unless the condition holds. */
  default void require(boolean condition, Supplier<String> sentence) {
    if (!condition) {
      throw new InvariantViolation(getClass().getSimpleName(), sentence.get());
    }
  }
}
