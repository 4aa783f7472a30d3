package dev.mainstay.sdk.plan;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** One part after the other: what is open is kept by rank, so that the first is found at once. */
final class OneByOne implements Turns {

  private final int[] parts;
  private final int[] ranks;
  private final BitSet open = new BitSet();

  /**
   * All parts are closed.
   *
   * @param order each part once
   */
  OneByOne(List<Integer> order) {
    this.parts = order.stream().mapToInt(Integer::intValue).toArray();
    this.ranks = new int[parts.length];
    for (int rank = 0; rank < parts.length; rank++) {
      ranks[parts[rank]] = rank;
    }
  }

  @Override
  public boolean isOpen(int part) {
    return open.get(ranks[part]);
  }

  @Override
  public boolean isNoneOpen() {
    return open.isEmpty();
  }

  @Override
  public boolean set(int part, boolean isOpen) {
    boolean changes = open.get(ranks[part]) != isOpen;
    open.set(ranks[part], isOpen);
    return changes;
  }

  @Override
  public boolean hasTurn(int part) {
    return isOpen(part) && open.nextSetBit(0) == ranks[part];
  }

  @Override
  public IntStream withTurn() {
    int first = open.nextSetBit(0);
    return first < 0 ? IntStream.empty() : IntStream.of(parts[first]);
  }

  @Override
  public IntStream freedBy(int part) {
    return withTurn();
  }
}
