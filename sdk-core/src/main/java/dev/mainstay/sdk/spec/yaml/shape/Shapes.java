package dev.mainstay.sdk.spec.yaml.shape;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecKey;
import dev.mainstay.sdk.spec.UriSpec;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the shapes of the records' types. */
final class Shapes {

  private static final ImmutableMap<Class<?>, Shape> SIMPLE =
      ImmutableMap.<Class<?>, Shape>builder()
          .put(String.class, ScalarShape.TEXT)
          .put(Scalar.class, ScalarShape.NUMBER)
          .put(int.class, ScalarShape.WHOLE_NUMBER)
          .put(Integer.class, ScalarShape.WHOLE_NUMBER)
          .put(Long.class, ScalarShape.WHOLE_NUMBER)
          .put(Duration.class, ScalarShape.SECONDS)
          .put(boolean.class, ScalarShape.BOOLEAN)
          .put(PlacementRule.class, SpecialShape.PLACEMENT)
          .put(PortRanges.class, SpecialShape.RANGES)
          .put(UriSpec.class, SpecialShape.URI)
          .put(StepSpec.class, SpecialShape.STEP)
          .put(ResourceLimitsSpec.Limit.class, SpecialShape.LIMIT)
          .put(RolloutSpec.MaxUnavailable.class, SpecialShape.SHARE)
          .buildOrThrow();

  private Shapes() {}

  /** Every kind of object of a spec by its name, those that hold others first. */
  static ImmutableMap<String, ObjectShape> objects() {
    Map<String, ObjectShape> all = new LinkedHashMap<>();
    Deque<ObjectShape> open = new ArrayDeque<>();
    open.add(ofRecord(ServiceSpec.class));
    while (!open.isEmpty()) {
      ObjectShape object = open.remove();
      if (all.putIfAbsent(object.name(), object) == null) {
        object.keys().forEach(key -> open.addAll(key.shape().objects()));
      }
    }
    return ImmutableMap.copyOf(all);
  }

  /** The object that a record is. Throws when a component has no annotation. */
  static ObjectShape ofRecord(Class<?> record) {
    ImmutableList.Builder<Key> keys = ImmutableList.builder();
    Map<String, String> groups = new LinkedHashMap<>();
    @Nullable RecordComponent label = null;
    for (RecordComponent component : record.getRecordComponents()) {
      SpecKey key = component.getAnnotation(SpecKey.class);
      if (key != null) {
        addKeys(key, component, keys);
      } else if (component.isAnnotationPresent(SpecKey.Inline.class)) {
        ObjectShape inner = ofRecord(component.getType());
        inner.keys().forEach(one -> keys.add(one.within(reader(component.getAccessor()))));
        groups.putAll(inner.groups());
      } else if (component.isAnnotationPresent(SpecKey.Name.class)) {
        label = component;
      } else if (!component.isAnnotationPresent(SpecKey.Nowhere.class)) {
        throw new IllegalStateException(
            component + " of " + record.getName() + " does not say which key it is: annotate it");
      }
    }
    derivedKeys(record, keys);
    for (SpecKey.Group group : record.getAnnotationsByType(SpecKey.Group.class)) {
      groups.put(group.value(), group.about());
    }
    return new ObjectShape(
        ObjectShape.nameOf(record),
        keys.build(),
        ImmutableMap.copyOf(groups),
        legacy(record),
        label == null ? null : reader(label.getAccessor()),
        label == null ? null : label.getAnnotation(SpecKey.Name.class));
  }

  private static void addKeys(
      SpecKey key, RecordComponent component, ImmutableList.Builder<Key> keys) {
    Shape shape = adapted(of(component.getGenericType(), key.form()), key);
    boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    keys.add(key(key, shape, optional, reader(component.getAccessor())));
    if (!key.single().isEmpty()) {
      keys.add(
          new Key(
              ImmutableList.of(key.single()),
              "A single one of `" + key.value() + "`, without a name.",
              "none",
              singleExample(key),
              ((CollectionShape) shape).element(),
              true,
              holder -> null));
    }
    if (key.form() == SpecKey.Form.RESOURCES) {
      ofRecord(ResourceSetSpec.class).keys().forEach(one -> keys.add(one.within(holder -> null)));
    }
  }

