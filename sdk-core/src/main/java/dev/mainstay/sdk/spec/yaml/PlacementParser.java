package dev.mainstay.sdk.spec.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.PlacementRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code placement}: Marathon's constraints, as JSON {@code [["hostname", "UNIQUE"]]} or one row of
 * it, or in the short form {@code hostname:UNIQUE,rack:LIKE:a.*}, where a backslash keeps the
 * {@code ,} or {@code :} behind it.
 */
final class PlacementParser {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String HOSTNAME = "hostname";

  private static final ImmutableList<String> OPERATORS =
      ImmutableList.of(
          "UNIQUE", "MAX_PER", "LIKE", "IS", "CLUSTER", "UNLIKE", "IS_NOT", "GROUP_BY");

  private final Field field;

  PlacementParser(Field field) {
    this.field = field;
  }

  /** Empty for anywhere, and when the log says what is wrong. */
  Optional<PlacementRule> parse() {
    if (field.isList()) {
      field.error("a list is not a placement", "put it in quotes: '[[\"hostname\", \"UNIQUE\"]]'");
      return Optional.empty();
    }
    String text = field.text().orElse("").strip();
    if (text.isEmpty() || text.equals("[]")) {
      return Optional.empty();
    }
    ImmutableList<PlacementRule> rules =
        rows(text).stream()
            .map(this::rule)
            .flatMap(Optional::stream)
            .collect(ImmutableList.toImmutableList());
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(rules.size() == 1 ? rules.get(0) : new PlacementRule.And(rules));
  }

  private List<List<String>> rows(String text) {
    if (!text.startsWith("[")) {
      List<List<String>> rows = new ArrayList<>();
      split(text, ',').forEach(row -> rows.add(split(row, ':')));
      return rows;
    }
    try {
      JsonNode node = JSON.readTree(text);
      boolean isOneRow = !node.isEmpty() && !node.get(0).isArray();
      List<List<String>> rows = new ArrayList<>();
      if (isOneRow) {
        rows.add(cells(node));
      } else {
        node.forEach(row -> rows.add(cells(row)));
      }
      return rows;
    } catch (JsonProcessingException e) {
      field.error(
          "the placement is not JSON: " + JsonReader.reason(e),
          "write it as '[[\"hostname\", \"UNIQUE\"]]'");
      return List.of();
    }
  }

  private List<String> cells(JsonNode row) {
    List<String> cells = new ArrayList<>();
    if (!row.isArray()) {
      cells.add(row.toString());
    }
    row.forEach(cell -> cells.add(cell.isValueNode() ? cell.asText() : cell.toString()));
    return cells;
  }

  private Optional<PlacementRule> rule(List<String> row) {
    if (row.size() < 2 || row.size() > 3) {
      return refuse(
          "constraint " + row + " has " + row.size() + " parts",
          "write field, operator and perhaps a value");
    }
    String name = row.get(0);
    String operator = row.get(1).toUpperCase(Locale.ROOT);
    if (!OPERATORS.contains(operator)) {
      String hint = Spelling.hint(operator, OPERATORS);
      return refuse(
          "'" + row.get(1) + "' is not an operator",
          hint.isEmpty() ? "write one of " + OPERATORS : hint);
    }
    if (operator.equals("UNIQUE")) {
      return Optional.of(new PlacementRule.MaxPer(name, 1));
    }
    if (operator.equals("GROUP_BY")) {
      return refuse("operator GROUP_BY is not supported yet", "use MAX_PER");
    }
    if (row.size() < 3 || row.get(2).isEmpty()) {
      return refuse(
          "operator " + operator + " needs a value",
          "write [\"" + name + "\", \"" + operator + "\", \"…\"]");
    }
    return withValue(name, operator, row.get(2));
  }

  private Optional<PlacementRule> withValue(String name, String operator, String value) {
    return switch (operator) {
      case "MAX_PER" -> maxPer(name, value);
      case "LIKE" -> like(name, value);
      case "IS", "CLUSTER" -> Optional.of(new PlacementRule.Like(name, Pattern.quote(value)));
      default -> {
        // An agent may lack an attribute, and then these two hold, which a LIKE cannot say. All
        // have a hostname.
        if (!name.equals(HOSTNAME)) {
          yield refuse(
              "operator " + operator + " on '" + name + "' is not supported yet",
              "use LIKE with a pattern");
        }
        yield operator.equals("UNLIKE")
            ? like(name, value).flatMap(valid -> like(name, "(?!(?:" + value + ")$).*"))
            : like(name, "(?!" + Pattern.quote(value) + "$).*");
      }
    };
  }

  private Optional<PlacementRule> maxPer(String name, String value) {
    Integer max = Ints.tryParse(value);
    return max == null || max < 1
        ? refuse("'" + value + "' is not a limit for MAX_PER", "write a whole number from 1")
        : Optional.of(new PlacementRule.MaxPer(name, max));
  }

  private Optional<PlacementRule> like(String name, String regex) {
    try {
      Pattern unused = Pattern.compile(regex);
      return Optional.of(new PlacementRule.Like(name, regex));
    } catch (PatternSyntaxException e) {
      return refuse(
          "'" + regex + "' is not a regular expression: " + e.getDescription(),
          "write one such as 'node-[0-9]+'");
    }
  }

  private Optional<PlacementRule> refuse(String what, String remedy) {
    field.error(what, remedy);
    return Optional.empty();
  }

  /** Splits; a backslash before the separator keeps it, before anything else it stays itself. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      if (character == '\\' && index + 1 < text.length() && text.charAt(index + 1) == separator) {
        part.append(separator);
        index++;
      } else if (character == separator) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(character);
      }
    }
    parts.add(part.toString().strip());
    return parts;
  }
}
