package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.SpecKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The object that a record is in YAML.
 *
 * @param name of the kind of object, such as {@code resource-set}
 * @param keys in the order of the record, all that the object may have
 * @param groups what each first part of a key with two is about
 * @param legacy keys that are read but should be written in another way, with what to write
 * @param label reads the component that is the object's own key; absent for none
 * @param labelAbout what that key is
 */
record ObjectShape(
    String name,
    ImmutableList<Key> keys,
    ImmutableMap<String, String> groups,
    ImmutableMap<String, String> legacy,
    @Nullable Function<Object, @Nullable Object> label,
    SpecKey.@Nullable Name labelAbout)
    implements Shape {

  /** {@code ResourceSetSpec} to {@code resource-set}. */
  static String nameOf(Class<?> record) {
    return CaseFormat.UPPER_CAMEL
        .to(CaseFormat.LOWER_HYPHEN, record.getSimpleName())
        .replaceFirst("-spec$", "");
  }

  boolean hasRequiredKeys() {
    return keys.stream().anyMatch(Key::required);
  }

  /** The name of a value, which is the key of its object. */
  String labelOf(Object value) {
    if (label == null) {
      throw new IllegalStateException("no component of " + value + " is the key of its object");
    }
    return String.valueOf(label.apply(value));
  }

  @Override
  public ObjectNode written(Object value) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Key key : keys) {
      key.written(value)
          .ifPresent(
              written -> {
                ObjectNode place =
                    key.path().size() == 1 ? node : node.withObjectProperty(key.path().get(0));
                place.set(key.name(), written);
              });
    }
    return node;
  }

  @Override
  public ObjectNode schema(Definitions definitions) {
    return definitions.reference(name, () -> definition(definitions));
  }

  private ObjectNode definition(Definitions definitions) {
    ObjectNode schema = closedObject();
    for (Key key : keys) {
      ObjectNode place = key.path().size() == 1 ? schema : group(key.path().get(0), schema);
      place.withObjectProperty("properties").set(key.name(), key.schema(definitions));
      if (key.required()) {
        ArrayNode required = place.withArrayProperty("required");
        required.add(key.name());
      }
    }
    legacy.forEach(
        (key, instead) ->
            schema
                .withObjectProperty("properties")
                .putObject(key)
                .put("description", instead)
                .put("deprecated", true));
    return schema;
  }

  private ObjectNode group(String key, ObjectNode schema) {
    ObjectNode properties = schema.withObjectProperty("properties");
    JsonNode present = properties.get(key);
    if (present != null) {
      return (ObjectNode) present.get("anyOf").get(0);
    }
    ObjectNode group = closedObject();
    properties.set(
        key, Definitions.orNothing(group).put("description", String.valueOf(groups.get(key))));
    return group;
  }

  /** No key but those named, and those that a mustache tag gives. */
  private static ObjectNode closedObject() {
    ObjectNode schema = Definitions.ofType("object").put("additionalProperties", false);
    schema.putObject("properties");
    schema.putObject("patternProperties").put("\\{", true);
    return schema;
  }

  @Override
  public String words() {
    return "[" + name + "](#" + name + ")";
  }

  @Override
  public ImmutableList<ObjectShape> objects() {
    return ImmutableList.of(this);
  }
}
