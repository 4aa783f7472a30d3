package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.base.Spelling;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The options that a framework has: its {@code config.json}, a JSON Schema in the style of the
 * DC/OS catalog. An object with {@code properties} is a group of options; one without is an option
 * that is a free map.
 */
final class OptionsSchema {

  private static final int DEEPEST = 20;

  /** Options that are named to somebody who meant none of them. */
  private static final int TOLD = 5;

  private final String file;
  private final ImmutableMap<String, Option> options;

  private OptionsSchema(String file, ImmutableMap<String, Option> options) {
    this.file = file;
    this.options = options;
  }

  /** No options at all. */
  static OptionsSchema none() {
    return new OptionsSchema("", ImmutableMap.of());
  }

  /** Reads the schema; what is wrong with it goes into the log. */
  static OptionsSchema parse(String file, String text, ProblemLog log) {
    Optional<InputNode> root = JsonReader.read(file, text, log);
    Map<String, Option> options = new LinkedHashMap<>();
    if (root.isPresent()) {
      Field field = new Field("", "", SourceLocation.ofFile(file), root.get(), null, log);
      field.mapping().ifPresent(fields -> group("", fields, options, log, 0));
    }
    checkVariables(options, log);
    return new OptionsSchema(file, ImmutableMap.copyOf(options));
  }

  /** All options by their paths, in the order of the file. */
  ImmutableMap<String, Option> options() {
    return options;
  }

  /** What somebody may do who named an option that there is not. */
  String remedyFor(String unknown) {
    if (options.isEmpty()) {
      return "the framework has no options";
    }
    return nearest(unknown)
        .map(option -> "did you mean '" + option + "'? All options are in " + file)
        .orElseGet(
            () ->
                "there are "
                    + String.join(", ", Iterables.limit(options.keySet(), TOLD))
                    + (options.size() > TOLD ? " and more" : "")
                    + ", see "
                    + file);
  }

  /** By its path, else by the last part of it. */
  private Optional<String> nearest(String unknown) {
    return Spelling.nearest(unknown, options.keySet())
        .or(
            () ->
                options.keySet().stream()
                    .filter(option -> lastPart(option).equals(lastPart(unknown)))
                    .findFirst());
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Whether options have paths that begin with this one. */
  boolean isGroup(String path) {
    return options.keySet().stream().anyMatch(option -> option.startsWith(path + "."));
  }

  private static void group(
      String prefix, Fields schema, Map<String, Option> options, ProblemLog log, int depth) {
    ImmutableSet<String> required =
        schema.field("required").isList()
            ? schema.field("required").items().stream()
                .map(item -> item.text().orElse(""))
                .collect(ImmutableSet.toImmutableSet())
            : ImmutableSet.of();
    Optional<Fields> properties = schema.field("properties").mapping();
    if (properties.isEmpty() || depth > DEEPEST) {
      return;
    }
    for (Field property : properties.get().all()) {
      String path = prefix + property.name();
      Optional<Fields> fields = property.mapping();
      if (fields.isEmpty()) {
        continue;
      }
      if (fields.get().field("properties").isMapping()) {
        group(path + ".", fields.get(), options, log, depth + 1);
      } else {
        Option option = option(path, property, fields.get(), required.contains(property.name()));
        options.put(path, option);
        if (option.standard() != null) {
          option.check(option.standard(), log);
        }
      }
    }
  }

  private static Option option(String path, Field property, Fields fields, boolean required) {
    Field standard = fields.field("default");
    ImmutableList<String> allowed =
        fields.field("enum").items().stream()
            .map(Field::textOrEmpty)
            .collect(ImmutableList.toImmutableList());
    Field additional = fields.field("additionalProperties");
    Option.Type entries =
        additional.isMapping()
            ? additional.mapping().map(OptionsSchema::type).orElse(Option.Type.ANY)
            : Option.Type.ANY;
    return new Option(
        path,
        property.keyAt(),
        type(fields),
        entries,
        fields.field("description").text().orElse(""),
        required,
        standard.isAbsent() ? null : standard.node(),
        allowed,
        fields.field("minimum").number().orNull(),
        fields.field("maximum").number().orNull(),
        pattern(fields.field("pattern")));
  }

  private static Option.Type type(Fields fields) {
    Field field = fields.field("type");
    if (field.isAbsent() || field.isList()) {
      return Option.Type.ANY;
    }
    String name = field.text().orElse("");
    return switch (name) {
      case "string" -> Option.Type.STRING;
      case "integer" -> Option.Type.INTEGER;
      case "number" -> Option.Type.NUMBER;
      case "boolean" -> Option.Type.BOOLEAN;
      case "array" -> Option.Type.LIST;
      case "object" -> Option.Type.MAP;
      default -> {
        field.error(
            "'" + name + "' is not a type",
            "write string, integer, number, boolean, array or object");
        yield Option.Type.ANY;
      }
    };
  }

  private static @Nullable Pattern pattern(Field field) {
    String regex = field.text().orNull();
    if (regex == null) {
      return null;
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      field.error("'" + regex + "' is not a regular expression: " + e.getDescription(), "");
      return null;
    }
  }

  private static void checkVariables(Map<String, Option> options, ProblemLog log) {
    Map<String, String> paths = new HashMap<>();
    for (Option option : options.values()) {
      String earlier = paths.putIfAbsent(option.variable(), option.path());
      if (earlier != null) {
        log.error(
            option.at(),
            option.path(),
            "the option becomes the same variable " + option.variable() + " as '" + earlier + "'",
            "rename one");
      }
    }
  }
}
