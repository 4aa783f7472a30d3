package dev.mainstay.sdk.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Splitter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which id of the recording is which of ours, and what of a message is no matter. */
final class Translation {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Set<String> TIMES =
      Set.of("timestamp", "nanoseconds", "registered_time", "reregistered_time");

  private final Map<String, String> ours = new HashMap<>();

  /** Notes that {@code recorded} is {@code ourId} here. */
  void learn(String recorded, String ourId) {
    ours.put(recorded, ourId);
  }

  boolean knows(String recorded) {
    return ours.containsKey(recorded);
  }

  Optional<String> of(String recorded) {
    return Optional.ofNullable(ours.get(recorded));
  }

  /** A recorded message with our ids in place of its own. */
  JsonNode translate(JsonNode node) {
    if (node.isTextual()) {
      String text = node.asText();
      return NODES.textNode(ours.getOrDefault(text, text));
    } else if (node.isArray()) {
      ArrayNode array = NODES.arrayNode();
      node.forEach(element -> array.add(translate(element)));
      return array;
    } else if (node.isObject()) {
      ObjectNode object = NODES.objectNode();
      node.properties().forEach(one -> object.set(one.getKey(), translate(one.getValue())));
      return object;
    }
    return node;
  }

  /** The same, also within texts. */
  JsonNode translateDeep(JsonNode node) {
    if (node.isTextual()) {
      return NODES.textNode(translateWithin(node.asText()));
    } else if (node.isArray()) {
      ArrayNode array = NODES.arrayNode();
      node.forEach(element -> array.add(translateDeep(element)));
      return array;
    } else if (node.isObject()) {
      ObjectNode object = NODES.objectNode();
      node.properties().forEach(one -> object.set(one.getKey(), translateDeep(one.getValue())));
      return object;
    }
    return node;
  }

  /** A recorded text with our ids in it, longest first so that no id is part of another. */
  String translateWithin(String text) {
    TreeSet<String> longestFirst =
        new TreeSet<>(
            java.util.Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(java.util.Comparator.naturalOrder()));
    ours.keySet().stream().filter(text::contains).forEach(longestFirst::add);
    String result = text;
    for (String recorded : longestFirst) {
      result = result.replace(recorded, ours.getOrDefault(recorded, recorded));
    }
    return result;
  }

  /** What is left of a message, recorded or ours, when all that differs by run is taken off. */
  static JsonNode plain(String name, JsonNode node) {
    if (node.isNumber()) {
      return TIMES.contains(name)
          ? NODES.textNode("<time>")
          : name.equals("executor_pid")
              ? NODES.textNode("<pid>")
              : NODES.numberNode(node.asDouble());
    } else if (node.isTextual()) {
      return NODES.textNode(name.equals("uuid") ? "<uuid>" : plainText(node.asText()));
    } else if (node.isArray()) {
      ArrayNode array = NODES.arrayNode();
      node.forEach(element -> array.add(plain("", element)));
      return array;
    } else if (node.isObject()) {
      ObjectNode object = NODES.objectNode();
      TreeSet<String> names = new TreeSet<>();
      node.fieldNames().forEachRemaining(names::add);
      names.forEach(
          field -> object.set(field, plain(name.equals("uuid") ? name : field, node.path(field))));
      return object;
    }
    return node;
  }

  /** Mesos lists an agent's resources in no fixed order (PODS.md, 12): sorted they compare. */
  private static String inOrder(String text) {
    return text.contains("(allocated: ") && text.contains("; ")
        ? String.join(
            "; ",
            new TreeSet<>(
                Splitter.onPattern(
                        "; |Total resources | required by | available | does not contain ")
                    .splitToList(text)))
        : text;
  }

  static String plainText(String text) {
    return inOrder(text)
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>")
        .replaceAll("<uuid>-O[0-9]+", "<offer>")
        .replaceAll("'/[^' ]*<uuid>[^' ]*'", "'<path>'")
        .replaceAll("'/[^' ]*/volumes/roles/[^' ]*/([^/' ]+)'", "'$1'");
  }
}
