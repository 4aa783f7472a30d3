package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.SpecKey;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key of an object.
 *
 * @param path of one part, or of two when the key stands in a group
 * @param standard what holds when it is absent
 * @param example as YAML
 * @param optional its component may be null, so an empty value says something
 * @param reader from the record that has the object's keys to the value; null for none
 */
record Key(
    ImmutableList<String> path,
    String about,
    String standard,
    String example,
    Shape shape,
    boolean optional,
    Function<Object, @Nullable Object> reader) {

  String name() {
    return path.get(path.size() - 1);
  }

  boolean required() {
    return standard.equals(SpecKey.REQUIRED);
  }

  /** The same key of a record that holds the one with the component. */
  Key within(Function<Object, @Nullable Object> outer) {
    return new Key(
        path,
        about,
        standard,
        example,
        shape,
        optional,
        holder -> {
          Object inner = outer.apply(holder);
          return inner == null ? null : reader.apply(inner);
        });
  }

  /** What is written for a record, empty when the key's absence says the same. */
  Optional<JsonNode> written(Object holder) {
    Object value = reader.apply(holder);
    if (value == null) {
      return Optional.empty();
    }
    JsonNode node = shape.written(value);
    boolean isStandard =
        shape.literal(standard).map(JsonNode::asText).equals(Optional.of(node.asText()))
            && node.isValueNode();
    boolean isNothing = node.isContainerNode() && node.isEmpty() && !optional;
    return isStandard || isNothing ? Optional.empty() : Optional.of(node);
  }

  /** Its schema, with all that an editor shows. */
  ObjectNode schema(Definitions definitions) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("description", about + (required() ? "" : "\n\nDefault: " + standardText()));
    shape.literal(standard).ifPresent(value -> schema.set("default", value));
    schema.putArray("examples").add(Examples.parse(example));
    ObjectNode ofValue = shape.schema(definitions);
    schema.setAll(required() ? ofValue : Definitions.orNothing(ofValue));
    return schema;
  }

  /** The default's statement as Markdown. */
  String standardText() {
    return shape.literal(standard).isPresent() ? "`" + standard + "`" : standard;
  }
}
