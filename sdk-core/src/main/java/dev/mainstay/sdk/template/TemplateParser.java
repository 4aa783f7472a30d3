package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Tags to the tree of sections.
 *
 * <p>A line that holds nothing but section, comment and delimiter tags is no line of the result
 * (the mustache specification's "standalone" lines, here also with several tags on them).
 */
final class TemplateParser {

  /** Sections within sections; deeper is a mistake, and would only exhaust the stack. */
  private static final int DEEPEST = 100;

  private final SourceText source;
  private final String text;
  private final ImmutableList<Tag> tags;
  private final List<Problem> problems;
  private final Deque<Frame> open = new ArrayDeque<>();

  /** A section that is open, or the template itself. */
  private record Frame(Tag tag, ImmutableList.Builder<Part> parts) {}

  private TemplateParser(SourceText source, List<Problem> problems, List<Problem> swallowing) {
    this.source = source;
    this.text = source.text();
    this.problems = problems;
    this.tags = TagScanner.scan(source, problems, swallowing);
  }

  /**
   * The parts of a template; mistakes are added to {@code problems} and, those that can be read as
   * something, to {@code swallowing}.
   */
  static ImmutableList<Part> parse(
      SourceText source, List<Problem> problems, List<Problem> swallowing) {
    return new TemplateParser(source, problems, swallowing).parse();
  }

  private ImmutableList<Part> parse() {
    Frame root = new Frame(new Tag(Tag.Kind.COMMENT, "", 0, 0), ImmutableList.builder());
    open.push(root);
    int from = 0;
    for (int index = 0; index < tags.size(); index++) {
      Tag tag = tags.get(index);
      boolean alone = standsAlone(index);
      literal(from, alone ? lineStart(tag.start()) : tag.start());
      add(tag);
      from = alone ? lineEnd(tag.end()) : tag.end();
    }
    literal(from, text.length());
    while (open.size() > 1) {
      closeForgotten();
    }
    return root.parts().build();
  }

  private void literal(int start, int end) {
    if (start < end) {
      top().parts().add(new Part.Literal(start, end));
    }
  }

  private void add(Tag tag) {
    switch (tag.kind()) {
      case VARIABLE -> top().parts().add(new Part.Variable(tag));
      case SECTION, INVERTED -> open(tag);
      case CLOSE -> close(tag);
      case COMMENT, DELIMITERS -> {}
    }
  }

  private void open(Tag tag) {
    if (open.size() == DEEPEST) {
      problem(tag, "sections are more than " + DEEPEST + " deep", "close those that are done");
    }
    open.push(new Frame(tag, ImmutableList.builder()));
  }

  private void close(Tag tag) {
    boolean isOpen =
        open.stream().anyMatch(frame -> isSection(frame) && frame.tag().name().equals(tag.name()));
    if (!isOpen) {
      problem(
          tag,
          "'{{/" + tag.name() + "}}' closes a section that is not open",
          isSection(top())
              ? "the section open here is '" + top().tag().name() + "'"
              : "remove it, or open the section before it");
      return;
    }
    while (!top().tag().name().equals(tag.name())) {
      closeForgotten();
    }
    closeTop();
  }

  private void closeForgotten() {
    Tag tag = top().tag();
    problem(
        tag,
        "section '" + tag.name() + "' is not closed",
        "close it with '{{/" + tag.name() + "}}'");
    closeTop();
  }

  private void closeTop() {
    Frame frame = open.pop();
    top()
        .parts()
        .add(
            new Part.Section(
                frame.tag(), frame.tag().kind() == Tag.Kind.INVERTED, frame.parts().build()));
  }

  private Frame top() {
    return open.element();
  }

  private static boolean isSection(Frame frame) {
    return frame.tag().kind() != Tag.Kind.COMMENT;
  }

  /** Whether the tag's line holds silent tags and blanks only. */
  private boolean standsAlone(int index) {
    int first = index;
    int start = beforeBlanks(tags.get(first).start());
    while (first > 0 && tags.get(first - 1).end() == start && start > 0) {
      first--;
      start = beforeBlanks(tags.get(first).start());
    }
    int last = index;
    int end = afterBlanks(tags.get(last).end());
    while (last + 1 < tags.size() && tags.get(last + 1).start() == end) {
      last++;
      end = afterBlanks(tags.get(last).end());
    }
    return isLineStart(start)
        && isLineEnd(end)
        && tags.subList(first, last + 1).stream().allMatch(Tag::isSilent);
  }

  /** Where the blanks before {@code offset} begin, if a line begins there; else {@code offset}. */
  private int lineStart(int offset) {
    int start = beforeBlanks(offset);
    return isLineStart(start) ? start : offset;
  }

  /**
   * Behind the line break that follows {@code offset} after blanks, if one does; else {@code
   * offset}.
   */
  private int lineEnd(int offset) {
    int end = afterBlanks(offset);
    if (!isLineEnd(end)) {
      return end;
    }
    return text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length());
  }

  private int beforeBlanks(int offset) {
    int start = offset;
    while (start > 0 && isBlank(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private int afterBlanks(int offset) {
    int end = offset;
    while (end < text.length() && isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean isLineStart(int offset) {
    return offset == 0 || text.charAt(offset - 1) == '\n';
  }

  private boolean isLineEnd(int offset) {
    return offset == text.length()
        || text.charAt(offset) == '\n'
        || text.startsWith("\r\n", offset);
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  private void problem(Tag tag, String what, String remedy) {
    problems.add(Problem.error(source.locate(tag.start()), "", what, remedy));
  }
}
