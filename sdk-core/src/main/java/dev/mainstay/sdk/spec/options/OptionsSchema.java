package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonReader;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options that a framework has: its {@code config.json}, a JSON Schema in the style of the
 * DC/OS catalog. An object with {@code properties} is a group of options; one without is an option
 * that is a free map.
 */
public final class OptionsSchema {

  /** Options that are named to somebody who meant none of them. */
  private static final int TOLD = 5;

  private final String file;
  private final @Nullable Schema root;
  private final ImmutableMap<String, Option> options;

  private OptionsSchema(String file, @Nullable Schema root, ImmutableMap<String, Option> options) {
    this.file = file;
    this.root = root;
    this.options = options;
  }

  /** No options at all. */
  public static OptionsSchema none() {
    return new OptionsSchema("", null, ImmutableMap.of());
  }

  /** Reads the schema from JSON; what is wrong with it goes into the log. */
  public static OptionsSchema parse(String file, String text, ProblemLog log) {
    return JsonReader.readLeniently(new SourceText(file, text), log)
        .map(node -> parse(file, node, log))
        .orElse(none());
  }

  /** Reads the schema; what is wrong with it goes into the log. */
  public static OptionsSchema parse(String file, InputNode node, ProblemLog log) {
    Optional<Schema> root = SchemaReader.read(node, log);
    Map<String, Option> options = new LinkedHashMap<>();
    root.ifPresent(schema -> addOptions(ImmutableList.of(), schema, options));
    return new OptionsSchema(file, root.orElse(null), ImmutableMap.copyOf(options));
  }

  private static void addOptions(
      ImmutableList<String> keys, Schema group, Map<String, Option> options) {
    group
        .objects()
        .named()
        .forEach(
            (name, schema) -> {
              Option option =
                  new Option(
                      ImmutableList.<String>builder().addAll(keys).add(name).build(), schema);
              if (schema.isGroup()) {
                addOptions(option.keys(), schema, options);
              } else {
                options.put(option.path(), option);
              }
            });
  }

  /** All options by their paths, in the order of the file. */
  public ImmutableMap<String, Option> options() {
    return options;
  }

  /** The groups that options are in, by their paths, each after those around it. */
  public ImmutableMap<String, Schema> groups() {
    Map<String, Schema> groups = new LinkedHashMap<>();
    for (Option option : options.values()) {
      for (int depth = 1; depth < option.keys().size(); depth++) {
        List<String> keys = option.keys().subList(0, depth);
        at(keys).ifPresent(group -> groups.put(String.join(".", keys), group));
      }
    }
    return ImmutableMap.copyOf(groups);
  }

  /** Whether the keys, each in the group of those before it, name an option or a group. */
  boolean has(List<String> keys) {
    return at(keys).isPresent();
  }

  private Optional<Schema> at(List<String> keys) {
    @Nullable Schema schema = root;
    for (String key : keys) {
      schema = schema == null ? null : schema.objects().named().get(key);
    }
    return Optional.ofNullable(schema);
  }

  /** The value of an option that nobody gives; absent when it then has none. */
  public @Nullable InputNode standard(Option option) {
    Optional<InputNode> value = Optional.of(defaults());
    for (String key : option.keys()) {
      value = value.flatMap(node -> node.child(key));
    }
    return value.orElse(null);
  }

  /** Whether the group of an option says that it has to be there. */
  public boolean isRequired(Option option) {
    List<String> keys = option.keys();
    return at(keys.subList(0, keys.size() - 1))
        .map(group -> group.objects().required().contains(keys.get(keys.size() - 1)))
        .orElse(false);
  }

  /** Whether options have paths that begin with this one. */
  public boolean isGroup(String path) {
    return options.keySet().stream().anyMatch(option -> option.startsWith(path + "."));
  }

  /** Whether the schema says itself that a group may have more than it names. */
  public boolean isOpen(String group) {
    return at(group.isEmpty() ? ImmutableList.of() : parts(group))
        .map(schema -> schema.objects().isOpen() || !schema.objects().matching().isEmpty())
        .orElse(false);
  }

  private static List<String> parts(String path) {
    return List.of(path.split("\\."));
  }

  /** All defaults, as an object of objects. */
  public InputNode.Mapping defaults() {
    return root == null ? empty() : defaults(root);
  }

  /** A group's own default goes before those of its options, as in the DC/OS catalog. */
  private static InputNode.Mapping defaults(Schema group) {
    List<InputNode.Entry> entries = new ArrayList<>();
    group
        .objects()
        .named()
        .forEach(
            (name, schema) -> {
              InputNode standard = schema.standard();
              if (standard != null) {
                entries.add(new InputNode.Entry(schema.at(), name, standard));
              } else if (schema.isGroup()) {
                InputNode.Mapping inner = defaults(schema);
                if (!inner.entries().isEmpty()) {
                  entries.add(new InputNode.Entry(schema.at(), name, inner));
                }
              }
            });
    return new InputNode.Mapping(group.at(), ImmutableList.copyOf(entries), 1);
  }

  private static InputNode.Mapping empty() {
    return new InputNode.Mapping(SourceLocation.ofFile(""), ImmutableList.of(), 1);
  }

  /** Holds all options together against the schema. */
  public void check(InputNode.Mapping values, ProblemLog log) {
    if (root != null) {
      SchemaCheck.check(root, values, "", log);
    }
  }

  /**
   * Tells of options whose variables have one name: matters where there is no {@code
   * marathon.json.mustache}.
   */
  public void checkVariables(ProblemLog log) {
    Map<String, String> paths = new HashMap<>();
    for (Option option : options.values()) {
      String earlier = paths.putIfAbsent(option.variable(), option.path());
      if (earlier != null) {
        log.error(
            option.schema().at(),
            option.path(),
            "the option becomes the same variable " + option.variable() + " as '" + earlier + "'",
            "rename one");
      }
    }
  }

  /** What somebody may do who named an option that there is not. */
  public String remedyFor(String unknown) {
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
}
