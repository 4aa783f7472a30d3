package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** How values of one Java type stand in YAML. */
interface Shape {

  /**
   * A JSON Schema that accepts what the loader takes for such a value.
   *
   * @param definitions takes the schemas that are referred to
   */
  ObjectNode schema(Definitions definitions);

  /** A value as a tree. Throws when it is of another type. */
  JsonNode written(Object value);

  /** The kind of value in words of Markdown, with links to the objects that it holds. */
  String words();

  /** The objects that a value holds directly. */
  default ImmutableList<ObjectShape> objects() {
    return ImmutableList.of();
  }

  /** The value that a default's statement is, when it is one and no description. */
  default Optional<JsonNode> literal(String standard) {
    return Optional.empty();
  }
}
