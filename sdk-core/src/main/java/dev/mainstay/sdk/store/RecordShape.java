package dev.mainstay.sdk.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A record as an object of its components; a component without a value, or with the usual one, is
 * left out.
 */
final class RecordShape implements JsonShape {

  private final Class<?> type;
  private final Constructor<?> constructor;
  private final ImmutableList<Component> components;
  private final ImmutableSet<String> names;

  /** One component: its name, how to get it and how it is written. */
  private record Component(String name, Method accessor, JsonShape shape, boolean nullable) {

    @Nullable Object absent() {
      return nullable ? null : shape.absent();
    }

    @Nullable Object of(Object record) {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(accessor + " of " + record, e);
      }
    }
  }

  RecordShape(JsonShapes shapes, Class<?> type) {
    this.type = type;
    RecordComponent[] declared = type.getRecordComponents();
    ImmutableList.Builder<Component> found = ImmutableList.builder();
    for (RecordComponent component : declared) {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      found.add(
          new Component(
              component.getName(),
              accessor,
              shapes.of(component.getGenericType()),
              component.getAnnotatedType().isAnnotationPresent(Nullable.class)));
    }
    components = found.build();
    names = components.stream().map(Component::name).collect(ImmutableSet.toImmutableSet());
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  @Override
  public void write(Object record, JsonGenerator out) throws IOException {
    out.writeStartObject();
    writeComponents(record, out);
    out.writeEndObject();
  }

  void writeComponents(Object record, JsonGenerator out) throws IOException {
    for (Component component : components) {
      Object value = component.of(record);
      if (value == null) {
        if (!component.nullable()) {
          throw new IllegalArgumentException(component.name() + " of " + record + " is null");
        }
      } else if (!value.equals(component.absent())) {
        out.writeFieldName(component.name());
        component.shape().write(value, out);
      }
    }
  }

  @Override
  public Object read(JsonNode node, String where) {
    return read(node, where, ImmutableSet.of());
  }

  /** Also lets {@code others} be there. */
  Object read(JsonNode node, String where, ImmutableSet<String> others) {
    if (!node.isObject()) {
      throw new BadJsonException(where, "should be an object, is " + node);
    }
    for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
      String field = fields.next();
      if (!names.contains(field) && !others.contains(field)) {
        throw new BadJsonException(where, type.getSimpleName() + " has no field '" + field + "'");
      }
    }
    @Nullable Object[] values = new @Nullable Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      Component component = components.get(i);
      JsonNode value = node.get(component.name());
      String there = where.isEmpty() ? component.name() : where + "." + component.name();
      values[i] = value == null ? component.absent() : component.shape().read(value, there);
      if (values[i] == null && !component.nullable()) {
        throw new BadJsonException(there, "is missing");
      }
    }
    return construct(values, where);
  }

  private Object construct(@Nullable Object[] values, String where) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new BadJsonException(where, String.valueOf(e.getTargetException().getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }

  /** The record written as its only component. */
  JsonShape inlined() {
    return new Inlined(this, components.get(0));
  }

  private record Inlined(RecordShape outer, Component only) implements JsonShape {
    @Override
    public void write(Object record, JsonGenerator out) throws IOException {
      Object value = only.of(record);
      if (value == null) {
        throw new IllegalArgumentException(only.name() + " of " + record + " is null");
      }
      only.shape().write(value, out);
    }

    @Override
    public Object read(JsonNode node, String where) {
      return outer.construct(new Object[] {only.shape().read(node, where)}, where);
    }
  }
}
