package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Map;

/**
 * Several values.
 *
 * @param form how they stand together
 * @param element one of them
 * @param oldList a list is read in place of the object, as old specs have it
 */
record CollectionShape(Form form, Shape element, boolean oldList) implements Shape {

  static CollectionShape of(Form form, Shape element) {
    return new CollectionShape(form, element, false);
  }

  CollectionShape orOldList() {
    return new CollectionShape(form, element, true);
  }

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** How several values stand together. */
  enum Form {
    /** A list. */
    LIST,
    /** An object with the values under their names. */
    NAMED,
    /** An object with the values under names that nothing reads. */
    NUMBERED,
    /** An object of text to text. */
    FREE,
    /** {@code key:value,key:value}. */
    LABELS
  }

  @Override
  public ObjectNode schema(Definitions definitions) {
    ObjectNode of = element.schema(definitions);
    return switch (form) {
      case LIST -> Definitions.listOf(of);
      case NAMED, NUMBERED -> {
        ObjectNode object = Definitions.objectOf(mayBeEmpty() ? Definitions.orNothing(of) : of);
        yield oldList ? Definitions.anyOf(object, listOfOldSpecs()) : object;
      }
      case FREE -> Definitions.objectOf(Definitions.orNothing(of));
      case LABELS -> Definitions.anyOf(of, Definitions.objectOf(Definitions.orNothing(of)));
    };
  }

  private static ObjectNode listOfOldSpecs() {
    ObjectNode list = Definitions.listOf(Definitions.ofType("object"));
    return list.put("deprecated", true)
        .put("description", "The form of old specs: write each below a name of its own.");
  }

  private boolean mayBeEmpty() {
    return element.objects().stream().noneMatch(ObjectShape::hasRequiredKeys);
  }

  @Override
  public JsonNode written(Object value) {
    return switch (form) {
      case LIST -> list((Collection<?>) value);
      case NAMED -> named(values(value));
      case NUMBERED -> numbered((Collection<?>) value);
      case FREE -> free((Map<?, ?>) value);
      case LABELS -> labels((Map<?, ?>) value);
    };
  }

  private static Collection<?> values(Object value) {
    return value instanceof Map<?, ?> map ? map.values() : (Collection<?>) value;
  }

  private ArrayNode list(Collection<?> values) {
    ArrayNode list = NODES.arrayNode();
    values.forEach(value -> list.add(element.written(value)));
    return list;
  }

  private ObjectNode named(Collection<?> values) {
    ObjectShape object = (ObjectShape) element;
    ObjectNode node = NODES.objectNode();
    for (Object value : values) {
      String name = object.labelOf(value);
      if (node.has(name)) {
        throw new IllegalArgumentException(object.name() + " '" + name + "' is there twice");
      }
      node.set(name, object.written(value));
    }
    return node;
  }

  private ObjectNode numbered(Collection<?> values) {
    ObjectNode node = NODES.objectNode();
    values.forEach(
        value ->
            node.set(element.objects().get(0).name() + "-" + node.size(), element.written(value)));
    return node;
  }

  private static ObjectNode free(Map<?, ?> values) {
    ObjectNode node = NODES.objectNode();
    values.forEach((key, value) -> node.put(String.valueOf(key), String.valueOf(value)));
    return node;
  }

  /** As text; as an object when a label's own {@code ,} or {@code :} would break the text. */
  private static JsonNode labels(Map<?, ?> labels) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<?, ?> label : labels.entrySet()) {
      String key = String.valueOf(label.getKey());
      String value = String.valueOf(label.getValue());
      if (key.contains(":") || key.contains(",") || value.contains(",")) {
        return free(labels);
      }
      text.append(text.isEmpty() ? "" : ",").append(key).append(':').append(value);
    }
    return text.isEmpty() ? NODES.objectNode() : NODES.textNode(text.toString());
  }

  @Override
  public String words() {
    return switch (form) {
      case LIST -> "list of " + element.words();
      case NAMED, NUMBERED -> "object of " + element.words() + " by name";
      case FREE -> "object of text by name";
      case LABELS -> "text `key:value,key:value`, or object of text by name";
    };
  }

  @Override
  public ImmutableList<ObjectShape> objects() {
    return element.objects();
  }
}
