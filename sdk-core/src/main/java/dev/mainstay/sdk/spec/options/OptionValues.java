package dev.mainstay.sdk.spec.options;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonReader;
import dev.mainstay.sdk.spec.input.JsonText;
import dev.mainstay.sdk.spec.input.NodeBuilder;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a framework's options: defaults, then a file, then single settings, each over the
 * one before; objects are merged key by key.
 */
public final class OptionValues {

  private final OptionsSchema schema;
  private final ProblemLog log;
  private InputNode.Mapping values;
  private InputNode.Mapping given;

  /** All options with their defaults. */
  public OptionValues(OptionsSchema schema, ProblemLog log) {
    this.schema = schema;
    this.log = log;
    this.values = schema.defaults();
    this.given = mapping(values.at(), ImmutableList.of());
  }

  /** A JSON file such as {@code {"broker": {"count": 5}}}. */
  public void addFile(String file, String text) {
    Optional<InputNode> root = JsonReader.read(file, text, log);
    if (root.isEmpty()) {
      return;
    }
    if (root.get() instanceof InputNode.Mapping mapping) {
      if (isKnown(ImmutableList.of(), mapping)) {
        add(mapping);
      }
    } else {
      log.error(
          root.get().at(),
          "",
          "the options are " + root.get().kind() + ", not an object",
          "write {…}");
    }
  }

  /** Whether all of a group are options of the framework; tells of those that are not. */
  private boolean isKnown(ImmutableList<String> around, InputNode.Mapping group) {
    boolean isKnown = true;
    for (InputNode.Entry entry : group.entries()) {
      ImmutableList<String> keys =
          ImmutableList.<String>builder().addAll(around).add(entry.key()).build();
      String path = String.join(".", keys);
      Option option = schema.options().get(path);
      if ((option != null || schema.isGroup(path)) && !schema.has(keys)) {
        log.error(
            entry.at(),
            "",
            "unknown option '" + path + "': '" + entry.key() + "' is one key",
            "did you mean " + nestedText(entry.key()) + "?");
        isKnown = false;
      } else if (option != null) {
        isKnown &= option.check(entry.value(), log);
      } else if (!schema.isGroup(path)) {
        if (!schema.isOpen(parent(path))) {
          unknown(entry.at(), path);
          isKnown = false;
        }
      } else if (entry.value() instanceof InputNode.Mapping inner) {
        isKnown &= isKnown(keys, inner);
      } else {
        log.error(
            entry.value().at(),
            path,
            entry.value().kind() + " is not an object",
            "it has options below it");
        isKnown = false;
      }
    }
    return isKnown;
  }

