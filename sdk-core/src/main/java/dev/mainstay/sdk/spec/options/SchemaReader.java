package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** JSON to a {@link Schema}; what is wrong with it goes into the log. */
final class SchemaReader {

  /** Schemas within schemas, references followed; a reference to itself ends here. */
  private static final int DEEPEST = 20;

  /**
   * Schemas in all, references followed: those that refer to each other twice would double with
   * each level. The largest package known has some 500.
   */
  private static final int MOST = 20_000;

  private final InputNode root;
  private final ProblemLog log;
  private int count;

  private SchemaReader(InputNode root, ProblemLog log) {
    this.root = root;
    this.log = log;
  }

  static Optional<Schema> read(InputNode root, ProblemLog log) {
    Field field = new Field("", "", root.at(), root, null, log);
    return new SchemaReader(root, log).schema(field, 0);
  }

  private Optional<Schema> schema(Field field, int depth) {
    count++;
    if (count > MOST) {
      if (count == MOST + 1) {
        field.error("there are more than " + MOST + " schemas, references followed", "");
      }
      return Optional.empty();
    }
    if (depth > DEEPEST) {
      field.error("schemas are more than " + DEEPEST + " deep", "");
      return Optional.empty();
    }
    Optional<Fields> fields = field.mapping();
    if (fields.isPresent() && fields.get().has("$ref")) {
      return referred(fields.get().field("$ref"), depth);
    }
    return fields.map(found -> schema(field, found, depth));
  }

  private Schema schema(Field field, Fields fields, int depth) {
    Field standard = fields.field("default");
    Field allowed = fields.field("enum");
    return new Schema(
        field.keyAt(),
        fields.field("description").text().orElse(""),
        types(fields.field("type")),
        standard.node(),
        allowed.isList() ? nodes(allowed) : null,
        numbers(fields),
        new Schema.Texts(
            size(fields.field("minLength")),
            size(fields.field("maxLength")),
            pattern(fields.field("pattern"))),
        items(fields, depth),
        objects(fields, depth),
        new Schema.Combinations(
            list(fields.field("allOf"), depth),
            list(fields.field("anyOf"), depth),
            list(fields.field("oneOf"), depth),
            one(fields.field("not"), depth)));
  }

  private static ImmutableList<InputNode> nodes(Field list) {
    return list.node() instanceof InputNode.Sequence sequence
        ? sequence.items()
        : ImmutableList.of();
  }

  /** {@code #/definitions/name}: a place within the same file. */
  private Optional<Schema> referred(Field reference, int depth) {
    String pointer = reference.text().orElse("");
    InputNode target = root;
    if (!pointer.startsWith("#")) {
      reference.error("'" + pointer + "' is in another file", "write '#/definitions/…'");
      return Optional.empty();
    }
    for (String part : pointer.substring(1).split("/", -1)) {
      Optional<InputNode> found =
          part.isEmpty()
              ? Optional.of(target)
              : target.child(part.replace("~1", "/").replace("~0", "~"));
      if (found.isEmpty()) {
        reference.error("there is nothing at '" + pointer + "'", "");
        return Optional.empty();
      }
      target = found.get();
    }
    return schema(new Field(pointer, pointer, target.at(), target, null, log), depth + 1);
  }

  private static Schema.Numbers numbers(Fields fields) {
    @Nullable BigDecimal least = fields.field("minimum").number().orNull();
    @Nullable BigDecimal most = fields.field("maximum").number().orNull();
    Field above = fields.field("exclusiveMinimum");
    Field below = fields.field("exclusiveMaximum");
    boolean aboveIsNumber = isNumber(above);
    boolean belowIsNumber = isNumber(below);
    return new Schema.Numbers(
        aboveIsNumber ? above.number().orNull() : least,
        aboveIsNumber || above.bool().orElse(false),
        belowIsNumber ? below.number().orNull() : most,
        belowIsNumber || below.bool().orElse(false),
        fields.field("multipleOf").number().orNull());
  }

  private static boolean isNumber(Field field) {
    return field.node() instanceof InputNode.Scalar scalar
        && scalar.type() == InputNode.ScalarKind.NUMBER;
  }

  private static @Nullable Integer size(Field field) {
    return field.integer(0, Integer.MAX_VALUE).orNull();
  }

