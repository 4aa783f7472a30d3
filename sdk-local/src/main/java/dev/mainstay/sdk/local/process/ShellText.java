package dev.mainstay.sdk.local.process;

import java.util.List;
import java.util.stream.Collectors;

/** Words for a POSIX shell. */
final class ShellText {

  private ShellText() {}

  /** One word, whatever is in it but a NUL, which no command line can hold. */
  static String quoted(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character in '" + text.replace("\0", "\\0") + "'");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  static String quoted(List<String> words) {
    return words.stream().map(ShellText::quoted).collect(Collectors.joining(" "));
  }
}
