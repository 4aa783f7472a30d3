package dev.mainstay.sdk.base;

import com.google.common.primitives.ImmutableIntArray;

/**
 * The text of a file that a user wrote, and which offset stands on which line.
 *
 * <p>Lines end with {@code \n}; columns count characters (code points), as editors do.
 */
public final class SourceText {

  private final String file;
  private final String text;
  private final ImmutableIntArray lineStarts;

  public SourceText(String file, String text) {
    this.file = file;
    this.text = text;
    ImmutableIntArray.Builder starts = ImmutableIntArray.builder().add(0);
    for (int newline = text.indexOf('\n');
        newline >= 0;
        newline = text.indexOf('\n', newline + 1)) {
      starts.add(newline + 1);
    }
    this.lineStarts = starts.build();
  }

  public String file() {
    return file;
  }

  public String text() {
    return text;
  }

  /** The place of an offset from 0 to the text's length. */
  public SourceLocation locate(int offset) {
    int line = lineOf(offset);
    int start = lineStarts.get(line);
    return new SourceLocation(file, line + 1, text.codePointCount(start, offset) + 1);
  }

  /**
   * The offset of a line and a column, both from 1; places beyond the line or the text count as its
   * end.
   */
  public int offset(int line, int column) {
    if (line > lineStarts.length()) {
      return text.length();
    }
    int start = lineStarts.get(Math.max(line, 1) - 1);
    int end = line < lineStarts.length() ? lineStarts.get(line) - 1 : text.length();
    int wanted = Math.max(column, 1) - 1;
    return text.codePointCount(start, end) <= wanted ? end : text.offsetByCodePoints(start, wanted);
  }

  private int lineOf(int offset) {
    int low = 0;
    int high = lineStarts.length() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (lineStarts.get(middle) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
