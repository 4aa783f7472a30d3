package dev.mainstay.sdk.base;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Matches regular expressions that users write. Java's matcher may take time that doubles with each
 * character ({@code (a+)+b}) and recurses over long texts; here such a match ends as none.
 */
public final class BoundedMatch {

  /** Looks at a character; some tens of milliseconds. */
  private static final int MOST_LOOKS = 5_000_000;

  private BoundedMatch() {}

  /** Whether the expression matches the whole text; false as well when that takes too long. */
  public static boolean matches(Pattern pattern, String text) {
    return holds(pattern, text, Matcher::matches);
  }

  /** Whether the expression matches within the text; false as well when that takes too long. */
  public static boolean find(Pattern pattern, String text) {
    return holds(pattern, text, Matcher::find);
  }

  private static boolean holds(Pattern pattern, String text, Predicate<Matcher> match) {
    try {
      return match.test(pattern.matcher(new Counted(text, 0, text.length(), new Budget())));
    } catch (TooLong | StackOverflowError e) {
      return false; // java.util.regex recurses for each repetition of a group
    }
  }

  /** What is left of the looks. */
  private static final class Budget {
    private int left = MOST_LOOKS;

    private void spend() {
      left--;
      if (left < 0) {
        throw new TooLong();
      }
    }
  }

  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooLong() {
      super("the match takes too long", null, false, false);
    }
  }

  /** A part of a text, of which each look is counted. */
  private record Counted(String text, int start, int end, Budget budget) implements CharSequence {
    @Override
    public int length() {
      return end - start;
    }

    @Override
    public char charAt(int index) {
      budget.spend();
      return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new Counted(text, start + from, start + to, budget);
    }

    @Override
    public String toString() {
      return text.substring(start, end);
    }
  }
}
