package dev.mainstay.sdk.spec.yaml.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One of an enum's names. The loader reads them in any case.
 *
 * @param names as users write them
 * @param small whether the names are in small letters with {@code -}
 * @param alsoRead other names that are read, but not offered
 */
record ChoiceShape(ImmutableList<String> names, boolean small, ImmutableList<String> alsoRead)
    implements Shape {

  static ChoiceShape of(Class<?> type, boolean small) {
    return new ChoiceShape(
        Arrays.stream(type.getEnumConstants())
            .map(constant -> name((Enum<?>) constant, small))
            .collect(ImmutableList.toImmutableList()),
        small,
        ImmutableList.of());
  }

  /** The same without some names, and with others that are read. */
  ChoiceShape adapted(List<String> without, List<String> others) {
    return new ChoiceShape(
        names.stream()
            .filter(name -> !without.contains(name))
            .collect(ImmutableList.toImmutableList()),
        small,
        ImmutableList.copyOf(others));
  }

  private static String name(Enum<?> constant, boolean small) {
    return small ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-') : constant.name();
  }

  @Override
  public ObjectNode schema(Definitions definitions) {
    ObjectNode choice = JsonNodeFactory.instance.objectNode();
    ArrayNode values = choice.putArray("enum");
    names.forEach(values::add);
    return definitions.orTag(
        choice,
        Definitions.text("^\\s*" + anyCase(String.join("|", Iterables.concat(names, alsoRead)))));
  }

  /** The rest of a pattern for one of the words in any case, as JSON Schema has no flag for it. */
  static String anyCase(String words) {
    StringBuilder pattern = new StringBuilder("(?:");
    for (int index = 0; index < words.length(); index++) {
      char character = words.charAt(index);
      if (Character.isLetter(character)) {
        pattern
            .append('[')
            .append(Character.toUpperCase(character))
            .append(Character.toLowerCase(character))
            .append(']');
      } else {
        pattern.append(character);
      }
    }
    return pattern.append(")\\s*$").toString();
  }

  @Override
  public JsonNode written(Object value) {
    return JsonNodeFactory.instance.textNode(name((Enum<?>) value, small));
  }

  @Override
  public String words() {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  @Override
  public Optional<JsonNode> literal(String standard) {
    return names.contains(standard)
        ? Optional.of(JsonNodeFactory.instance.textNode(standard))
        : Optional.empty();
  }
}
