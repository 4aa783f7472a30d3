package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.NodeBuilder;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.template.Rendered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML 1.1 text to nodes with their places. Aliases become the nodes that they stand for, merges
 * ({@code <<}) are applied, and a syntax error is a problem with its likely cause.
 */
final class YamlReader {

  private static final String MERGE = "<<";

  /** The tags of scalars that say what would be so without them, or that choose a kind. */
  private static final ImmutableSet<Tag> STANDARD =
      ImmutableSet.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

  private final ParserImpl parser;
  private final Resolver resolver = new Resolver();
  private final NodeBuilder.Locator locator;
  private final ProblemLog log;
  private final NodeBuilder builder;
  private final Map<String, InputNode> anchors = new HashMap<>();

  private YamlReader(String text, NodeBuilder.Locator locator, ProblemLog log) {
    this.parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
    this.locator = locator;
    this.log = log;
    this.builder = new NodeBuilder(log);
  }

  /**
   * Reads the first document; empty when the text holds none, or is not YAML: then the log says
   * why.
   *
   * @param locator from places in {@code text} to those of the user's file
   */
  static Optional<InputNode> read(String text, NodeBuilder.Locator locator, ProblemLog log) {
    try {
      return new YamlReader(text, locator, log).document();
    } catch (NodeBuilder.Unreasonable e) {
      log.error(
          locator.locate(1, 1),
          "",
          String.valueOf(e.getMessage()),
          "a spec is far smaller: look for aliases or brackets that repeat themselves");
    } catch (YAMLException e) {
      new SyntaxErrors(text, locator, log).explain(e);
    }
    return Optional.empty();
  }

  private Optional<InputNode> document() {
    parser.getEvent(); // the stream's start
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      log.error(
          locator.locate(1, 1), "", "the file holds nothing", "write 'name: …' and 'pods: …'");
      return Optional.empty();
    }
    parser.getEvent(); // the document's start
    InputNode root = node(0);
    parser.getEvent(); // the document's end
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      log.error(
          place(parser.peekEvent()),
          "",
          "a second document begins here",
          "keep one document in a file");
    }
    return Optional.of(root);
  }

  private InputNode node(int depth) {
    NodeBuilder.checkDepth(depth);
    Event event = parser.getEvent();
    if (event instanceof AliasEvent alias) {
      return resolve(alias);
    }
    InputNode node;
    if (event instanceof ScalarEvent scalar) {
      node = scalar(scalar);
    } else if (event instanceof SequenceStartEvent) {
      node = sequence(place(event), depth);
    } else if (event instanceof MappingStartEvent) {
      node = mapping(place(event), depth);
    } else {
      throw new IllegalStateException("a YAML node cannot begin with " + event);
    }
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private InputNode resolve(AliasEvent alias) {
    InputNode node = anchors.get(alias.getAnchor());
    if (node == null) {
      log.error(
          place(alias),
          "",
          "'*"
              + alias.getAnchor()
              + "' repeats what '&"
              + alias.getAnchor()
              + "' marks, but nothing before it is marked so",
          "quote it if it is meant as text");
      return new InputNode.Scalar(
          place(alias), InputNode.ScalarKind.TEXT, Character.toString(Rendered.UNKNOWN));
    }
    return node;
  }

  private InputNode scalar(ScalarEvent scalar) {
    Tag tag =
        scalar.getTag() != null
            ? new Tag(scalar.getTag())
            : resolver.resolve(
                NodeId.scalar, scalar.getValue(), scalar.getImplicit().canOmitTagInPlainScalar());
    if (scalar.getTag() != null && !STANDARD.contains(tag)) {
      String shown =
          scalar.getTag().startsWith("!") ? scalar.getTag() : "!<" + scalar.getTag() + ">";
      log.warning(
          place(scalar),
          "",
          "'" + shown + "' is a YAML tag, which has no meaning here and is dropped",
          "put the value in quotes if the '!' belongs to it");
    }
    return new InputNode.Scalar(place(scalar), kind(tag), scalar.getValue());
  }

  private static InputNode.ScalarKind kind(Tag tag) {
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return InputNode.ScalarKind.NUMBER;
    }
    if (tag.equals(Tag.BOOL)) {
      return InputNode.ScalarKind.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? InputNode.ScalarKind.NULL : InputNode.ScalarKind.TEXT;
  }

  private InputNode sequence(SourceLocation at, int depth) {
    List<InputNode> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(depth + 1));
    }
    parser.getEvent();
    return builder.sequence(at, items);
  }

  private InputNode mapping(SourceLocation at, int depth) {
    List<InputNode.Entry> entries = new ArrayList<>();
    List<InputNode.Entry> merged = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      SourceLocation keyAt = place(parser.peekEvent());
      InputNode key = node(depth + 1);
      InputNode value = node(depth + 1);
      if (!(key instanceof InputNode.Scalar name)) {
        log.error(
            keyAt,
            "",
            key.kind() + " stands where a key is expected",
            "write the key as text, in quotes if need be");
      } else if (isBlank(name.text().isEmpty() ? ' ' : name.text().charAt(0))) {
        log.error(
            keyAt,
            "",
            "a blank of another kind (U+%04X) indents this line"
                .formatted((int) name.text().charAt(0)),
            "write plain spaces");
      } else if (name.text().equals(MERGE)) {
        merge(keyAt, value, merged);
      } else {
        entries.add(new InputNode.Entry(keyAt, name.text(), value));
      }
    }
    parser.getEvent();
    return builder.mapping(at, entries, merged);
  }

  /** A blank that YAML takes for text; editors and web pages leave them behind. */
  private static boolean isBlank(char character) {
    return character != ' ' && Character.isSpaceChar(character);
  }

  private void merge(SourceLocation at, InputNode value, List<InputNode.Entry> merged) {
    if (value instanceof InputNode.Mapping mapping) {
      merged.addAll(mapping.entries());
    } else if (value instanceof InputNode.Sequence sequence
        && sequence.items().stream().allMatch(item -> item instanceof InputNode.Mapping)) {
      sequence.items().forEach(item -> merge(at, item, merged));
    } else {
      log.error(
          at,
          "",
          "'<<' takes the keys of mappings, but here is " + value.kind(),
          "name the anchor of a mapping");
    }
  }

  private SourceLocation place(Event event) {
    Mark mark = event.getStartMark();
    return mark == null
        ? locator.locate(1, 1)
        : locator.locate(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
