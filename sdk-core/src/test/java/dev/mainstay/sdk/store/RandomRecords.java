package dev.mainstay.sdk.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes any record with any values that its constructor takes, drawn from a seed. */
final class RandomRecords {

  private static final ImmutableList<String> WORDS =
      ImmutableList.of(
          "", "broker", "a/b", "0", "Zürich \"x\"\n", "{{TASK}}", "null", "\u0000", "data");

  /** Nesting after which collections stay empty and what may be absent is. */
  private static final int DEPTH = 12;

  private final Random random;
  private int depth;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  <T> T next(Class<T> type) {
    return type.cast(value(type));
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      return collection(generic);
    }
    if (type == String.class) {
      return WORDS.get(random.nextInt(WORDS.size()));
    }
    if (type == int.class || type == Integer.class) {
      return random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(3);
    }
    if (type == long.class || type == Long.class) {
      return random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(3);
    }
    if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    }
    if (type == Instant.class) {
      return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }
    if (type == Duration.class) {
      return Duration.ofMillis(random.nextInt());
    }
    if (type == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong());
    }
    if (type == byte[].class) {
      byte[] bytes = new byte[random.nextInt(4)];
      random.nextBytes(bytes);
      return bytes;
    }
    return structure((Class<?>) type);
  }

  private Object structure(Class<?> type) {
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    if (type.isSealed()) {
      Class<?>[] variants = type.getPermittedSubclasses();
      return structure(variants[random.nextInt(variants.length)]);
    }
    depth++;
    try {
      return record(type);
    } finally {
      depth--;
    }
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    for (int tries = 0; tries < 1000; tries++) {
      try {
        Constructor<?> constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(Arrays.stream(components).map(this::component).toArray());
      } catch (InvocationTargetException e) {
        if (!(e.getTargetException() instanceof IllegalArgumentException)) {
          throw new AssertionError("constructor of " + type, e);
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("constructor of " + type, e);
      }
    }
    throw new AssertionError("no values that " + type + " takes");
  }

  private @Nullable Object component(RecordComponent component) {
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return nullable && (depth > DEPTH || random.nextInt(3) == 0)
        ? null
        : value(component.getGenericType());
  }

  private Object collection(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    Type element = arguments[arguments.length - 1];
    // Seldom some, deep down: there are records that take no fewer than two.
    int size = depth > DEPTH ? (random.nextInt(16) == 0 ? 2 : 0) : random.nextInt(3);
    if (arguments.length == 1) {
      Supplier<ImmutableList<Object>> items =
          () -> {
            ImmutableList.Builder<Object> list = ImmutableList.builder();
            for (int i = 0; i < size; i++) {
              list.add(value(element));
            }
            return list.build();
          };
      return type.getRawType() == ImmutableSortedSet.class
          ? ImmutableSortedSet.copyOf(items.get().stream().map(String.class::cast).toList())
          : items.get();
    }
    boolean sorted = type.getRawType() == ImmutableSortedMap.class;
    Map<String, Object> map = sorted ? new TreeMap<>() : new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put((String) value(String.class), value(element));
    }
    return sorted ? ImmutableSortedMap.copyOf(map) : ImmutableMap.copyOf(map);
  }
}
