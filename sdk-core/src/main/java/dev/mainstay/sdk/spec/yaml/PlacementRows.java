package dev.mainstay.sdk.spec.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonMistake;
import dev.mainstay.sdk.template.Rendered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code placement} split into rows of field, operator and value; what cannot be split
 * goes to the log.
 */
final class PlacementRows {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String EXAMPLE = "[[\"hostname\", \"UNIQUE\"]]";

  /** Longer texts are shown by their beginning. */
  private static final int MOST_SHOWN = 120;

  private final Field field;

  PlacementRows(Field field) {
    this.field = field;
  }

  /**
   * One row.
   *
   * @param number from 1; 0 for the only one
   * @param cells absent ones were null
   */
  record Row(int number, List<@Nullable String> cells) {

    /** {@code row 2, }, or nothing for the only row. */
    String prefix() {
      return number == 0 ? "" : "row " + number + ", ";
    }

    @Nullable String cell(int index) {
      return index < cells.size() ? cells.get(index) : null;
    }
  }

  /** Of a text that is not blank; without the rows that are no rows. */
  ImmutableList<Row> of(String text) {
    return text.startsWith("[") ? json(text) : shortForm(text);
  }

  /**
   * Whether quotes are missing around JSON: a list of a row's cells, or of lists of them. A cell
   * that is a constraint by itself has a {@code :}.
   */
  static boolean isUnquoted(@Nullable InputNode node) {
    return node instanceof InputNode.Sequence list
        && (isRow(list)
            || (!list.items().isEmpty() && list.items().stream().allMatch(PlacementRows::isRow)));
  }

  private static boolean isRow(InputNode node) {
    return node instanceof InputNode.Sequence row
        && row.items().size() > 1
        && row.items().stream().allMatch(PlacementRows::isBareCell);
  }

  private static boolean isBareCell(InputNode node) {
    return node instanceof InputNode.Scalar cell
        && cell.text().indexOf(':') < 0
        && cell.text().indexOf(Rendered.UNKNOWN) < 0
        && !cell.text().strip().startsWith("[");
  }

  /** A YAML list where a text belongs, as the text that it would be. */
  static String quoted(@Nullable InputNode node) {
    return "'" + print(node) + "'";
  }

  private static String print(@Nullable InputNode node) {
    if (node instanceof InputNode.Sequence sequence) {
      return "["
          + String.join(", ", sequence.items().stream().map(PlacementRows::print).toList())
          + "]";
    }
    return node instanceof InputNode.Scalar scalar
        ? "\"" + scalar.text().replace("\\", "\\\\").replace("\"", "\\\"") + "\""
        : "…";
  }

  private ImmutableList<Row> shortForm(String text) {
    List<String> rows = split(text, ',');
    ImmutableList.Builder<Row> found = ImmutableList.builder();
    for (int i = 0; i < rows.size(); i++) {
      Row row = new Row(rows.size() == 1 ? 0 : i + 1, List.copyOf(split(rows.get(i), ':')));
      if (row.cells().equals(List.of(""))) {
        error(row, "is empty", "take the ',' beside it away");
      } else if (row.cells().size() == 1) {
        error(
            row,
            "'" + row.cells().get(0) + "' has no operator",
            "write it as field:OPERATOR or field:OPERATOR:value, such as hostname:UNIQUE");
      } else if (row.cells().size() > 3) {
        error(
            row,
            "has " + row.cells().size() + " elements, at most field:OPERATOR:value is meant",
            "write a ':' inside of a value as '\\:' and a ',' as '\\,'");
      } else {
        found.add(row);
      }
    }
    return found.build();
  }

