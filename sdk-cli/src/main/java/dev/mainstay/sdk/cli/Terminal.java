package dev.mainstay.sdk.cli;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes, and what it may do there.
 *
 * @param live lines may be drawn again in their place
 * @param colour escape sequences for colours are understood
 * @param columns how wide a line may be before it wraps
 * @param lines how many of them are seen at once
 * @param environment of this process
 * @param directory that relative paths begin at
 */
record Terminal(
    PrintStream out,
    PrintStream err,
    boolean live,
    boolean colour,
    int columns,
    int lines,
    ImmutableMap<String, String> environment,
    Path directory) {

  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_LINES = 24;

  /** That of this process. The launcher tells its size in {@code COLUMNS} and {@code LINES}. */
  static Terminal ofProcess() {
    ImmutableMap<String, String> environment = ImmutableMap.copyOf(System.getenv());
    boolean terminal = isTerminal() && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        terminal,
        // https://no-color.org: any value but the empty one
        terminal && Strings.isNullOrEmpty(environment.get("NO_COLOR")),
        size(environment.get("COLUMNS"), USUAL_COLUMNS),
        size(environment.get("LINES"), USUAL_LINES),
        environment,
        Path.of("").toAbsolutePath());
  }

  /** From Java 22 on there is a console without a terminal too, and {@code isTerminal} tells. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static int size(@Nullable String text, int otherwise) {
    Integer number = text == null ? null : Ints.tryParse(text);
    return number == null || number < 10 ? otherwise : number;
  }

  void print(String line) {
    out.println(line);
  }

  /** Says something beside what a display shows. */
  void note(RunDisplay display, String line) {
    display.end();
    err.println("mainstay: " + line);
  }

  /** The same with the standard error as its output, for what is no part of a command's answer. */
  Terminal onStandardError() {
    return new Terminal(err, err, live, colour, columns, lines, environment, directory);
  }

  /** Text in a colour, where the terminal has colours. */
  String paint(Colour colourOfText, String text) {
    return colour ? colourOfText.sequence() + text + Colour.RESET : text;
  }

  /** The colours that output uses: one meaning each. */
  enum Colour {
    GOOD("\u001b[32m"),
    BUSY("\u001b[33m"),
    BAD("\u001b[31m"),
    FAINT("\u001b[2m"),
    STRONG("\u001b[1m");

    static final String RESET = "\u001b[0m";

    private final String sequence;

    Colour(String sequence) {
      this.sequence = sequence;
    }

    String sequence() {
      return sequence;
    }
  }
}
