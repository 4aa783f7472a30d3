package dev.mainstay.sdk.planner;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * Which lines of a text went and which came, found by the longest common subsequence: a line that
 * moved down because another came above it does not differ.
 *
 * @param gone lines of the old text that the new one has not, with their numbers there
 * @param come lines of the new text that the old one had not, with their numbers there
 */
record LineDifference(ImmutableList<Line> gone, ImmutableList<Line> come) {

  /** A line and its number, from 1. */
  record Line(int number, String text) {}

  /** Beyond this many pairs of lines to compare, all between the equal ends counts as different. */
  private static final int MOST_PAIRS = 4_000_000;

  static LineDifference between(String old, String current) {
    List<String> before = Splitter.on('\n').splitToList(old);
    List<String> now = Splitter.on('\n').splitToList(current);
    int shorter = Math.min(before.size(), now.size());
    int first = 0;
    while (first < shorter && before.get(first).equals(now.get(first))) {
      first++;
    }
    int last = 0;
    while (last < shorter - first
        && before.get(before.size() - 1 - last).equals(now.get(now.size() - 1 - last))) {
      last++;
    }
    return middle(
        before.subList(first, before.size() - last), now.subList(first, now.size() - last), first);
  }

  private static LineDifference middle(List<String> before, List<String> now, int above) {
    int[][] common = commonSuffixes(before, now);
    ImmutableList.Builder<Line> gone = ImmutableList.builder();
    ImmutableList.Builder<Line> come = ImmutableList.builder();
    int old = 0;
    int current = 0;
    while (old < before.size() || current < now.size()) {
      if (old < before.size()
          && current < now.size()
          && common.length > 0
          && before.get(old).equals(now.get(current))) {
        old++;
        current++;
      } else if (current == now.size()
          || (old < before.size()
              && (common.length == 0 || common[old + 1][current] >= common[old][current + 1]))) {
        gone.add(new Line(above + old + 1, before.get(old)));
        old++;
      } else {
        come.add(new Line(above + current + 1, now.get(current)));
        current++;
      }
    }
    return new LineDifference(gone.build(), come.build());
  }

  /**
   * How many lines the rests of both texts have in common from each pair on; empty for too many.
   */
  private static int[][] commonSuffixes(List<String> before, List<String> now) {
    if ((long) before.size() * now.size() > MOST_PAIRS) {
      return new int[0][];
    }
    int[][] common = new int[before.size() + 1][now.size() + 1];
    for (int old = before.size() - 1; old >= 0; old--) {
      for (int current = now.size() - 1; current >= 0; current--) {
        common[old][current] =
            before.get(old).equals(now.get(current))
                ? common[old + 1][current + 1] + 1
                : Math.max(common[old + 1][current], common[old][current + 1]);
      }
    }
    return common;
  }

  /** How many lines a reader has to look at. */
  int count() {
    return Math.max(gone.size(), come.size());
  }

  /** {@code 1 line differs}. */
  String text() {
    return count() == 1 ? "1 line differs" : count() + " lines differ";
  }
}
