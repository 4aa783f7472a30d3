package dev.mainstay.sdk.base;

/**
 * A place in a file that a user wrote.
 *
 * @param file the file's name as the user gave it
 * @param line from 1; 0 when the problem concerns the file as a whole
 * @param column from 1; 0 when the line as a whole
 */
public record SourceLocation(String file, int line, int column) {

  /** A whole file. */
  public static SourceLocation ofFile(String file) {
    return new SourceLocation(file, 0, 0);
  }

  /** {@code svc.yml:5:5}, or {@code svc.yml} for a whole file. */
  @Override
  public String toString() {
    return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
