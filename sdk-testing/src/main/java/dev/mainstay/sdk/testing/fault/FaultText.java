package dev.mainstay.sdk.testing.fault;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fault as a line of text, to be kept and read again: its name, then each of its fields.
 *
 * <p>{@code AgentCrash agent=1 away=PT5M tasksSurvive=true}
 */
final class FaultText {

  private static final ImmutableMap<String, Class<?>> KINDS =
      Arrays.stream(Fault.class.getPermittedSubclasses())
          .collect(ImmutableMap.toImmutableMap(Class::getSimpleName, kind -> kind));

  private FaultText() {}

  static String of(Fault fault) {
    return fault.getClass().getSimpleName()
        + Arrays.stream(fault.getClass().getRecordComponents())
            .map(field -> " " + field.getName() + "=" + value(field, fault))
            .collect(Collectors.joining());
  }

  private static Object value(RecordComponent field, Fault fault) {
    try {
      return field.getAccessor().invoke(fault);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }

  /** The reverse. Throws {@link IllegalArgumentException} when the text is no fault. */
  static Fault parse(String text) {
    List<String> words = Splitter.on(' ').omitEmptyStrings().splitToList(text);
    Class<?> kind = words.isEmpty() ? null : KINDS.get(words.get(0));
    if (kind == null) {
      throw new IllegalArgumentException(
          "no such fault: '" + text + "'; there are " + KINDS.keySet());
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words.subList(1, words.size())) {
      List<String> sides = Splitter.on('=').limit(2).splitToList(word);
      values.put(sides.get(0), sides.size() < 2 ? "" : sides.get(1));
    }
    RecordComponent[] fields = kind.getRecordComponents();
    Object[] arguments =
        Arrays.stream(fields)
            .map(field -> argument(field, values.get(field.getName()), text))
            .toArray();
    Class<?>[] types = Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return (Fault) kind.getDeclaredConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no fault: '" + text + "'", e);
    }
  }

  private static Object argument(RecordComponent field, @Nullable String value, String text) {
    if (value == null) {
      throw new IllegalArgumentException("'" + text + "' has no " + field.getName());
    }
    Class<?> type = field.getType();
    if (type == int.class) {
      return Integer.parseInt(value);
    }
    if (type == boolean.class) {
      return Boolean.parseBoolean(value);
    }
    if (type == Duration.class) {
      return Duration.parse(value);
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(value))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + text + "': no such " + field.getName()));
  }
}
