package dev.mainstay.sdk.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A variant of a sealed interface of records: the record, and its simple name as {@code "is"}. */
final class VariantShape implements JsonShape {

  private static final String NAME = "is";

  private final JsonShapes shapes;
  private final Class<?> type;
  private final ImmutableMap<String, Class<?>> variants;
  private final Map<Class<?>, RecordShape> shapeOfVariant = new HashMap<>();

  VariantShape(JsonShapes shapes, Class<?> type) {
    this.shapes = shapes;
    this.type = type;
    ImmutableMap.Builder<String, Class<?>> found = ImmutableMap.builder();
    for (Class<?> variant : type.getPermittedSubclasses()) {
      if (!variant.isRecord()) {
        throw new IllegalArgumentException(variant + " has no form in JSON: a variant is a record");
      }
      found.put(variant.getSimpleName(), variant);
    }
    variants = found.buildOrThrow();
  }

  /** Looked at when it is met, since a variant may hold its own family: a rule of rules. */
  private synchronized RecordShape shape(Class<?> variant) {
    RecordShape shape = shapeOfVariant.get(variant);
    if (shape == null) {
      shape = new RecordShape(shapes, variant);
      shapeOfVariant.put(variant, shape);
    }
    return shape;
  }

  @Override
  public void write(Object value, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField(NAME, value.getClass().getSimpleName());
    shape(value.getClass()).writeComponents(value, out);
    out.writeEndObject();
  }

  @Override
  public Object read(JsonNode node, String where) {
    String name = node.path(NAME).asText();
    Class<?> variant = variants.get(name);
    if (variant == null) {
      throw new BadJsonException(
          where, "is no " + type.getSimpleName() + ": '" + name + "', only " + variants.keySet());
    }
    return shape(variant).read(node, where, ImmutableSet.of(NAME));
  }
}
