package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.input.NodeBuilder;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says of a YAML syntax error where it is and what most likely causes it. */
final class SyntaxErrors {

  private static final String BAD_INDENT = "the indentation matches no line above";
  private static final String PUT_IN_QUOTES = "put it in quotes";
  private static final String ALIGN = "align it with the other keys of its mapping";

  /**
   * What the parser says of a text that begins with {@code *}, {@code &}, {@code !} or {@code %}.
   */
  private static final ImmutableList<String> SPECIAL_STARTS =
      ImmutableList.of("an alias", "an anchor", "a tag", "a directive");

  private static final ImmutableSet<String> CLOSING = ImmutableSet.of("]", "}");

  private static final Pattern CONFLICT = Pattern.compile("^(?:<{7}|>{7}|={7})(?: |$)");

  /** Blanks that begin a line, and among them one that is no plain space. */
  private static final Pattern BLANKS = Pattern.compile(" *([\\t\\u00A0\\u2000-\\u200B\\u3000])");

  /** {@code key:value}; no address such as {@code http://…}, and no time. */
  private static final Pattern GLUED =
      Pattern.compile(" *(?:- +)?([A-Za-z_][A-Za-z0-9_.-]*):([^\\s:/][^:]*)");

  /** {@code -item}, where an item of a list is probably meant. */
  private static final Pattern GLUED_ITEM = Pattern.compile(" *-([^\\s-].*)");

  private final String text;
  private final NodeBuilder.Locator locator;
  private final ProblemLog log;

  SyntaxErrors(String text, NodeBuilder.Locator locator, ProblemLog log) {
    this.text = text;
    this.locator = locator;
    this.log = log;
  }

  void explain(YAMLException exception) {
    if (exception instanceof ReaderException reader) {
      explainCharacter(reader);
    } else if (exception instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      explainMarked(marked, marked.getProblemMark());
    } else {
      log.error(
          locator.locate(1, 1),
          "",
          "this is not YAML: " + exception.getMessage(),
          "write 'key: value' lines");
    }
  }

  private void explainCharacter(ReaderException exception) {
    int offset = Math.min(Math.max(exception.getPosition(), 0), text.length());
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    int line =
        1 + (int) text.substring(0, offset).chars().filter(character -> character == '\n').count();
    log.error(
        locator.locate(line, text.codePointCount(lineStart, offset) + 1),
        "",
        "the character U+%04X is not allowed in YAML".formatted(exception.getCodePoint()),
        "remove it, or write it in double quotes as an escape");
  }

  private void explainMarked(MarkedYAMLException exception, Mark problemMark) {
    String context = String.valueOf(exception.getContext());
    String problem = String.valueOf(exception.getProblem());
    @Nullable Mark contextMark = exception.getContextMark();
    if (context.contains("quoted scalar")
        && problem.contains("unexpected end")
        && contextMark != null) {
      error(contextMark, "the quote that opens here is never closed", "close it, or leave it out");
    } else if (problem.contains("unknown escape character")) {
      error(
          problemMark,
          "this is no escape of a text in double quotes",
          "write '\\\\' for a backslash, or use single quotes");
    } else if (tellOfLine(problemMark) || (contextMark != null && tellOfLine(contextMark))) {
      return;
    } else if (problem.contains("\\t(TAB)")) {
      error(problemMark, "a tab indents this line", "YAML allows only spaces there");
    } else if (context.contains("flow") && contextMark != null) {
      explainBracket(contextMark, problemMark);
    } else if (tellOfMissingBlank(problemMark, contextMark)) {
      return;
    } else {
      explainToken(problem, context, problemMark, contextMark);
    }
  }

  private void explainToken(
      String problem, String context, Mark problemMark, @Nullable Mark contextMark) {
    Mark start = contextMark == null ? problemMark : contextMark;
    if (problem.contains("mapping values are not allowed")) {
      explainColon(problemMark);
    } else if (problem.contains("sequence entries are not allowed")) {
      error(
          problemMark,
          "a list item cannot begin behind a key",
          "write it on a line of its own, below the key");
    } else if (problem.contains("cannot start any token")) {
      badStart(problemMark);
    } else if (SPECIAL_STARTS.stream().anyMatch(context::contains)) {
      badStart(start);
    } else if (context.contains("block scalar")) {
      error(
          problemMark,
          "text stands behind the '|' or '>' that begins a text of several lines",
          "begin the text on the next line, or put the value in quotes");
    } else if (problem.startsWith("expected <block end>")
        || problem.startsWith("expected '<document start>'")) {
      explainBlock(problem, context, problemMark);
    } else if (problem.contains("could not find expected ':'")) {
      error(start, "a ':' is missing behind this key", "write 'key: value'");
    } else {
      error(
          problemMark,
          "this is not YAML: " + problem,
          "look at this line and the one above: indentation, quotes and brackets");
    }
  }

  private void badStart(Mark mark) {
    error(mark, "a text cannot begin with '" + characterAt(mark) + "'", PUT_IN_QUOTES);
  }

