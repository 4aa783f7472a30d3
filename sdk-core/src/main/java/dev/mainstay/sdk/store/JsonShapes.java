package dev.mainstay.sdk.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.mainstay.sdk.base.Scalar;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link JsonShape} of a type by looking at it, so that a new field of a record is stored
 * without a line of code here.
 *
 * <p>A record is an object of its components, without those that have the value which stands for
 * nothing (null, false, 0, empty text, empty collections). A record of {@code base} with one
 * component is that component. A variant of a sealed interface carries its simple name as {@code
 * "is"}. Times and durations are ISO 8601.
 */
final class JsonShapes {

  private static final String BASE_PACKAGE = Scalar.class.getPackageName();

  private final Map<Type, JsonShape> known = new HashMap<>();

  JsonShapes() {
    known.put(String.class, text(value -> value, value -> value, ""));
    known.put(Instant.class, text(Instant::toString, Instant::parse, null));
    known.put(Duration.class, text(Duration::toString, Duration::parse, null));
    known.put(UUID.class, text(UUID::toString, UUID::fromString, null));
    known.put(
        byte[].class,
        text(
            (byte[] bytes) -> Base64.getEncoder().encodeToString(bytes),
            Base64.getDecoder()::decode,
            null));
    for (Type type : ImmutableList.of(int.class, Integer.class)) {
      known.put(type, new NumberShape(JsonNode::canConvertToInt, JsonNode::intValue, 0));
    }
    for (Type type : ImmutableList.of(long.class, Long.class)) {
      known.put(type, new NumberShape(JsonNode::canConvertToLong, JsonNode::longValue, 0L));
    }
    known.put(boolean.class, new TruthShape());
    known.put(Boolean.class, new TruthShape());
  }

  /** Throws when values of the type have no form in JSON: a mistake in a record. */
  synchronized JsonShape of(Type type) {
    JsonShape shape = known.get(type);
    if (shape == null) {
      shape =
          type instanceof ParameterizedType generic ? ofGeneric(generic) : ofClass((Class<?>) type);
      known.put(type, shape);
    }
    return shape;
  }

  private JsonShape ofClass(Class<?> type) {
    if (type.isEnum()) {
      return enumShape(type);
    }
    if (type.isRecord()) {
      RecordShape shape = new RecordShape(this, type);
      return type.getPackageName().equals(BASE_PACKAGE) && type.getRecordComponents().length == 1
          ? shape.inlined()
          : shape;
    }
    if (type.isSealed()) {
      return new VariantShape(this, type);
    }
    throw new IllegalArgumentException(type + " has no form in JSON");
  }

  private JsonShape ofGeneric(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    Type raw = type.getRawType();
    if (raw == ImmutableList.class) {
      return new ListShape(of(arguments[0]), ImmutableList::copyOf, ImmutableList.of());
    }
    if (raw == ImmutableSortedSet.class && arguments[0] == String.class) {
      return new ListShape(
          of(arguments[0]),
          items -> ImmutableSortedSet.copyOf(items.stream().map(String.class::cast).toList()),
          ImmutableSortedSet.of());
    }
    if (raw == ImmutableMap.class && arguments[0] == String.class) {
      return new MapShape(of(arguments[1]), map -> map, ImmutableMap.of());
    }
    if (raw == ImmutableSortedMap.class && arguments[0] == String.class) {
      return new MapShape(of(arguments[1]), ImmutableSortedMap::copyOf, ImmutableSortedMap.of());
    }
    throw new IllegalArgumentException(type + " has no form in JSON");
  }

  private static JsonShape enumShape(Class<?> type) {
    Map<String, Object> constants = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return text(
        (Enum<?> constant) -> constant.name(),
        name -> {
          Object constant = constants.get(name);
          if (constant == null) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + " is named so");
          }
          return (Enum<?>) constant;
        },
        null);
  }

  @SuppressWarnings("unchecked") // a shape is only asked about values of its type
  private static <T> JsonShape text(
      Function<T, String> write, Function<String, T> read, @Nullable T absent) {
    return new TextShape((Function<Object, String>) (Function<?, String>) write, read, absent);
  }

  /** A value as text. */
  private record TextShape(
      Function<Object, String> writer, Function<String, ?> reader, @Nullable Object absent)
      implements JsonShape {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeString(writer.apply(value));
    }

    @Override
    public Object read(JsonNode node, String where) {
      if (!node.isTextual()) {
        throw new BadJsonException(where, "should be a text, is " + node);
      }
      try {
        return reader.apply(node.textValue());
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new BadJsonException(where, "'" + node.textValue() + "': " + e.getMessage());
      }
    }
  }

  /** A whole number. */
  private record NumberShape(
      Function<JsonNode, Boolean> fits, Function<JsonNode, Object> reader, Object absent)
      implements JsonShape {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeNumber(((Number) value).longValue());
    }

    @Override
    public Object read(JsonNode node, String where) {
      if (!node.isIntegralNumber() || !fits.apply(node)) {
        throw new BadJsonException(where, "should be a whole number in range, is " + node);
      }
      return reader.apply(node);
    }
  }

  /** True or false. */
  private record TruthShape() implements JsonShape {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeBoolean((Boolean) value);
    }

    @Override
    public Object read(JsonNode node, String where) {
      if (!node.isBoolean()) {
        throw new BadJsonException(where, "should be true or false, is " + node);
      }
      return node.booleanValue();
    }

    @Override
    public Object absent() {
      return false;
    }
  }

  /** A list or set. */
  private record ListShape(
      JsonShape element, Function<ImmutableList<Object>, Object> collect, Object absent)
      implements JsonShape {
    @Override
    public void write(Object value, JsonGenerator out) throws IOException {
      out.writeStartArray();
      for (Object item : (Iterable<?>) value) {
        element.write(item, out);
      }
      out.writeEndArray();
    }

    @Override
    public Object read(JsonNode node, String where) {
      if (!node.isArray()) {
        throw new BadJsonException(where, "should be a list, is " + node);
      }
      ImmutableList.Builder<Object> items = ImmutableList.builder();
      for (int i = 0; i < node.size(); i++) {
        items.add(element.read(node.get(i), where + "[" + i + "]"));
      }
      return collect.apply(items.build());
    }
  }

  /** A map from text, in its order. */
  private record MapShape(
      JsonShape value, Function<ImmutableMap<String, Object>, Object> collect, Object absent)
      implements JsonShape {
    @Override
    public void write(Object map, JsonGenerator out) throws IOException {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
        out.writeFieldName((String) entry.getKey());
        value.write(entry.getValue(), out);
      }
      out.writeEndObject();
    }

    @Override
    public Object read(JsonNode node, String where) {
      if (!node.isObject()) {
        throw new BadJsonException(where, "should be an object, is " + node);
      }
      BiFunction<String, JsonNode, Object> reader =
          (key, item) -> value.read(item, where + "." + key);
      ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
      node.properties()
          .forEach(
              entry -> map.put(entry.getKey(), reader.apply(entry.getKey(), entry.getValue())));
      return collect.apply(map.buildOrThrow());
    }
  }
}
