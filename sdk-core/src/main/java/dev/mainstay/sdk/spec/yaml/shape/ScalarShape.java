package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.Longs;
import dev.mainstay.sdk.base.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A single value. As the loader does, the schema takes a number or a boolean in quotes too. */
enum ScalarShape implements Shape {
  TEXT("text"),
  NUMBER("number"),
  WHOLE_NUMBER("whole number"),
  SECONDS("whole seconds"),
  SPAN("time: whole seconds, or with a unit, `90s`, `10m`, `1h`"),
  BOOLEAN("`true` or `false`");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String words;

  ScalarShape(String words) {
    this.words = words;
  }

  @Override
  public ObjectNode schema(Definitions definitions) {
    return switch (this) {
      case TEXT -> definitions.reference("text", () -> definitions.orTag(text()));
      case NUMBER ->
          definitions.reference(
              "number",
              () ->
                  definitions.orTag(
                      Definitions.ofType("number").put("minimum", 0),
                      Definitions.text("^\\s*[0-9_.]+(?:[eE][+-]?[0-9]+)?\\s*$")));
      case WHOLE_NUMBER ->
          definitions.reference(
              "whole-number",
              () ->
                  definitions.orTag(
                      Definitions.ofType("integer"), Definitions.text("^\\s*[+-]?[0-9_]+\\s*$")));
      case SECONDS ->
          definitions.reference(
              "seconds",
              () ->
                  definitions.orTag(
                      Definitions.ofType("integer").put("minimum", 0),
                      Definitions.text("^\\s*[0-9_]+\\s*$")));
      case SPAN ->
          definitions.reference(
              "time",
              () ->
                  definitions.orTag(
                      Definitions.ofType("integer").put("minimum", 0),
                      Definitions.text("^\\s*[0-9_]+ ?[smhd]?\\s*$")));
      case BOOLEAN ->
          definitions.reference(
              "boolean",
              () ->
                  definitions.orTag(
                      Definitions.ofType("boolean"),
                      Definitions.text("^\\s*" + ChoiceShape.anyCase("true|false|yes|no|on|off"))));
    };
  }

  private static ObjectNode text() {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("type").add("string").add("number").add("boolean");
    return schema;
  }

  @Override
  public JsonNode written(Object value) {
    return switch (this) {
      case TEXT -> NODES.textNode((String) value);
      case NUMBER -> NODES.numberNode(new BigDecimal(((Scalar) value).toString()));
      case WHOLE_NUMBER -> NODES.numberNode(((Number) value).longValue());
      case SECONDS, SPAN -> NODES.numberNode(seconds((Duration) value));
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
    };
  }

  private static long seconds(Duration duration) {
    if (!duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException(
          duration + " is no whole number of seconds, and YAML has no others");
    }
    return duration.toSeconds();
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public Optional<JsonNode> literal(String standard) {
    return switch (this) {
      case TEXT -> Optional.empty();
      case NUMBER, WHOLE_NUMBER, SECONDS, SPAN -> {
        Long number = Longs.tryParse(standard);
        yield number == null ? Optional.empty() : Optional.of(NODES.numberNode((long) number));
      }
      case BOOLEAN ->
          standard.equals("true") || standard.equals("false")
              ? Optional.of(NODES.booleanNode(Boolean.parseBoolean(standard)))
              : Optional.empty();
    };
  }
}
