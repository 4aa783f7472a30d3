package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlacementRules;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.yaml.PlacementRows.Row;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Marathon's constraints, as JSON {@code [["hostname", "UNIQUE"]]} or one row of it, or in the
 * short form {@code hostname:UNIQUE,rack:LIKE:a.*}, where a backslash keeps the {@code ,} or {@code
 * :} behind it.
 */
final class PlacementParser {

  private static final ImmutableList<String> FIELDS =
      ImmutableList.of(
          PlacementRule.HOSTNAME, "@hostname", PlacementRule.REGION, PlacementRule.ZONE);

  /** {@code avoid-type: pod-type}, of the first specs that there were. */
  private static final Pattern BY_TYPE =
      Pattern.compile("(avoid|colocate)-types?:\\s*([A-Za-z0-9._-]+)");

  /** Java's regular expressions recurse by groups, and the stack ends at some thousands. */
  private static final int MOST_GROUPS = 200;

  /** Marathon's, and IS_NOT of dcos-commons. */
  private enum Operator {
    UNIQUE,
    CLUSTER,
    GROUP_BY,
    LIKE,
    UNLIKE,
    MAX_PER,
    IS,
    IS_NOT
  }

  private final Field field;

  PlacementParser(Field field) {
    this.field = field;
  }

  /** Empty for anywhere, and when the log says what is wrong. */
  Optional<PlacementRule> parse() {
    String text = field.text().orElse("").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher byType = BY_TYPE.matcher(text);
    if (byType.matches()) {
      return Optional.of(byType(byType));
    }
    ImmutableList<PlacementRule> rules =
        new PlacementRows(field)
            .of(text).stream()
                .map(this::rule)
                .flatMap(Optional::stream)
                .collect(ImmutableList.toImmutableList());
    return rules.isEmpty() ? Optional.empty() : Optional.of(PlacementRules.allOf(rules));
  }

  /** Rules that only Java has by now. */
  private PlacementRule byType(Matcher matcher) {
    boolean avoid = "avoid".equals(matcher.group(1));
    String type = matcher.group(2);
    field.warning(
        "'" + matcher.group(1) + "-type' is of old specs",
        "in Java it is PlacementRules."
            + (avoid ? "avoid" : "colocateWith")
            + "(\""
            + type
            + "\")");
    return avoid ? new PlacementRule.Avoid(type) : new PlacementRule.Colocate(type);
  }

  private Optional<PlacementRule> rule(Row row) {
    String written = row.cell(1);
    Optional<Operator> operator =
        Arrays.stream(Operator.values())
            .filter(known -> known.name().equalsIgnoreCase(written))
            .findFirst();
    if (operator.isEmpty()) {
      return refuseOperator(row, String.valueOf(written));
    }
    String name = row.cell(0);
    if (name == null) {
      return refuse(row.prefix() + "element 1 is null", "write a field, such as hostname");
    }
    warnOfField(row, name);
    PlacementRules.On on = PlacementRules.attribute(name);
    return rule(row, on, operator.get());
  }

  private Optional<PlacementRule> rule(Row row, PlacementRules.On on, Operator operator) {
    @Nullable String value = row.cell(2);
    return switch (operator) {
      case UNIQUE -> {
        if (value != null && !value.isEmpty()) {
          field.warning(
              row.prefix() + "UNIQUE takes no value, '" + value + "' is ignored",
              "leave it out, or write MAX_PER with a number");
        }
        yield Optional.of(on.unique());
      }
      case GROUP_BY -> value == null ? Optional.of(on.groupBy()) : groupBy(row, on, value);
      case MAX_PER -> required(row, on, operator).flatMap(max -> maxPer(row, on, max));
      case CLUSTER, IS -> required(row, on, operator).map(on::is);
      case IS_NOT -> required(row, on, operator).map(on::isNot);
      case LIKE -> required(row, on, operator).flatMap(regex -> like(row, on, regex));
      case UNLIKE ->
          required(row, on, operator)
              .flatMap(regex -> like(row, on, regex))
              .map(PlacementRules::not);
    };
  }