  private ImmutableList<Row> json(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      field.error(
          "the placement is not JSON: " + reason(e) + place(e, text) + " of " + show(text),
          remedy(text));
      return ImmutableList.of();
    }
    if (node.isEmpty()) {
      return ImmutableList.of();
    }
    if (Stream.of(node.get(0)).noneMatch(JsonNode::isContainerNode)) {
      return row(0, node).map(ImmutableList::of).orElse(ImmutableList.of());
    }
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    for (int i = 0; i < node.size(); i++) {
      row(node.size() == 1 ? 0 : i + 1, node.get(i)).ifPresent(rows::add);
    }
    return rows.build();
  }

  private Optional<Row> row(int number, JsonNode node) {
    List<@Nullable String> cells = new ArrayList<>();
    node.forEach(cell -> cells.add(cell.isNull() ? null : cell.asText()));
    Row row = new Row(number, Collections.unmodifiableList(cells));
    if (!node.isArray()) {
      error(row, node + " is no list", "write [\"hostname\", \"UNIQUE\"]");
      return Optional.empty();
    }
    for (int i = 0; i < node.size(); i++) {
      if (node.get(i).isContainerNode()) {
        String kind = node.get(i).isArray() ? "a list" : "an object";
        error(
            row,
            "element " + (i + 1) + " is " + kind + ": " + show(node.get(i).toString()),
            i == 0 ? "take one pair of brackets away" : "write a text");
        return Optional.empty();
      }
    }
    if (cells.isEmpty()) {
      error(row, "is empty", "write [\"hostname\", \"UNIQUE\"], or [] for no constraint at all");
      return Optional.empty();
    }
    if (cells.size() == 1 || cells.size() > 3) {
      String count = cells.size() + (cells.size() == 1 ? " element" : " elements");
      error(row, node + " has " + count, remedyForCount(cells));
      return Optional.empty();
    }
    return Optional.of(row);
  }

  private static String remedyForCount(List<@Nullable String> cells) {
    String first = cells.get(0);
    if (cells.size() == 1 && first != null && split(first, ':').size() > 1) {
      return "write [\"" + String.join("\", \"", split(first, ':')) + "\"]";
    }
    return "write a field, an operator and, where the operator wants one, a value";
  }

  private void error(Row row, String what, String remedy) {
    String where = row.number() == 0 ? "the constraint" : "row " + row.number();
    field.error(
        where + (what.startsWith("is ") || what.startsWith("has ") ? " " : ": ") + what, remedy);
  }

  /** Without the parser's list of all kinds of values. */
  private static String reason(JsonProcessingException exception) {
    return JsonMistake.of(exception).what();
  }

  private static String place(JsonProcessingException exception, String text) {
    JsonLocation location = exception.getLocation();
    long offset = location == null ? -1 : location.getCharOffset();
    return offset < 0
        ? ""
        : offset >= text.length() ? " at the end" : " at character " + (offset + 1);
  }

  static String show(String text) {
    return Ascii.truncate(text, MOST_SHOWN, "…");
  }

  /** What was probably meant, if leaving out or adding little makes it JSON. */
  private static String remedy(String text) {
    return Stream.of(
            text.replace('\'', '"'),
            text.replace("\\", ""),
            text.replaceAll("\"\\s+\"", "\", \"").replaceAll("\\]\\s*\\[", "], ["),
            text + "]",
            text + "]]",
            text.replaceFirst(",\\s*$", ""),
            text.replaceFirst("\\]$", ""))
        .filter(repaired -> !repaired.equals(text) && isRows(repaired))
        .findFirst()
        .map(repaired -> "write " + show(repaired))
        .orElse("write it as " + EXAMPLE);
  }

  private static boolean isRows(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node.isArray() && !node.isEmpty();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Splits; a backslash before the separator keeps it, before anything else it stays itself. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean escaped = false;
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      if (escaped) {
        part.append(character == separator ? "" : "\\").append(character);
        escaped = false;
      } else if (character == '\\') {
        escaped = true;
      } else if (character == separator) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(character);
      }
    }
    parts.add(part.append(escaped ? "\\" : "").toString().strip());
    return parts;
  }
}
