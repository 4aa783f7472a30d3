package dev.mainstay.sdk.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each record that differs from a given one in exactly one value, however deep it lies. */
public final class RecordMutants {

  private RecordMutants() {}

  /**
   * A record with one other value.
   *
   * @param path the components that lead to it, such as {@code PodSpec.count}
   */
  public record Mutant<T>(String path, T value) {}

  /** Of a record with a public canonical constructor; those that it refuses are left out. */
  public static <T extends Record> List<Mutant<T>> of(T record) {
    List<Mutant<T>> mutants = new ArrayList<>();
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) record.getClass();
    for (Mutant<Object> mutant : ofRecord(record)) {
      mutants.add(new Mutant<>(mutant.path(), type.cast(mutant.value())));
    }
    return mutants;
  }

  private static List<Mutant<Object>> ofRecord(Object record) {
    List<Mutant<Object>> mutants = new ArrayList<>();
    RecordComponent[] components = record.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String here = record.getClass().getSimpleName() + "." + components[i].getName();
      for (Mutant<Object> other : variants(get(components[i], record), here)) {
        @Nullable Object[] values = new Object[components.length];
        for (int j = 0; j < components.length; j++) {
          values[j] = j == i ? other.value() : get(components[j], record);
        }
        Object made = make(record.getClass(), components, values);
        if (made != null && !made.equals(record)) {
          mutants.add(new Mutant<>(other.path(), made));
        }
      }
    }
    return mutants;
  }

  private static List<Mutant<Object>> variants(@Nullable Object value, String path) {
    if (value instanceof String text) {
      return one(path, text + "x");
    }
    if (value instanceof Boolean flag) {
      return one(path, !flag);
    }
    if (value instanceof Integer number) {
      return one(path, number + 1);
    }
    if (value instanceof Long number) {
      return one(path, number + 1);
    }
    if (value instanceof Duration time) {
      return one(path, time.plusSeconds(1));
    }
    if (value instanceof Scalar amount) {
      return one(path, amount.plus(Scalar.of(1L)));
    }
    if (value instanceof PortRanges ranges) {
      return one(path, ranges.isEmpty() ? PortRanges.of(31_500, 31_600) : PortRanges.EMPTY);
    }
    if (value instanceof Enum<?> constant) {
      return Stream.of(constant.getDeclaringClass().getEnumConstants())
          .filter(other -> !other.equals(constant))
          .limit(1)
          .flatMap(other -> one(path, other).stream())
          .toList();
    }
    if (value instanceof ImmutableList<?> list) {
      return ofList(list, path);
    }
    if (value instanceof ImmutableMap<?, ?> map) {
      return ofMap(map, path);
    }
    return value != null && value.getClass().isRecord() ? ofRecord(value) : List.of();
  }

  private static List<Mutant<Object>> one(String path, Object value) {
    return List.of(new Mutant<>(path, value));
  }

  private static List<Mutant<Object>> ofList(ImmutableList<?> list, String path) {
    List<Mutant<Object>> mutants = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      List<Object> rest = new ArrayList<>(list);
      rest.remove(i);
      mutants.add(new Mutant<>(path, ImmutableList.copyOf(rest)));
      for (Mutant<Object> other : variants(list.get(i), path)) {
        List<Object> changed = new ArrayList<>(list);
        changed.set(i, other.value());
        mutants.add(new Mutant<>(other.path(), ImmutableList.copyOf(changed)));
      }
    }
    return mutants;
  }

  private static List<Mutant<Object>> ofMap(ImmutableMap<?, ?> map, String path) {
    List<Mutant<Object>> mutants = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Map<Object, Object> rest = new LinkedHashMap<>(map);
      rest.remove(entry.getKey());
      mutants.add(new Mutant<>(path, ImmutableMap.copyOf(rest)));
      for (Mutant<Object> other : variants(entry.getValue(), path)) {
        Map<Object, Object> changed = new LinkedHashMap<>(map);
        changed.put(entry.getKey(), other.value());
        mutants.add(new Mutant<>(other.path(), ImmutableMap.copyOf(changed)));
      }
    }
    return mutants;
  }

  private static @Nullable Object get(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Null when the constructor refuses the values. */
  private static @Nullable Object make(
      Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
    try {
      Class<?>[] types =
          Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      return canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