  private static Shape adapted(Shape shape, SpecKey key) {
    if (shape instanceof ChoiceShape choice) {
      return choice.adapted(List.of(key.without()), List.of(key.alsoRead()));
    }
    return shape instanceof CollectionShape several && key.oldList() ? several.orOldList() : shape;
  }

  /** The first value of the example for several. */
  private static String singleExample(SpecKey key) {
    return Examples.parse(key.example()).elements().next().toString();
  }

  /** Keys that a method gives, by name, because their order in a class file means nothing. */
  private static void derivedKeys(Class<?> record, ImmutableList.Builder<Key> keys) {
    ImmutableSet<String> accessors =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(ImmutableSet.toImmutableSet());
    Arrays.stream(record.getDeclaredMethods())
        .filter(method -> !accessors.contains(method.getName()))
        .filter(method -> method.isAnnotationPresent(SpecKey.class))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method -> {
              SpecKey key = annotation(method);
              Shape shape = of(method.getGenericReturnType(), key.form());
              keys.add(key(key, shape, false, reader(method)));
            });
  }

  private static SpecKey annotation(AnnotatedElement element) {
    SpecKey key = element.getAnnotation(SpecKey.class);
    if (key == null) {
      throw new IllegalStateException(element + " is no key");
    }
    return key;
  }

  private static Key key(
      SpecKey key, Shape shape, boolean optional, Function<Object, @Nullable Object> reader) {
    return new Key(
        ImmutableList.copyOf(key.value().split("\\.", -1)),
        key.about(),
        key.standard(),
        key.example(),
        shape,
        optional,
        reader);
  }

  private static ImmutableMap<String, String> legacy(Class<?> record) {
    ImmutableMap.Builder<String, String> legacy = ImmutableMap.builder();
    for (SpecKey.Legacy key : record.getAnnotationsByType(SpecKey.Legacy.class)) {
      legacy.put(key.value(), key.instead());
    }
    boolean hasResources =
        Arrays.stream(record.getRecordComponents())
            .map(component -> component.getAnnotation(SpecKey.class))
            .anyMatch(key -> key != null && key.form() == SpecKey.Form.RESOURCES);
    if (hasResources) {
      legacy.putAll(legacy(ResourceSetSpec.class));
    }
    return legacy.buildOrThrow();
  }

  /** The shape of a component's type. */
  static Shape of(Type type, SpecKey.Form form) {
    return switch (form) {
      case TYPE, RESOURCES -> ofType(type);
      case SMALL -> ChoiceShape.of((Class<?>) type, true);
      case SPAN -> ScalarShape.SPAN;
      case NUMBERED ->
          CollectionShape.of(CollectionShape.Form.NUMBERED, ofType(lastArgument(type)));
      case LABELS -> CollectionShape.of(CollectionShape.Form.LABELS, ScalarShape.TEXT);
    };
  }

  private static Shape ofType(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofSeveral(generic);
    }
    Class<?> plain = (Class<?>) type;
    Shape simple = SIMPLE.get(plain);
    if (simple != null) {
      return simple;
    }
    if (plain.isEnum()) {
      return ChoiceShape.of(plain, false);
    }
    if (plain.isRecord()) {
      return ofRecord(plain);
    }
    throw new IllegalStateException("no shape in YAML is known for " + plain.getName());
  }

  private static Shape ofSeveral(ParameterizedType type) {
    Shape element = ofType(lastArgument(type));
    boolean isMap = type.getRawType().equals(ImmutableMap.class);
    boolean isNamed = element instanceof ObjectShape object && object.label() != null;
    if (isNamed) {
      return CollectionShape.of(CollectionShape.Form.NAMED, element);
    }
    return CollectionShape.of(
        isMap ? CollectionShape.Form.FREE : CollectionShape.Form.LIST, element);
  }

  private static Type lastArgument(Type type) {
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  private static Function<Object, @Nullable Object> reader(Method method) {
    return holder -> {
      try {
        return method.invoke(holder);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot read " + method, e);
      }
    };
  }
}
