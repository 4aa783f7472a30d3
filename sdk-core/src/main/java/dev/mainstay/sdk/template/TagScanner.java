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
  private final ImmutableList.Builder<Tag> tags = ImmutableList.builder();
  private String open = "{{";
  private String close = "}}";

  private TagScanner(SourceText source, List<Problem> problems) {
    this.source = source;
    this.text = source.text();
    this.problems = problems;
  }

  static ImmutableList<Tag> scan(SourceText source, List<Problem> problems) {
    TagScanner scanner = new TagScanner(source, problems);
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
    if (end < 0 || (sigil != '!' && text.substring(content, end).contains(open))) {
      problem(
          start,
          "'" + text.substring(start, content) + "' is not closed",
          "close it with '" + ending + "'");
      return content;
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
