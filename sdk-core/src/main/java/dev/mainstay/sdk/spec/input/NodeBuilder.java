package dev.mainstay.sdk.spec.input;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the nodes of one document: keys that are there twice are problems, and the document's size
 * is bounded.
 */
public final class NodeBuilder {

  /**
   * Nodes of one document with aliases written out: a large spec has thousands, an "alias bomb"
   * billions.
   */
  public static final int MOST_NODES = 200_000;

  /** Lists and mappings within each other. The spec needs 8. */
  public static final int DEEPEST = 100;

  private final ProblemLog log;
  private final boolean lastKeyCounts;

  private NodeBuilder(ProblemLog log, boolean lastKeyCounts) {
    this.log = log;
    this.lastKeyCounts = lastKeyCounts;
  }

  public NodeBuilder(ProblemLog log) {
    this(log, false);
  }

  /** Keys that are there twice are warnings: the last one counts. */
  public static NodeBuilder lastKeyCounts(ProblemLog log) {
    return new NodeBuilder(log, true);
  }

  /** A line and a column, both from 1, to a place in the user's file. */
  public interface Locator {
    SourceLocation locate(int line, int column);
  }

  /** Stops the reading of a document that is too large or too deep. */
  public static final class Unreasonable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Unreasonable(String message) {
      super(message);
    }
  }

  public static void checkDepth(int depth) {
    if (depth > DEEPEST) {
      throw new Unreasonable("lists and mappings are more than " + DEEPEST + " deep");
    }
  }

  public InputNode.Sequence sequence(SourceLocation at, List<InputNode> items) {
    return new InputNode.Sequence(at, ImmutableList.copyOf(items), size(items));
  }

  /**
   * A mapping.
   *
   * @param written its entries as they stand in the file
   * @param merged what other mappings give for keys that are not written
   */
  public InputNode.Mapping mapping(
      SourceLocation at, List<InputNode.Entry> written, List<InputNode.Entry> merged) {
    Map<String, InputNode.Entry> entries = new LinkedHashMap<>();
    for (InputNode.Entry entry : written) {
      InputNode.Entry earlier = entries.putIfAbsent(entry.key(), entry);
      if (earlier != null && lastKeyCounts) {
        log.warning(
            earlier.at(),
            "",
            "key '" + entry.key() + "' is there twice",
            "the last one counts, in line " + entry.at().line());
        entries.put(entry.key(), entry);
      } else if (earlier != null) {
        log.error(
            entry.at(),
            "",
            "key '" + entry.key() + "' is there twice",
            "the first is in line " + earlier.at().line() + "; rename or remove one");
      }
    }
    merged.forEach(entry -> entries.putIfAbsent(entry.key(), entry));
    List<InputNode> values = entries.values().stream().map(InputNode.Entry::value).toList();
    return new InputNode.Mapping(at, ImmutableList.copyOf(entries.values()), size(values));
  }

  private static int size(List<InputNode> nodes) {
    long size = 1;
    for (InputNode node : nodes) {
      size += node.size();
      if (size > MOST_NODES) {
        throw new Unreasonable(
            "the document has more than " + MOST_NODES + " values, aliases written out");
      }
    }
    return (int) size;
  }
}