  private Optional<PlacementRule> refuseOperator(Row row, String written) {
    String first = String.valueOf(row.cell(0));
    boolean swapped =
        Arrays.stream(Operator.values()).anyMatch(known -> known.name().equalsIgnoreCase(first));
    String hint =
        Spelling.hint(written, Arrays.stream(Operator.values()).map(Operator::name).toList());
    String all = "write one of " + Arrays.toString(Operator.values());
    return refuse(
        row.prefix() + "element 2: '" + written + "' is not an operator",
        swapped
            ? "the field comes first: [\"" + written + "\", \"" + first + "\"]"
            : hint.isEmpty() ? all : hint);
  }

  /** An attribute may have any name, so what looks like a slip is only told. */
  private void warnOfField(Row row, String name) {
    if (FIELDS.contains(name)) {
      return;
    }
    boolean spaced = CharMatcher.whitespace().trimFrom(name).length() < name.length();
    boolean slip = name.startsWith("@") || PlacementRule.HOSTNAME.equalsIgnoreCase(name) || spaced;
    if (name.isEmpty() || slip) {
      String hint = name.isEmpty() ? "" : Spelling.hint(name.strip(), FIELDS);
      field.warning(
          row.prefix() + "element 1: '" + name + "' is taken for the name of an agent's attribute",
          hint.isEmpty() ? "fields beside attributes are hostname, @region and @zone" : hint);
    }
  }

  /** The value of an operator that does not do without; a LIKE of nothing can be read, and told. */
  private Optional<String> required(Row row, PlacementRules.On on, Operator operator) {
    String value = row.cell(2);
    if (value == null) {
      String example = operator == Operator.MAX_PER ? "2" : "…";
      return refuse(
          row.prefix() + "element 3 is missing: " + operator + " needs a value",
          "write [\"%s\", \"%s\", \"%s\"]".formatted(on.field(), operator, example));
    }
    if (value.isEmpty() && operator != Operator.MAX_PER) {
      field.warning(
          row.prefix() + "element 3 is empty: no " + on.field() + " is",
          "write the value that " + operator + " compares with");
    }
    return Optional.of(value);
  }

  private Optional<PlacementRule> groupBy(Row row, PlacementRules.On on, String value) {
    Optional<Integer> values = number(value);
    if (values.isEmpty()) {
      return refuse(
          row.prefix() + "element 3: '" + value + "' is not how many values there are for GROUP_BY",
          "write a whole number, or leave it out");
    }
    if (values.get() < 1) {
      field.warning(
          row.prefix() + "element 3: GROUP_BY over " + value + " values is as without a number",
          "write how many values of " + on.field() + " there are, or leave it out");
      return Optional.of(on.groupBy());
    }
    return values.map(on::groupBy);
  }

  private Optional<PlacementRule> maxPer(Row row, PlacementRules.On on, String value) {
    return number(value)
        .filter(max -> max > 0)
        .map(on::maxPer)
        .or(
            () ->
                refuse(
                    row.prefix() + "element 3: '" + value + "' is not a limit for MAX_PER",
                    "write a whole number from 1"));
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Optional<PlacementRule> like(Row row, PlacementRules.On on, String regex) {
    if (CharMatcher.anyOf("([").countIn(regex) > MOST_GROUPS) {
      return refuse(
          row.prefix()
              + "element 3: the regular expression has more than "
              + MOST_GROUPS
              + " groups",
          "write a simpler one");
    }
    try {
      return Optional.of(on.like(regex));
    } catch (PatternSyntaxException e) {
      return refuse(
          row.prefix()
              + "element 3: '"
              + regex
              + "' is not a regular expression: "
              + e.getDescription(),
          regex.startsWith("*") && isRegex(asRegex(regex))
              ? "write '" + asRegex(regex) + "'"
              : "write one such as 'node-[0-9]+'");
    }
  }

  /** A pattern as a shell has it. */
  private static String asRegex(String glob) {
    return glob.replace(".", "\\.").replace("*", ".*");
  }

  private static boolean isRegex(String text) {
    try {
      Pattern unused = Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private <T> Optional<T> refuse(String what, String remedy) {
    field.error(what, remedy);
    return Optional.empty();
  }
}
