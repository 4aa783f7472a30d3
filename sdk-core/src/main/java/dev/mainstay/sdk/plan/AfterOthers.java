package dev.mainstay.sdk.plan;

import com.google.common.collect.ImmutableSetMultimap;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Each part as soon as those are closed that it waits for; all at once where nothing waits. How
 * many of them are open is counted.
 */
final class AfterOthers implements Turns {

  private final ImmutableSetMultimap<Integer, Integer> followers;
  private final int[] openBefore;
  private final BitSet open = new BitSet();

  /**
   * All parts are closed.
   *
   * @param before what each part waits for
   */
  AfterOthers(int parts, ImmutableSetMultimap<Integer, Integer> before) {
    this.followers = before.inverse();
    this.openBefore = new int[parts];
  }

  @Override
  public boolean isOpen(int part) {
    return open.get(part);
  }

  @Override
  public boolean isNoneOpen() {
    return open.isEmpty();
  }

  @Override
  public boolean set(int part, boolean isOpen) {
    if (open.get(part) == isOpen) {
      return false;
    }
    open.set(part, isOpen);
    for (int follower : followers.get(part)) {
      openBefore[follower] += isOpen ? 1 : -1;
    }
    return true;
  }

  @Override
  public boolean hasTurn(int part) {
    return open.get(part) && openBefore[part] == 0;
  }

  @Override
  public IntStream withTurn() {
    return open.stream().filter(this::hasTurn);
  }

  @Override
  public IntStream freedBy(int part) {
    return followers.get(part).stream().mapToInt(Integer::intValue).filter(this::hasTurn);
  }
}
