package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The schemas of one document that others refer to by name, and the words of JSON Schema. */
final class Definitions {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> byName = new TreeMap<>();

  /** A reference; the first one to a name gives its schema. */
  ObjectNode reference(String name, Supplier<ObjectNode> schema) {
    if (!byName.containsKey(name)) {
      byName.put(name, NODES.objectNode()); // what refers to itself finds it here
      byName.put(name, schema.get());
    }
    return NODES.objectNode().put("$ref", "#/$defs/" + name);
  }

  ObjectNode all() {
    ObjectNode all = NODES.objectNode();
    byName.forEach(all::set);
    return all;
  }

  static ObjectNode ofType(String type) {
    return NODES.objectNode().put("type", type);
  }

  static ObjectNode text(String pattern) {
    return ofType("string").put("pattern", pattern);
  }

  static ObjectNode listOf(ObjectNode items) {
    ObjectNode schema = ofType("array");
    schema.set("items", items);
    return schema;
  }

  /** An object with keys of the user's own. */
  static ObjectNode objectOf(ObjectNode values) {
    ObjectNode schema = ofType("object");
    schema.set("additionalProperties", values);
    return schema;
  }

  static ObjectNode anyOf(JsonNode... schemas) {
    ObjectNode schema = NODES.objectNode();
    ArrayNode choices = schema.putArray("anyOf");
    for (JsonNode choice : schemas) {
      choices.add(choice);
    }
    return schema;
  }

  /** The schema, or nothing after the key. */
  static ObjectNode orNothing(ObjectNode schema) {
    return anyOf(schema, ofType("null"));
  }

  /**
   * The schema of one value, or a mustache tag that gives it. An editor sees the tag as it is: text
   * in quotes, and without quotes an object, because YAML takes braces for one.
   */
  ObjectNode orTag(JsonNode... schemas) {
    ObjectNode schema = anyOf(schemas);
    schema.withArray("anyOf").add(reference("tag", Definitions::tag));
    return schema;
  }

  private static ObjectNode tag() {
    ObjectNode bare = objectOf(ofType("null")).put("minProperties", 1).put("maxProperties", 1);
    return anyOf(text("\\{\\{"), bare)
        .put("description", "A mustache tag such as {{COUNT}}, which gives the value.");
  }
}