  private Schema.Items items(Fields fields, int depth) {
    Field items = fields.field("items");
    Field others = fields.field("additionalItems");
    boolean isTuple = items.isList();
    return new Schema.Items(
        isTuple ? (others.isMapping() ? one(others, depth) : null) : one(items, depth),
        isTuple ? list(items, depth) : ImmutableList.of(),
        size(fields.field("minItems")),
        size(fields.field("maxItems")),
        fields.field("uniqueItems").bool().orElse(false));
  }

  private Schema.Objects objects(Fields fields, int depth) {
    ImmutableMap.Builder<String, Schema> named = ImmutableMap.builder();
    ImmutableSet.Builder<String> required = ImmutableSet.builder();
    for (Field property : properties(fields.field("properties"))) {
      schema(property, depth + 1).ifPresent(schema -> named.put(property.name(), schema));
      if (isRequiredItself(property)) {
        required.add(property.name());
      }
    }
    ImmutableMap.Builder<Pattern, Schema> matching = ImmutableMap.builder();
    for (Field property : properties(fields.field("patternProperties"))) {
      Pattern pattern = compiled(property, property.name());
      if (pattern != null) {
        schema(property, depth + 1).ifPresent(schema -> matching.put(pattern, schema));
      }
    }
    Field others = fields.field("additionalProperties");
    boolean isFlag = !others.isAbsent() && !others.isMapping();
    boolean areAllowed = !isFlag || others.bool().orElse(true);
    if (fields.field("required").isList()) {
      fields.field("required").items().forEach(item -> required.add(item.text().orElse("")));
    }
    return new Schema.Objects(
        named.buildOrThrow(),
        matching.buildOrThrow(),
        others.isMapping() ? one(others, depth) : null,
        !areAllowed,
        !others.isAbsent() && areAllowed,
        required.build(),
        size(fields.field("minProperties")),
        size(fields.field("maxProperties")),
        dependencies(fields, depth));
  }

  /** As draft 3 has it: {@code "required": true} at the property. */
  private static boolean isRequiredItself(Field property) {
    return property
        .mapping()
        .map(fields -> fields.field("required"))
        .filter(required -> !required.isList())
        .map(required -> required.bool().orElse(false))
        .orElse(false);
  }

  private ImmutableMap<String, Schema.Dependency> dependencies(Fields fields, int depth) {
    ImmutableMap.Builder<String, Schema.Dependency> dependencies = ImmutableMap.builder();
    for (Field property : properties(fields.field("dependencies"))) {
      ImmutableSet<String> names =
          property.isMapping()
              ? ImmutableSet.of()
              : property.isList()
                  ? property.items().stream()
                      .map(Field::textOrEmpty)
                      .collect(ImmutableSet.toImmutableSet())
                  : ImmutableSet.of(property.textOrEmpty());
      Schema schema = property.isMapping() ? one(property, depth) : null;
      dependencies.put(property.name(), new Schema.Dependency(names, schema));
    }
    return dependencies.buildOrThrow();
  }

  private static ImmutableList<Field> properties(Field field) {
    return field.mapping().map(Fields::all).orElse(ImmutableList.of());
  }

  private ImmutableList<Schema> list(Field field, int depth) {
    return field.items().stream()
        .flatMap(item -> schema(item, depth + 1).stream())
        .collect(ImmutableList.toImmutableList());
  }

  private @Nullable Schema one(Field field, int depth) {
    return field.isAbsent() ? null : schema(field, depth + 1).orElse(null);
  }

  private static ImmutableSet<Option.Type> types(Field field) {
    if (field.isAbsent()) {
      return ImmutableSet.of();
    }
    ImmutableList<Field> names = field.isList() ? field.items() : ImmutableList.of(field);
    ImmutableSet.Builder<Option.Type> types = ImmutableSet.builder();
    for (Field name : names) {
      Option.Type type = Option.Type.of(name.text().orElse(""));
      if (type == null) {
        name.error(
            name.describe() + " is not a type",
            "write string, integer, number, boolean, array, object or null");
        return ImmutableSet.of();
      }
      if (type == Option.Type.ANY) {
        return ImmutableSet.of();
      }
      types.add(type);
    }
    return types.build();
  }

  private static @Nullable Pattern pattern(Field field) {
    String regex = field.text().orNull();
    return regex == null ? null : compiled(field, regex);
  }

  private static @Nullable Pattern compiled(Field field, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      field.error("'" + regex + "' is not a regular expression: " + e.getDescription(), "");
    } catch (StackOverflowError e) {
      field.error(
          "the regular expression is nested too deeply",
          "write a simpler one"); // Java's compiler recurses
    }
    return null;
  }
}
