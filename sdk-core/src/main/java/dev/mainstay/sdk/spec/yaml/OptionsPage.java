package dev.mainstay.sdk.spec.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mainstay.sdk.spec.options.DescribedOption;
import dev.mainstay.sdk.spec.options.OptionsReference;
import org.jspecify.annotations.Nullable;

/** A framework's options as a text, each form with a line end at its end. */
public final class OptionsPage {

  private static final String HEAD =
      """
      # Options

      Each is given with `--set path=value`, or in a JSON file with `--options`. Made from `config.json` by
      `mainstay options PATH --format markdown`.
      """;

  /** Numbers as they were written. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private OptionsPage() {}

  /** A list of objects with {@code path}, {@code type}, {@code description} and what else is. */
  public static String json(OptionsReference reference) {
    return tree(reference).toPrettyString() + "\n";
  }

  /** The same as {@link #json}. */
  public static String yaml(OptionsReference reference) {
    try {
      return YAML.writeValueAsString(tree(reference));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written as YAML", e);
    }
  }

  private static ArrayNode tree(OptionsReference reference) {
    ArrayNode all = JSON.createArrayNode();
    for (DescribedOption option : reference.options()) {
      ObjectNode node = all.addObject().put("path", option.path()).put("type", option.type());
      if (option.isRequired()) {
        node.put("required", true);
      }
      if (option.standard() != null) {
        node.set("default", value(option.standard().json()));
      }
      if (!option.allowed().isEmpty()) {
        ArrayNode allowed = node.putArray("enum");
        option.allowed().forEach(one -> allowed.add(value(one.json())));
      }
      put(node, "limits", option.limits());
      put(node, "variable", option.variable());
      put(node, "description", option.description());
    }
    return all;
  }

  private static void put(ObjectNode node, String name, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      node.put(name, text);
    }
  }

  private static JsonNode value(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of config.json is no JSON: " + json, e);
    }
  }

  /** A page with a table for each group. */
  public static String markdown(OptionsReference reference) {
    StringBuilder page = new StringBuilder(HEAD);
    if (reference.options().isEmpty()) {
      return page.append("\nThere are none.\n").toString();
    }
    @Nullable String group = null;
    for (DescribedOption option : reference.options()) {
      if (!option.group().equals(group)) {
        group = option.group();
        begin(group, reference, page);
      }
      row(
          page,
          code(option.path()),
          option.type(),
          standard(option),
          option.allowed().isEmpty() && option.limits().startsWith("matches ")
              ? "matches " + code(option.limits().substring("matches ".length()))
              : option.choice(),
          option.description().replace("<", "&lt;"));
    }
    return page.toString();
  }

  private static String standard(DescribedOption option) {
    if (option.isRequired()) {
      return "**required**";
    }
    return option.standard() == null ? "" : code(option.standard().shown());
  }

  private static void begin(String group, OptionsReference reference, StringBuilder page) {
    if (!group.isEmpty()) {
      page.append("\n## ").append(code(group)).append('\n');
    }
    String about = reference.groups().get(group);
    if (about != null) {
      page.append('\n').append(oneLine(about)).append('\n');
    }
    page.append("\n| option | type | default | allowed | meaning |\n|---|---|---|---|---|\n");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static void row(StringBuilder page, String... cells) {
    for (String cell : cells) {
      page.append("| ").append(oneLine(cell).replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
