package dev.mainstay.sdk.planner;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceLimitsSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.SecretWords;
import dev.mainstay.sdk.spec.SpecKey;
import dev.mainstay.sdk.spec.TaskSpec.ConfigSpec;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares two records of the spec field by field, by the keys that {@link SpecKey} gives their
 * components, so that no field can be forgotten.
 */
final class SpecFields {

  /** Components that tell items of a list apart, where none is a name. */
  private static final ImmutableSet<String> IDENTITIES =
      ImmutableSet.of("path", "containerPath", "value");

  /** The value of a plan's parameter that is not given. */
  private static final Pattern PARAMETER = Pattern.compile(".*\\.parameters\\.(\\w+)\\.default");

  private final List<FieldDifference> found = new ArrayList<>();

  private SpecFields() {}

  /** The fields that differ, in the order of the records' components. */
  static ImmutableList<FieldDifference> differences(String path, Object before, Object now) {
    SpecFields fields = new SpecFields();
    fields.compare(path, before, now);
    return ImmutableList.copyOf(fields.found);
  }

  private void compare(String path, @Nullable Object before, @Nullable Object now) {
    if (Objects.equals(before, now)) {
      return;
    }
    Object some = before != null ? before : now;
    if (before instanceof ConfigSpec old && now instanceof ConfigSpec current) {
      components(path, before, now);
      if (!old.text().equals(current.text())) {
        add(path, LineDifference.between(old.text(), current.text()).text());
      }
    } else if (some instanceof Map<?, ?>) {
      entries(path, mapOf(before), mapOf(now));
      if (mapOf(before).isEmpty() && mapOf(now).isEmpty()) {
        add(path, before == null ? "new" : "gone");
      }
    } else if (some instanceof List<?> && hasRecords(before, now)) {
      entries(path, identified(before), identified(now));
    } else if (some != null && isSpecRecord(some)) {
      if (before == null) {
        add(path, "new");
      } else if (now == null) {
        add(path, "gone");
      } else {
        components(path, before, now);
      }
    } else {
      value(path, before, now);
    }
  }

  private void entries(String path, Map<String, Object> before, Map<String, Object> now) {
    for (String key : Sets.union(before.keySet(), now.keySet())) {
      compare(path + "." + key, before.get(key), now.get(key));
    }
  }

  /** Of two records of one type; one of them may be absent where its fields stand in another's. */
  private void components(String path, @Nullable Object before, @Nullable Object now) {
    Object some = Objects.requireNonNull(before != null ? before : now);
    int known = found.size();
    for (RecordComponent component : some.getClass().getRecordComponents()) {
      Method accessor = component.getAccessor();
      Object old = get(accessor, before);
      Object current = get(accessor, now);
      if (component.isAnnotationPresent(SpecKey.Inline.class) && !Objects.equals(old, current)) {
        components(path, old, current);
      } else if (component.getName().equals("resourceSets") && some instanceof PodSpec) {
        resourceSets(path, before, now);
      } else {
        key(component).ifPresent(key -> compare(path + "." + key, old, current));
      }
    }
    if (found.size() == known) {
      for (Method method : some.getClass().getDeclaredMethods()) {
        key(method)
            .filter(key -> method.getParameterCount() == 0)
            .ifPresent(key -> compare(path + "." + key, get(method, before), get(method, now)));
      }
    }
  }

  /** A task's own resources stand in the task. */
  private void resourceSets(String path, @Nullable Object before, @Nullable Object now) {
    Map<String, Object> old = mapOf(before instanceof PodSpec pod ? pod.resourceSets() : null);
    Map<String, Object> current = mapOf(now instanceof PodSpec pod ? pod.resourceSets() : null);
    for (String id : Sets.union(old.keySet(), current.keySet())) {
      if (!Objects.equals(old.get(id), current.get(id))) {
        if (id.endsWith(ResourceSetSpec.OWN_SUFFIX)) {
          String task = id.substring(0, id.length() - ResourceSetSpec.OWN_SUFFIX.length());
          own(
              path + ".tasks." + task,
              old.get(id),
              current.get(id),
              hasTask(before, task) == hasTask(now, task));
        } else {
          compare(path + ".resource-sets." + id, old.get(id), current.get(id));
        }
      }
    }
  }