  /** What is wrong with a line whatever the parser says; false when nothing is. */
  private boolean tellOfLine(Mark mark) {
    String line = line(mark.getLine());
    if (CONFLICT.matcher(line).find()) {
      error(
          locator.locate(mark.getLine() + 1, 1),
          "this is the mark of a merge conflict",
          "keep one of the two sides, and remove the marks");
      return true;
    }
    Matcher indent = BLANKS.matcher(line);
    if (!indent.lookingAt()) {
      return false;
    }
    SourceLocation at = locator.locate(mark.getLine() + 1, indent.start(1) + 1);
    if (line.charAt(indent.start(1)) == '\t') {
      error(at, "a tab indents this line", "YAML allows only spaces there");
    } else {
      error(
          at,
          "a blank of another kind (U+%04X) indents this line"
              .formatted((int) line.charAt(indent.start(1))),
          "write plain spaces");
    }
    return true;
  }

  /** {@code key:value} is a text, which the next line or the end shows only. */
  private boolean tellOfMissingBlank(Mark problemMark, @Nullable Mark contextMark) {
    List<Integer> suspects = new ArrayList<>();
    if (contextMark != null) {
      suspects.add(contextMark.getLine());
    }
    suspects.add(previousLine(problemMark.getLine()));
    suspects.add(problemMark.getLine());
    for (int index : suspects) {
      Matcher item = GLUED_ITEM.matcher(index < 0 ? "" : line(index));
      if (item.matches()) {
        error(
            locator.locate(index + 1, item.start(1)),
            "a blank is missing behind the '-'",
            "write '- " + item.group(1).strip() + "'");
        return true;
      }
      Matcher glued = GLUED.matcher(index < 0 ? "" : line(index));
      if (glued.matches()) {
        error(
            locator.locate(index + 1, glued.end(1) + 1),
            "a blank is missing behind the ':'",
            "write '" + glued.group(1).strip() + ": " + glued.group(2).strip() + "'");
        return true;
      }
    }
    return false;
  }

  private void explainBracket(Mark opened, Mark noticed) {
    String bracket = characterAt(opened);
    error(
        opened,
        "the '"
            + bracket
            + "' that opens here is not closed before line "
            + locator.locate(noticed.getLine() + 1, 1).line(),
        "close it with '" + (bracket.equals("{") ? "}" : "]") + "', or put the text in quotes");
  }

  private void explainColon(Mark colon) {
    String line = line(colon.getLine());
    String before = line.substring(0, Math.min(colon.getColumn(), line.length()));
    int previous = previousLine(colon.getLine());
    if (before.contains(": ")) {
      error(colon, "a second ': ' on one line", "put the value in quotes if the ':' belongs to it");
    } else if (previous >= 0 && indent(line(previous)) < indent(line)) {
      error(
          start(colon),
          "this line is indented deeper than the one above, which already has a value",
          "align it with the line above, or remove the value there");
    } else {
      error(
          start(colon),
          "the text above this line ends without a ':'",
          "write the line above as 'key: value'");
    }
  }

  private void explainBlock(String problem, String context, Mark mark) {
    if (problem.startsWith("expected '<document start>'") && text.startsWith("%")) {
      error(locator.locate(1, 1), "a text cannot begin with '%'", PUT_IN_QUOTES);
      return;
    }
    String line = line(mark.getLine());
    String before = line.substring(0, Math.min(mark.getColumn(), line.length()));
    if (!before.isBlank() && (before.contains("'") || before.contains("\""))) {
      error(
          mark,
          "text follows the quote that closes here",
          "double a quote within quotes (''), or put the whole value in the other kind of quotes");
    } else if (context.contains("block collection")) {
      error(
          mark,
          "a list ends here without its indentation ending",
          "begin the line with '- ', or indent it less");
    } else if (problem.endsWith("'-'") || problem.endsWith("'<block sequence start>'")) {
      error(
          mark,
          "a list item stands among the keys of a mapping",
          "indent it below the key that it belongs to");
    } else if (CLOSING.contains(characterAt(mark))) {
      error(
          mark,
          "no bracket is open that '" + characterAt(mark) + "' could close",
          "remove it, or put the text in quotes");
    } else if (before.isBlank() && problem.startsWith("expected '<document start>'")) {
      error(
          mark,
          "this line is indented less than the first one",
          "begin all keys of the spec itself in one column, the first");
    } else {
      error(mark, BAD_INDENT, ALIGN);
    }
  }

  private void error(Mark mark, String what, String remedy) {
    error(locator.locate(mark.getLine() + 1, mark.getColumn() + 1), what, remedy);
  }

  private void error(SourceLocation at, String what, String remedy) {
    log.error(at, "", what, remedy);
  }

  /** The first character of a mark's line that is not blank. */
  private SourceLocation start(Mark mark) {
    return locator.locate(mark.getLine() + 1, indent(line(mark.getLine())) + 1);
  }

  private String characterAt(Mark mark) {
    String line = line(mark.getLine());
    return mark.getColumn() < line.codePointCount(0, line.length())
        ? Character.toString(line.codePointAt(line.offsetByCodePoints(0, mark.getColumn())))
        : "";
  }

  private String line(int index) {
    return text.lines().skip(index).findFirst().orElse("");
  }

  /** The nearest line above that holds more than blanks and a comment; -1 for none. */
  private int previousLine(int index) {
    int previous = index - 1;
    while (previous >= 0 && (line(previous).isBlank() || line(previous).strip().startsWith("#"))) {
      previous--;
    }
    return previous;
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }
}
