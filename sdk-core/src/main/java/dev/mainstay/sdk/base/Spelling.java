package dev.mainstay.sdk.base;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant who wrote a name that does not exist. */
public final class Spelling {

  /** Names longer than this are not compared: the work grows with the square. */
  private static final int LONGEST = 200;

  private Spelling() {}

  /**
   * The known name that is nearest to the one written: at most a third of it is wrong, where a
   * letter too much, too few or another one, and two neighbours swapped, count as one mistake each.
   * Case, {@code -} and {@code _} do not count.
   */
  public static Optional<String> nearest(String written, Iterable<String> known) {
    String wanted = plain(written);
    String best = null;
    int bestDistance = Math.max(1, wanted.length() / 3) + 1;
    for (String candidate : sorted(known)) {
      if (written.length() > LONGEST || candidate.length() > LONGEST) {
        continue;
      }
      if (Math.abs(written.length() - candidate.length()) >= bestDistance) {
        continue; // each letter of the difference is a mistake, so it is too far off unread
      }
      int distance = distance(wanted, plain(candidate));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code did you mean 'tasks'?}, or the empty text when nothing is near. */
  public static String hint(String written, Iterable<String> known) {
    return nearest(written, known).map(name -> "did you mean '" + name + "'?").orElse("");
  }

  private static Iterable<String> sorted(Iterable<String> names) {
    return ImmutableList.sortedCopyOf(Comparator.naturalOrder(), names);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Optimal string alignment distance. */
  private static int distance(String left, String right) {
    int[] beforeLast = new int[right.length() + 1];
    int[] last = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      last[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        boolean same = left.charAt(row - 1) == right.charAt(column - 1);
        current[column] =
            Math.min(
                Math.min(last[column] + 1, current[column - 1] + 1),
                last[column - 1] + (same ? 0 : 1));
        if (row > 1
            && column > 1
            && left.charAt(row - 1) == right.charAt(column - 2)
            && left.charAt(row - 2) == right.charAt(column - 1)) {
          current[column] = Math.min(current[column], beforeLast[column - 2] + 1);
        }
      }
      beforeLast = last;
      last = current;
    }
    return last[right.length()];
  }
}
