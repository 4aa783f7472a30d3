package dev.mainstay.sdk.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PlacementRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * The JSON of the API: two spaces of indentation, absent fields left out, amounts as plain numbers.
 */
final class ApiJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .addModule(
              new SimpleModule()
                  .addSerializer(Scalar.class, new ScalarSerializer())
                  .addSerializer(PlacementRule.class, new PlacementSerializer())
                  .addSerializer(PortRanges.class, ToStringSerializer.instance)
                  .addSerializer(ConfigId.class, ToStringSerializer.instance)
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Duration.class, ToStringSerializer.instance))
          .build();

  private ApiJson() {}

  /** What a request says. Throws {@link IllegalArgumentException} for what is no JSON. */
  static JsonNode parse(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  static String print(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that cannot be written", e);
    }
  }

  /** A record as JSON, its components as fields. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static ArrayNode strings(Collection<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private static final class ScalarSerializer extends JsonSerializer<Scalar> {
    @Override
    public void serialize(Scalar value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(value.toString());
    }
  }

  /** A rule as its fields and {@code @type}, the name that tells which rule it is. */
  private static final class PlacementSerializer extends JsonSerializer<PlacementRule> {
    @Override
    public void serialize(PlacementRule value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeTree(PlacementJson.of(value));
    }
  }
}
