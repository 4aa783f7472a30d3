package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.EnvironmentNames;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One option of a framework, as its {@code config.json} declares it.
 *
 * @param path from the root, with dots: {@code broker.count}
 * @param type of its value; for a map, {@code entries} is that of its values
 * @param description empty when there is none
 * @param required must be given, or have a default
 * @param standard the default
 * @param allowed the only values, as text; empty for any
 * @param least smallest number
 * @param most largest number
 * @param pattern somewhere in the text
 */
record Option(
    String path,
    SourceLocation at,
    Type type,
    Type entries,
    String description,
    boolean required,
    @Nullable InputNode standard,
    ImmutableList<String> allowed,
    @Nullable BigDecimal least,
    @Nullable BigDecimal most,
    @Nullable Pattern pattern) {

  /** Of a value. */
  enum Type {
    STRING("text"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    LIST("a list"),
    MAP("an object"),
    ANY("a value");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean accepts(InputNode node) {
      InputNode.@Nullable Scalar scalar = node instanceof InputNode.Scalar found ? found : null;
      return switch (this) {
        case STRING -> scalar != null && scalar.type() == InputNode.ScalarKind.TEXT;
        case INTEGER -> scalar != null && isWhole(scalar);
        case NUMBER -> scalar != null && scalar.type() == InputNode.ScalarKind.NUMBER;
        case BOOLEAN -> scalar != null && scalar.type() == InputNode.ScalarKind.BOOLEAN;
        case LIST -> node instanceof InputNode.Sequence;
        case MAP -> node instanceof InputNode.Mapping;
        case ANY -> true;
      };
    }

    private static boolean isWhole(InputNode.Scalar scalar) {
      return scalar.type() == InputNode.ScalarKind.NUMBER && scalar.text().matches("-?[0-9]{1,18}");
    }
  }

  /** The environment variable that carries it: {@code BROKER_COUNT}. */
  String variable() {
    return EnvironmentNames.of(path);
  }

  /** Whether a value is right; tells of it when not. */
  boolean check(InputNode value, ProblemLog log) {
    if (!type.accepts(value)) {
      log.error(value.at(), path, value.kind() + " is not " + type.words(), example());
      return false;
    }
    if (value instanceof InputNode.Mapping mapping) {
      return checkEntries(mapping, log);
    }
    return !(value instanceof InputNode.Scalar scalar) || checkLimits(scalar, log);
  }

  /** What would be right: the default, else any value of the type. */
  private String example() {
    if (standard != null && type.accepts(standard) && !JsonText.ofValue(standard).isBlank()) {
      return "such as " + JsonText.ofValue(standard) + ", its default";
    }
    return switch (type) {
      case STRING -> "such as \"text\"";
      case INTEGER -> "such as 3";
      case NUMBER -> "such as 0.5";
      case LIST -> "such as [\"a\", \"b\"]";
      case MAP -> "such as {\"key\": \"value\"}";
      case BOOLEAN, ANY -> "";
    };
  }

  private boolean checkEntries(InputNode.Mapping mapping, ProblemLog log) {
    boolean isRight = true;
    for (InputNode.Entry entry : mapping.entries()) {
      if (!entries.accepts(entry.value())) {
        log.error(
            entry.value().at(),
            path + "." + entry.key(),
            entry.value().kind() + " is not " + entries.words(),
            "");
        isRight = false;
      }
    }
    return isRight;
  }

  private boolean checkLimits(InputNode.Scalar scalar, ProblemLog log) {
    String text = scalar.text();
    if (!allowed.isEmpty() && !allowed.contains(text)) {
      log.error(
          scalar.at(),
          path,
          "'" + text + "' is not one of " + allowed,
          Spelling.hint(text, allowed));
      return false;
    }
    if (pattern != null && !pattern.matcher(text).find()) {
      log.error(scalar.at(), path, "'" + text + "' does not match " + pattern, description);
      return false;
    }
    if (scalar.type() != InputNode.ScalarKind.NUMBER || (least == null && most == null)) {
      return true;
    }
    BigDecimal number = new BigDecimal(text);
    if (least != null && number.compareTo(least) < 0) {
      log.error(
          scalar.at(),
          path,
          "'" + text + "' is too small",
          "give at least " + least.toPlainString());
      return false;
    }
    if (most != null && number.compareTo(most) > 0) {
      log.error(
          scalar.at(), path, "'" + text + "' is too large", "give at most " + most.toPlainString());
      return false;
    }
    return true;
  }
}
