package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.base.SourceLocation;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says of a YAML syntax error where it is and what most likely causes it. */
final class SyntaxErrors {

  private static final String BAD_INDENT = "the indentation matches no line above";
  private static final String ALIGN = "align it with the other keys of its mapping";

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
      log.error(locator.locate(1, 1), "", "this is not YAML: " + exception.getMessage(), "");
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
    if (problem.contains("\\t(TAB)")) {
      error(problemMark, "a tab indents this line", "YAML allows only spaces there");
    } else if (context.contains("quoted scalar")
        && problem.contains("unexpected end")
        && contextMark != null) {
      error(contextMark, "the quote that opens here is never closed", "close it, or leave it out");
    } else if (problem.contains("unknown escape character")) {
      error(
          problemMark,
          "this is no escape of a text in double quotes",
          "write '\\\\' for a backslash, or use single quotes");
    } else if (context.contains("flow") && contextMark != null) {
      explainBracket(contextMark, problemMark);
    } else if (problem.contains("mapping values are not allowed")) {
      explainColon(problemMark);
    } else if (problem.contains("cannot start any token")) {
      error(
          problemMark,
          "a text cannot begin with '" + characterAt(problemMark) + "'",
          "put it in quotes");
    } else if (problem.startsWith("expected <block end>")) {
      explainBlock(problem, context, problemMark);
    } else if (problem.contains("could not find expected ':'")) {
      error(
          contextMark == null ? problemMark : contextMark,
          "a ':' is missing behind this key",
          "write 'key: value'");
    } else {
      error(problemMark, "this is not YAML: " + problem, "");
    }
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
