package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceText;
import java.util.List;

/** Finds the tags of a template. */
final class TagScanner {

  private static final String SIGILS = "#^/!&>=";

  private final SourceText source;
  private final String text;
  private final List<Problem> problems;
  private final List<Problem> swallowing;
  private final ImmutableList.Builder<Tag> tags = ImmutableList.builder();
  private String open = "{{";
  private String close = "}}";

  private TagScanner(SourceText source, List<Problem> problems, List<Problem> swallowing) {
    this.source = source;
    this.text = source.text();
    this.problems = problems;
    this.swallowing = swallowing;
  }

  /**
   * The tags of a template.
   *
   * @param swallowing takes the problems of variables that are not closed before the next tag; what
   *     stands between is taken for their names
   */
  static ImmutableList<Tag> scan(
      SourceText source, List<Problem> problems, List<Problem> swallowing) {
    TagScanner scanner = new TagScanner(source, problems, swallowing);
    int position = scanner.text.indexOf(scanner.open);
    while (position >= 0) {
      int after = scanner.scanTag(position);
      position = scanner.text.indexOf(scanner.open, after);
    }
    return scanner.tags.build();
  }

  /** Reads the tag at {@code start}; gives the offset from which to go on. */
  private int scanTag(int start) {
    int inside = start + open.length();
    boolean triple = text.startsWith("{", inside) && open.equals("{{");
    char sigil = inside < text.length() ? text.charAt(inside) : ' ';
    String ending = triple ? "}" + close : sigil == '=' ? "=" + close : close;
    boolean signed = triple || SIGILS.indexOf(sigil) >= 0;
    int content = signed ? inside + 1 : inside;
    int end = text.indexOf(ending, content);
    boolean swallows = end >= 0 && sigil != '!' && text.substring(content, end).contains(open);
    if (end < 0 || swallows) {
      String what = "'" + text.substring(start, content) + "' is not closed";
      String remedy = "close it with '" + ending + "'";
      if (end < 0 || signed || SIGILS.indexOf(text.charAt(inner(content, end))) >= 0) {
        problem(start, what, remedy);
        return content;
      }
      swallowing.add(Problem.error(source.locate(start), "", what, remedy));
      tags.add(
          new Tag(Tag.Kind.VARIABLE, text.substring(content, end), start, end + ending.length()));
      scanSwallowed(content, end);
      return end + ending.length();
    }
    String name = text.substring(content, end).strip();
    int after = end + ending.length();
    if (sigil == '=') {
      changeDelimiters(start, name);
    } else if (sigil == '>') {
      problem(start, "partials such as '{{>" + name + "}}' are not supported", "copy the text in");
    } else if (sigil != '!' && isNoName(name)) {
      problem(
          start,
          noName(name, text.substring(start, after)),
          "write one name without blanks between the braces");
    } else {
      tags.add(new Tag(kind(triple ? '&' : sigil), name, start, after));
      return after;
    }
    tags.add(new Tag(Tag.Kind.COMMENT, name, start, after));
    return after;
  }

  /** What follows the first opening within a tag. */
  private int inner(int from, int end) {
    return Math.min(text.indexOf(open, from) + open.length(), end);
  }

  /** Tells of further tags that are not closed within one. */
  private void scanSwallowed(int from, int end) {
    int last = text.lastIndexOf(open, end);
    for (int at = text.indexOf(open, from); at >= 0 && at < last; at = text.indexOf(open, at + 1)) {
      swallowing.add(
          Problem.error(
              source.locate(at),
              "",
              "'" + open + "' is not closed",
              "close it with '" + close + "'"));
    }
  }

  private void changeDelimiters(int start, String pair) {
    List<String> both = ImmutableList.copyOf(pair.split("\\s+"));
    if (both.size() != 2 || both.get(0).isEmpty() || pair.contains("=")) {
      problem(start, "'" + pair + "' are not two delimiters", "write them as in '{{=<% %>=}}'");
      return;
    }
    open = both.get(0);
    close = both.get(1);
  }

  private static boolean isNoName(String name) {
    return name.isEmpty() || name.chars().anyMatch(Character::isWhitespace);
  }

  private static String noName(String name, String tag) {
    return name.isEmpty()
        ? "'" + tag + "' names no variable"
        : "'" + name + "' is not a variable's name";
  }

  private static Tag.Kind kind(char sigil) {
    return switch (sigil) {
      case '#' -> Tag.Kind.SECTION;
      case '^' -> Tag.Kind.INVERTED;
      case '/' -> Tag.Kind.CLOSE;
      case '!' -> Tag.Kind.COMMENT;
      default -> Tag.Kind.VARIABLE;
    };
  }

  private void problem(int offset, String what, String remedy) {
    problems.add(Problem.error(source.locate(offset), "", what, remedy));
  }
}
