package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a framework's options: defaults, then a file, then single settings, each over the
 * one before.
 */
final class OptionValues {

  private final OptionsSchema schema;
  private final ProblemLog log;
  private final Map<String, InputNode> values = new LinkedHashMap<>();

  /** All options with their defaults. */
  OptionValues(OptionsSchema schema, ProblemLog log) {
    this.schema = schema;
    this.log = log;
    schema
        .options()
        .forEach(
            (path, option) -> {
              if (option.standard() != null) {
                values.put(path, option.standard());
              }
            });
  }

  /** A JSON file such as {@code {"broker": {"count": 5}}}. */
  void addFile(String file, String text) {
    Optional<InputNode> root = JsonReader.read(file, text, log);
    if (root.isEmpty()) {
      return;
    }
    if (root.get() instanceof InputNode.Mapping mapping) {
      addGroup("", mapping);
    } else {
      log.error(
          root.get().at(),
          "",
          "the options are " + root.get().kind() + ", not an object",
          "write {…}");
    }
  }

  private void addGroup(String prefix, InputNode.Mapping group) {
    for (InputNode.Entry entry : group.entries()) {
      String path = prefix + entry.key();
      Option option = schema.options().get(path);
      if (option != null) {
        put(option, entry.value());
      } else if (!schema.isGroup(path)) {
        unknown(entry.at(), path);
      } else if (entry.value() instanceof InputNode.Mapping inner) {
        addGroup(path + ".", inner);
      } else {
        log.error(
            entry.value().at(),
            path,
            entry.value().kind() + " is not an object",
            "it has options below it");
      }
    }
  }

  /** One setting as on the command line, {@code broker.count=5}; its type is the option's. */
  void addSetting(String setting) {
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
      InputNode value = entry(map.get(), text, at);
      put(
          map.get(),
          new InputNode.Mapping(at, ImmutableList.of(new InputNode.Entry(at, key, value)), 2));
    } else if (schema.isGroup(path)) {
      log.error(
          at, path, "this is a group of options", "set one of them, such as " + firstOf(path));
    } else {
      unknown(at, path);
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
    boolean isText = map.entries() == Option.Type.ANY || map.entries() == Option.Type.STRING;
    return new InputNode.Scalar(at, isText ? InputNode.ScalarKind.TEXT : kindOf(text), text);
  }

  private Optional<InputNode> value(Option.Type type, String text, SourceLocation at) {
    return switch (type) {
      case STRING -> Optional.of(new InputNode.Scalar(at, InputNode.ScalarKind.TEXT, text));
      case INTEGER, NUMBER, BOOLEAN, ANY ->
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
      values.merge(option.path(), value, OptionValues::over);
    }
  }

  /** The new value; of two maps, the old one with the new one's entries over it. */
  private static InputNode over(InputNode old, InputNode value) {
    if (!(old instanceof InputNode.Mapping below) || !(value instanceof InputNode.Mapping above)) {
      return value;
    }
    Map<String, InputNode.Entry> entries = new LinkedHashMap<>();
    below.entries().forEach(entry -> entries.put(entry.key(), entry));
    above.entries().forEach(entry -> entries.put(entry.key(), entry));
    return new InputNode.Mapping(
        above.at(), ImmutableList.copyOf(entries.values()), below.size() + above.size());
  }

  private void unknown(SourceLocation at, String path) {
    log.error(at, "", "unknown option '" + path + "'", schema.remedyFor(path));
  }

  /** The options as environment variables; maps and lists as JSON text. */
  ImmutableMap<String, String> environment() {
    ImmutableMap.Builder<String, String> environment = ImmutableMap.builder();
    for (Option option : schema.options().values()) {
      InputNode value = values.get(option.path());
      if (value != null) {
        environment.put(option.variable(), JsonText.ofValue(value));
      } else if (option.required()) {
        log.error(
            SourceLocation.ofFile("--set " + option.path()),
            option.path(),
            "the option must be given",
            option.description());
      }
    }
    return environment.buildKeepingLast();
  }

  /** Several settings, in their order. */
  void addSettings(List<String> settings) {
    settings.forEach(this::addSetting);
  }
}
