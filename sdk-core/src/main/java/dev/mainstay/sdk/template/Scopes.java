package dev.mainstay.sdk.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What names mean at one point of a rendering: the innermost section's value first, the variables
 * last.
 */
final class Scopes {

  private static final String ENTRIES = "entries";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Deque<TemplateValue> scopes = new ArrayDeque<>();

  Scopes(ImmutableMap<String, TemplateValue> variables) {
    scopes.push(new TemplateValue.Fields(variables));
  }

  void push(TemplateValue value) {
    scopes.push(value);
  }

  void pop() {
    scopes.pop();
  }

  /**
   * The value of a name: {@code .} is the innermost value; else a variable of exactly this name;
   * else the first part of a dotted name is looked for, and the rest within what it means.
   */
  Optional<TemplateValue> find(String name) {
    if (name.equals(".")) {
      return Optional.of(scopes.element());
    }
    Optional<TemplateValue> exact = lookUp(name);
    if (exact.isPresent() || name.indexOf('.') < 0) {
      return exact;
    }
    Iterator<String> parts = Splitter.on('.').split(name).iterator();
    Optional<TemplateValue> value = lookUp(parts.next());
    while (value.isPresent() && parts.hasNext()) {
      value = value.get().accept(new Step(parts.next()));
    }
    return value;
  }

  private Optional<TemplateValue> lookUp(String name) {
    for (TemplateValue scope : scopes) {
      if (scope instanceof TemplateValue.Fields fields) {
        TemplateValue value = fields.fields().get(name);
        if (value != null) {
          return Optional.of(value);
        }
      }
    }
    return Optional.empty();
  }

  /** Asks for the entries of a text that has none. */
  boolean isBroken(String name) {
    return name.endsWith("." + ENTRIES)
        && find(name.substring(0, name.length() - ENTRIES.length() - 1)).isPresent();
  }

  /**
   * Names that could be meant by one that does not exist: those beside it behind its last dot, or
   * all here.
   */
  Set<String> namesBeside(String name) {
    int dot = name.lastIndexOf('.');
    Optional<TemplateValue> parent = dot < 0 ? Optional.empty() : find(name.substring(0, dot));
    if (parent.isPresent() && parent.get() instanceof TemplateValue.Fields fields) {
      return fields.fields().keySet().stream()
          .map(field -> name.substring(0, dot + 1) + field)
          .collect(ImmutableSet.toImmutableSet());
    }
    return names();
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (TemplateValue scope : scopes) {
      if (scope instanceof TemplateValue.Fields fields) {
        names.addAll(fields.fields().keySet());
      }
    }
    return names;
  }

  /** One part of a dotted name, within a value. */
  private record Step(String name) implements TemplateValue.Visitor<Optional<TemplateValue>> {

    @Override
    public Optional<TemplateValue> text(TemplateValue.Text text) {
      return name.equals(ENTRIES) ? entriesOfJson(text.text()) : Optional.empty();
    }

    @Override
    public Optional<TemplateValue> items(TemplateValue.Items items) {
      Integer index = Ints.tryParse(name);
      if (index == null || index < 0 || index >= items.items().size()) {
        return Optional.empty();
      }
      return Optional.of(items.items().get(index));
    }

    @Override
    public Optional<TemplateValue> fields(TemplateValue.Fields fields) {
      TemplateValue value = fields.fields().get(name);
      if (value != null || !name.equals(ENTRIES)) {
        return Optional.ofNullable(value);
      }
      return Optional.of(entries(fields.fields()));
    }
  }

  private static Optional<TemplateValue> entriesOfJson(String json) {
    if (json.isBlank()) {
      return Optional.of(TemplateValue.list(ImmutableList.of()));
    }
    try {
      JsonNode node = JSON.readTree(json);
      if (!node.isObject()) {
        return Optional.empty();
      }
      ImmutableMap.Builder<String, TemplateValue> values = ImmutableMap.builder();
      node.properties()
          .forEach(entry -> values.put(entry.getKey(), TemplateValue.of(textOf(entry.getValue()))));
      return Optional.of(entries(values.buildOrThrow()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String textOf(JsonNode node) {
    return node.isNull() ? "" : node.isValueNode() ? node.asText() : node.toString();
  }

  private static TemplateValue entries(ImmutableMap<String, TemplateValue> values) {
    ImmutableList.Builder<TemplateValue> entries = ImmutableList.builder();
    values.forEach(
        (key, value) ->
            entries.add(
                TemplateValue.fields(
                    ImmutableMap.of("key", TemplateValue.of(key), "value", value))));
    return TemplateValue.list(entries.build());
  }
}
