package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.EnvironmentNames;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.spec.input.WrittenNumber;
import org.jspecify.annotations.Nullable;

/**
 * One option of a framework, as its {@code config.json} declares it.
 *
 * @param keys from the root
 */
public record Option(ImmutableList<String> keys, Schema schema) {

  /** Of a value. */
  public enum Type {
    STRING("string", "text", "such as \"text\""),
    INTEGER("integer", "a whole number", "such as 3"),
    NUMBER("number", "a number", "such as 0.5"),
    BOOLEAN("boolean", "true or false", ""),
    LIST("array", "a list", "such as [\"a\", \"b\"]"),
    MAP("object", "an object", "such as {\"key\": \"value\"}"),
    NOTHING("null", "null", ""),
    ANY("any", "a value", "");

    private final String schemaName;
    private final String words;
    private final String example;

    Type(String schemaName, String words, String example) {
      this.schemaName = schemaName;
      this.words = words;
      this.example = example;
    }

    /** The type of a name in JSON Schema, absent when there is none. */
    static @Nullable Type of(String schemaName) {
      for (Type type : values()) {
        if (type.schemaName.equals(schemaName)) {
          return type;
        }
      }
      return null;
    }

    String words() {
      return words;
    }

    /** As JSON Schema names it. */
    String schemaName() {
      return schemaName;
    }

    /** A value of the type, for somebody who gave another. */
    String example() {
      return example;
    }

    boolean accepts(InputNode node) {
      InputNode.@Nullable Scalar scalar = node instanceof InputNode.Scalar found ? found : null;
      return switch (this) {
        case STRING -> scalar != null && scalar.type() == InputNode.ScalarKind.TEXT;
        case INTEGER -> scalar != null && isWhole(scalar);
        case NUMBER -> scalar != null && isNumber(scalar);
        case BOOLEAN -> scalar != null && scalar.type() == InputNode.ScalarKind.BOOLEAN;
        case LIST -> node instanceof InputNode.Sequence;
        case MAP -> node instanceof InputNode.Mapping;
        case NOTHING -> scalar != null && scalar.type() == InputNode.ScalarKind.NULL;
        case ANY -> true;
      };
    }

    private static boolean isWhole(InputNode.Scalar scalar) {
      return scalar.type() == InputNode.ScalarKind.NUMBER && scalar.text().matches("-?[0-9]{1,18}");
    }

    private static boolean isNumber(InputNode.Scalar scalar) {
      return scalar.type() == InputNode.ScalarKind.NUMBER
          && WrittenNumber.isReasonable(scalar.text());
    }
  }

  /** The keys with dots: {@code broker.count}. */
  public String path() {
    return String.join(".", keys);
  }

  public Type type() {
    return schema.type();
  }

  /** The environment variable that carries it: {@code BROKER_COUNT}. */
  public String variable() {
    return EnvironmentNames.of(path());
  }

  /** Whether a value is right; tells of it when not. */
  public boolean check(InputNode value, ProblemLog log) {
    return SchemaCheck.check(schema, value, path(), log);
  }
}
