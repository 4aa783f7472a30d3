package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mainstay.sdk.spec.ServiceSpec;

/**
 * The JSON Schema (draft 2020-12) of {@code svc.yml}, with which editors complete and check it.
 *
 * <p>It accepts what the loader takes without a warning, mustache tags in place of values included,
 * and refuses unknown keys and values of the wrong kind. What the loader checks beyond that
 * (references, duplicates, sizes) it does not know. A template whose sections make it no YAML as it
 * stands is not for editors either.
 */
public final class SpecSchema {

  private SpecSchema() {}

  /** The schema as indented JSON, with a line end at its end. */
  public static String text() {
    return tree().toPrettyString() + "\n";
  }

  static ObjectNode tree() {
    Definitions definitions = new Definitions();
    ObjectNode service = Shapes.ofRecord(ServiceSpec.class).schema(definitions);
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("title", "Mainstay service spec")
            .put("description", "A stateful service on Apache Mesos: svc.yml.");
    root.setAll(service);
    root.set("$defs", definitions.all());
    return root;
  }
}