  /** {@code broker.count} as in a file: <code>{"broker": {"count": …}}</code>. */
  private static String nestedText(String path) {
    String text = "…";
    for (String key : ImmutableList.copyOf(Splitter.on('.').split(path)).reverse()) {
      text = "{\"" + key + "\": " + text + "}";
    }
    return text;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  /** One setting as on the command line, {@code broker.count=5}; its type is the option's. */
  public void addSetting(String setting) {
    SourceLocation at = SourceLocation.ofFile("--set " + setting);
    int equals = setting.indexOf('=');
    if (equals <= 0) {
      log.error(at, "", "there is no '='", "write option=value, as in broker.count=5");
      return;
    }
    String path = setting.substring(0, equals);
    String text = setting.substring(equals + 1);
    Option option = schema.options().get(path);
    Optional<Option> map = mapAround(path);
    if (option != null) {
      value(option.type(), text, at).ifPresent(value -> put(option, value));
    } else if (map.isPresent()) {
      String key = path.substring(map.get().path().length() + 1);
      put(map.get(), nested(at, ImmutableList.of(key), entry(map.get(), text, at)));
    } else if (schema.isGroup(path)) {
      log.error(
          at, path, "this is a group of options", "set one of them, such as " + firstOf(path));
    } else if (path.indexOf('.') > 0 && schema.isOpen(parent(path))) {
      addNew(path, text, at);
    } else {
      unknown(at, path);
    }
  }

  /** An option that the schema does not name, in a group that takes others. */
  private void addNew(String path, String text, SourceLocation at) {
    List<String> keys = Splitter.on('.').splitToList(path);
    if (keys.contains("")) {
      log.error(at, path, "a part of the option's name is empty", "write a name between the dots");
    } else if (keys.size() > NodeBuilder.DEEPEST) {
      log.error(at, "", "the option's name has more than " + NodeBuilder.DEEPEST + " parts", "");
    } else {
      put(keys, new InputNode.Scalar(at, kindOf(text), text));
    }
  }

  private String firstOf(String group) {
    return schema.options().keySet().stream()
        .filter(path -> path.startsWith(group + "."))
        .findFirst()
        .orElse(group);
  }

  /** The free map that a path leads into. */
  private Optional<Option> mapAround(String path) {
    return schema.options().values().stream()
        .filter(option -> option.type() == Option.Type.MAP && path.startsWith(option.path() + "."))
        .findFirst();
  }

  private static InputNode entry(Option map, String text, SourceLocation at) {
    Schema others = map.schema().objects().others();
    Option.Type type = others == null ? Option.Type.ANY : others.type();
    boolean isText = type == Option.Type.ANY || type == Option.Type.STRING;
    return new InputNode.Scalar(at, isText ? InputNode.ScalarKind.TEXT : kindOf(text), text);
  }

  private Optional<InputNode> value(Option.Type type, String text, SourceLocation at) {
    return switch (type) {
      case STRING -> Optional.of(new InputNode.Scalar(at, InputNode.ScalarKind.TEXT, text));
      case INTEGER, NUMBER, BOOLEAN, NOTHING, ANY ->
          Optional.of(new InputNode.Scalar(at, kindOf(text), text));
      case LIST, MAP -> JsonReader.read(at.file(), text, log);
    };
  }

  private static InputNode.ScalarKind kindOf(String text) {
    if (text.equals("true") || text.equals("false")) {
      return InputNode.ScalarKind.BOOLEAN;
    }
    boolean isNumber = text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?");
    return isNumber ? InputNode.ScalarKind.NUMBER : InputNode.ScalarKind.TEXT;
  }

  private void put(Option option, InputNode value) {
    if (option.check(value, log)) {
      put(option.keys(), value);
    }
  }

  private void put(List<String> keys, InputNode value) {
    add(nested(value.at(), keys, value));
  }

  private void add(InputNode.Mapping more) {
    values = over(values, more);
    given = over(given, more);
  }

  private static InputNode.Mapping nested(SourceLocation at, List<String> keys, InputNode value) {
    InputNode node = value;
    for (int index = keys.size() - 1; index > 0; index--) {
      node = mapping(at, ImmutableList.of(new InputNode.Entry(at, keys.get(index), node)));
    }
    return mapping(at, ImmutableList.of(new InputNode.Entry(at, keys.get(0), node)));
  }

  private static InputNode.Mapping mapping(
      SourceLocation at, ImmutableList<InputNode.Entry> entries) {
    return new InputNode.Mapping(at, entries, 1);
  }

  /** An object with one more entry over what it has by that name. */
  public static InputNode.Mapping with(InputNode.Mapping below, String name, InputNode value) {
    return over(below, nested(value.at(), ImmutableList.of(name), value));
  }

  /** The one with the other's entries over its own. */
  private static InputNode.Mapping over(InputNode.Mapping below, InputNode.Mapping above) {
    Map<String, InputNode.Entry> entries = new LinkedHashMap<>();
    below.entries().forEach(entry -> entries.put(entry.key(), entry));
    for (InputNode.Entry entry : above.entries()) {
      entries.merge(entry.key(), entry, OptionValues::over);
    }
    return mapping(above.at(), ImmutableList.copyOf(entries.values()));
  }

  private static InputNode.Entry over(InputNode.Entry below, InputNode.Entry above) {
    return below.value() instanceof InputNode.Mapping old
            && above.value() instanceof InputNode.Mapping fresh
        ? new InputNode.Entry(above.at(), above.key(), over(old, fresh))
        : above;
  }

  private void unknown(SourceLocation at, String path) {
    log.error(at, "", "unknown option '" + path + "'", schema.remedyFor(path));
  }

  /** Several settings, in their order. */
  public void addSettings(List<String> settings) {
    settings.forEach(this::addSetting);
  }

  /** All values, held against the schema as a whole. */
  public InputNode.Mapping checked() {
    schema.check(values, log);
    return values;
  }

  /** What was given over the defaults. */
  public InputNode.Mapping given() {
    return given;
  }

  /** The options as environment variables by their names; maps and lists as JSON text. */
  public ImmutableMap<String, String> environment() {
    schema.checkVariables(log);
    ImmutableMap.Builder<String, String> environment = ImmutableMap.builder();
    for (Option option : schema.options().values()) {
      find(option.keys())
          .ifPresent(value -> environment.put(option.variable(), JsonText.ofValue(value)));
    }
    return environment.buildKeepingLast();
  }

  private Optional<InputNode> find(List<String> keys) {
    Optional<InputNode> node = Optional.of(values);
    for (String key : keys) {
      node = node.flatMap(found -> found.child(key));
    }
    return node;
  }
}
