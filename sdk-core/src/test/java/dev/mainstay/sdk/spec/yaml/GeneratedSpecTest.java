package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The generated specs leave no field of any record out. */
final class GeneratedSpecTest {

  private static final int SAMPLES = 400;

  /** A component by its record and its name; Java gives another object at each call. */
  private record Component(Class<?> holder, String name) {
    static Component of(RecordComponent component) {
      return new Component(component.getDeclaringRecord(), component.getName());
    }
  }

  /** Values of each component; absent ones are the class of the record. */
  private static final SetMultimap<Component, Object> VALUES = LinkedHashMultimap.create();

  @BeforeAll
  static void generate() throws ReflectiveOperationException {
    Set<Object> seen = new LinkedHashSet<>();
    for (int seed = 0; seed < SAMPLES; seed++) {
      collect(GeneratedSpec.of(new Random(seed)), seen);
    }
  }

  private static void collect(Object value, Set<Object> seen) throws ReflectiveOperationException {
    if (value instanceof Iterable<?> items) {
      for (Object item : items) {
        collect(item, seen);
      }
    } else if (value instanceof Map<?, ?> map) {
      collect(map.values(), seen);
    } else if (isOfSpec(value.getClass()) && value.getClass().isRecord() && seen.add(value)) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Object part = component.getAccessor().invoke(value);
        VALUES.put(Component.of(component), part == null ? value.getClass() : part);
        if (part != null) {
          collect(part, seen);
        }
      }
    }
  }

  private static boolean isOfSpec(Class<?> type) {
    return type.getPackageName().equals(ServiceSpec.class.getPackageName());
  }

  /** Every record that a service holds, from the types of the components. */
  private static ImmutableSet<Class<?>> records() {
    Set<Class<?>> all = new LinkedHashSet<>();
    Deque<Type> open = new ArrayDeque<>();
    open.add(ServiceSpec.class);
    while (!open.isEmpty()) {
      Type type = open.remove();
      if (type instanceof ParameterizedType generic) {
        open.addAll(ImmutableSet.copyOf(generic.getActualTypeArguments()));
      } else if (type instanceof Class<?> found && isOfSpec(found) && all.add(found)) {
        if (found.isSealed()) {
          open.addAll(ImmutableSet.copyOf(found.getPermittedSubclasses()));
        }
        if (found.isRecord()) {
          for (RecordComponent component : found.getRecordComponents()) {
            open.add(component.getGenericType());
          }
        }
      }
    }
    return all.stream().filter(Class::isRecord).collect(ImmutableSet.toImmutableSet());
  }

  @Test
  void every_component_of_every_record_has_several_values() {
    assertThat(records())
        .contains(PlacementRule.Colocate.class, ResourceLimitsSpec.UpTo.class)
        .allSatisfy(
            record -> {
              for (RecordComponent component : record.getRecordComponents()) {
                assertThat(VALUES.get(Component.of(component)))
                    .as("values of %s of %s", component.getName(), record.getSimpleName())
                    .hasSizeGreaterThanOrEqualTo(
                        component.getType().isEnum()
                            ? Math.min(2, component.getType().getEnumConstants().length)
                            : 2);
              }
            });
  }

  @Test
  void a_component_that_may_be_absent_is_so_at_times() {
    assertThat(records())
        .allSatisfy(
            record -> {
              for (RecordComponent component : record.getRecordComponents()) {
                if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                  assertThat(VALUES.get(Component.of(component)))
                      .as("%s of %s", component.getName(), record.getSimpleName())
                      .contains(record);
                }
              }
            });
  }
}