  private void own(String path, @Nullable Object before, @Nullable Object now, boolean taskStays) {
    if (before != null && now != null) {
      components(path, before, now);
    } else if (taskStays) {
      add(path, before == null ? "resources are new" : "resources are gone");
    }
  }

  private static boolean hasTask(@Nullable Object pod, String task) {
    return pod instanceof PodSpec spec && spec.tasks().containsKey(task);
  }

  private static Optional<String> key(AnnotatedElement element) {
    return Optional.ofNullable(element.getAnnotation(SpecKey.class)).map(SpecKey::value);
  }

  private void value(String path, @Nullable Object before, @Nullable Object now) {
    if (holdsSecret(path)) {
      add(path, before == null ? "new (hidden)" : now == null ? "gone" : "changed (hidden)");
      return;
    }
    if (before instanceof String old
        && now instanceof String current
        && (old.contains("\n") || current.contains("\n"))) {
      add(path, LineDifference.between(old, current).text());
      return;
    }
    if (hasOtherRecords(before, now)) {
      add(path, before == null ? "new" : now == null ? "gone" : "changed");
      return;
    }
    String was = shown(before);
    String is = shown(now);
    add(path, was.equals(is) ? "changed (hidden)" : was + " → " + is);
  }

  /** The values of these keys are the user's own, and so are their names. */
  private static boolean holdsSecret(String path) {
    Matcher parameter = PARAMETER.matcher(path);
    if (parameter.matches()) {
      return SecretWords.isSecret(parameter.group(1));
    }
    int at = Math.max(path.indexOf(".env."), path.indexOf(".labels."));
    return at >= 0 && SecretWords.isSecret(path.substring(path.indexOf('.', at + 1) + 1));
  }

  private void add(String path, String change) {
    found.add(new FieldDifference(path, change));
  }

  /** As the YAML has it. */
  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "not set";
    }
    if (value instanceof String text) {
      return text.contains("\n")
          ? text.lines().count() + " lines"
          : "'" + SecretWords.masked(text) + "'";
    }
    if (value instanceof Duration time) {
      return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
    if (value instanceof PlacementRule rule) {
      return rule.text();
    }
    if (value instanceof ResourceLimitsSpec.UpTo limit) {
      return limit.amount().toString();
    }
    if (value instanceof ResourceLimitsSpec.Unlimited) {
      return "unlimited";
    }
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    String text = value.toString();
    return text.isEmpty() ? "not set" : text;
  }

  private static Map<String, Object> mapOf(@Nullable Object map) {
    Map<String, Object> entries = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> given) {
      given.forEach((key, value) -> entries.put(String.valueOf(key), value));
    }
    return entries;
  }

  private static boolean hasRecords(@Nullable Object... lists) {
    for (Object list : lists) {
      if (list instanceof List<?> items && items.stream().anyMatch(SpecFields::isSpecRecord)) {
        return true;
      }
    }
    return false;
  }

  /** Lists of records that have no keys of their own, such as the steps of a phase. */
  private static boolean hasOtherRecords(@Nullable Object... lists) {
    for (Object list : lists) {
      if (list instanceof List<?> items
          && items.stream().anyMatch(item -> item instanceof Record)) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, Object> identified(@Nullable Object list) {
    Map<String, Object> items = new LinkedHashMap<>();
    if (list instanceof List<?> given) {
      for (Object item : given) {
        String name = identity(item);
        items.put(items.containsKey(name) ? name + "#" + items.size() : name, item);
      }
    }
    return items;
  }

  private static String identity(Object item) {
    for (RecordComponent component : item.getClass().getRecordComponents()) {
      if (component.isAnnotationPresent(SpecKey.Name.class)) {
        return String.valueOf(get(component.getAccessor(), item));
      }
    }
    for (RecordComponent component : item.getClass().getRecordComponents()) {
      if (IDENTITIES.contains(component.getName())) {
        return String.valueOf(get(component.getAccessor(), item));
      }
    }
    return String.valueOf(get(item.getClass().getRecordComponents()[0].getAccessor(), item));
  }

  private static boolean isSpecRecord(Object value) {
    if (value.getClass().isRecord()) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        if (component.isAnnotationPresent(SpecKey.class)
            || component.isAnnotationPresent(SpecKey.Name.class)
            || component.isAnnotationPresent(SpecKey.Inline.class)) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable Object get(Method accessor, @Nullable Object record) {
    if (record == null) {
      return null;
    }
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(accessor + " of a record of the spec cannot be read", e);
    }
  }
}
