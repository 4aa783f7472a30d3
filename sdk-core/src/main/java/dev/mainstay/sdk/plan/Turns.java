package dev.mainstay.sdk.plan;

import java.util.stream.IntStream;

/**
 * Whose turn it is among the parts of a plan or of a phase, each named by its index, some of which
 * are open. Kept up to date part by part.
 */
sealed interface Turns permits OneByOne, AfterOthers {

  boolean isOpen(int part);

  boolean isNoneOpen();

  /** Opens or closes a part; false when it was so before. */
  boolean set(int part, boolean open);

  /** It is open, and nothing before it is. */
  boolean hasTurn(int part);

  /** All that have their turn. */
  IntStream withTurn();

  /** Those that may have their turn because a part was closed. */
  IntStream freedBy(int part);
}
