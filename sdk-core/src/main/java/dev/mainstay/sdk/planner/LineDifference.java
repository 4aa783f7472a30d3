package dev.mainstay.sdk.planner;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a text differ from those of another, found by the longest common subsequence: a
 * line that only moved down because another came above it does not differ.
 *
 * @param lines in the order of the texts
 */
record LineDifference(ImmutableList<Line> lines) {

  /**
   * A line that differs.
   *
   * @param number from 1: in the new text, of a line that is gone in the old one
   * @param was absent for a new line
   * @param is absent for one that is gone
   */
  record Line(int number, @Nullable String was, @Nullable String is) {}

  /**
   * Pairs of lines that are compared at most; beyond, all between the equal ends of the texts
   * counts as different.
   */
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
    Walk walk = new Walk(first);
    walk.over(before.subList(first, before.size() - last), now.subList(first, now.size() - last));
    return new LineDifference(ImmutableList.copyOf(walk.found));
  }

  /** Through both texts at once; what is left out and put in at one place is one change. */
  private static final class Walk {
    private final int above;
    private final List<Line> found = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private final List<String> come = new ArrayList<>();

    Walk(int above) {
      this.above = above;
    }

    void over(List<String> before, List<String> now) {
      int[][] common = common(before, now);
      int old = 0;
      int current = 0;
      while (old < before.size() && current < now.size()) {
        if (common.length > 0 && before.get(old).equals(now.get(current))) {
          flush(old, current);
          old++;
          current++;
        } else if (common.length == 0 || common[old + 1][current] >= common[old][current + 1]) {
          gone.add(before.get(old++));
        } else {
          come.add(now.get(current++));
        }
      }
      gone.addAll(before.subList(old, before.size()));
      come.addAll(now.subList(current, now.size()));
      flush(before.size(), now.size());
    }

    private void flush(int old, int current) {
      for (int i = 0; i < Math.max(gone.size(), come.size()); i++) {
        int number = i < come.size() ? current - come.size() + i : old - gone.size() + i;
        found.add(
            new Line(
                above + number + 1,
                i < gone.size() ? gone.get(i) : null,
                i < come.size() ? come.get(i) : null));
      }
      gone.clear();
      come.clear();
    }

    /** How many lines the rests of both have in common from each pair on; empty for too many. */
    private static int[][] common(List<String> before, List<String> now) {
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
  }

  /** {@code 1 line differs}. */
  String text() {
    return lines.size() == 1 ? "1 line differs" : lines.size() + " lines differ";
  }
}
