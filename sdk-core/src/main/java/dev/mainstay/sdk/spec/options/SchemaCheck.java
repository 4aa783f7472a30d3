package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.BoundedMatch;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonText;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds values against their schema; each mistake is told at the value's place. */
final class SchemaCheck {

  private final ProblemLog log;

  private SchemaCheck(ProblemLog log) {
    this.log = log;
  }

  /** Whether a value is right; tells of all that is wrong with it. */
  static boolean check(Schema schema, InputNode value, String path, ProblemLog log) {
    return new SchemaCheck(log).check(schema, value, path);
  }

  private boolean check(Schema schema, InputNode value, String path) {
    if (!schema.types().isEmpty()
        && schema.types().stream().noneMatch(type -> type.accepts(value))) {
      return wrong(value, path, value.kind() + " is not " + SchemaWords.types(schema), schema);
    }
    boolean isRight = checkAllowed(schema, value, path);
    if (value instanceof InputNode.Mapping mapping) {
      isRight &= checkObject(schema.objects(), mapping, path);
    } else if (value instanceof InputNode.Sequence sequence) {
      isRight &= checkList(schema.items(), sequence, path);
    } else if (value instanceof InputNode.Scalar scalar && isRight) {
      isRight = checkScalar(schema, scalar, path);
    }
    return isRight && checkCombinations(schema, value, path);
  }

  private boolean checkAllowed(Schema schema, InputNode value, String path) {
    ImmutableList<InputNode> allowed = schema.allowed();
    if (allowed == null || allowed.stream().anyMatch(one -> isEqual(one, value))) {
      return true;
    }
    List<String> texts = allowed.stream().map(JsonText::ofValue).toList();
    String hint = Spelling.hint(JsonText.ofValue(value), texts);
    log.error(
        value.at(),
        path,
        value.kind() + " is not one of " + texts,
        hint.isEmpty() ? SchemaWords.standard(schema) : hint);
    return false;
  }

  private boolean checkScalar(Schema schema, InputNode.Scalar scalar, String path) {
    return switch (scalar.type()) {
      case TEXT -> checkText(schema, scalar, path);
      case NUMBER ->
          schema.numbers().allow(new BigDecimal(scalar.text()))
              || wrong(scalar, path, SchemaWords.outside(schema.numbers(), scalar), schema);
      case BOOLEAN, NULL -> true;
    };
  }

  private boolean checkText(Schema schema, InputNode.Scalar scalar, String path) {
    Schema.Texts texts = schema.texts();
    int length = scalar.text().codePointCount(0, scalar.text().length());
    if (texts.shortest() != null && length < texts.shortest()) {
      return wrong(
          scalar,
          path,
          scalar.kind() + " is too short: at least " + texts.shortest() + " characters",
          schema);
    }
    if (texts.longest() != null && length > texts.longest()) {
      return wrong(
          scalar,
          path,
          scalar.kind() + " is too long: at most " + texts.longest() + " characters",
          schema);
    }
    Pattern pattern = texts.pattern();
    if (pattern != null && !BoundedMatch.find(pattern, scalar.text())) {
      return wrong(scalar, path, scalar.kind() + " does not match " + pattern, schema);
    }
    return true;
  }

  private boolean checkList(Schema.Items items, InputNode.Sequence sequence, String path) {
    boolean isRight =
        checkCount(sequence, sequence.items().size(), items.fewest(), items.most(), "items", path);
    for (int index = 0; index < sequence.items().size(); index++) {
      Schema schema = index < items.first().size() ? items.first().get(index) : items.each();
      if (schema != null) {
        isRight &= check(schema, sequence.items().get(index), child(path, Integer.toString(index)));
      }
    }
    if (items.areUnique()) {
      Set<String> seen = new HashSet<>();
      for (InputNode item : sequence.items()) {
        if (!seen.add(JsonText.of(item))) {
          log.error(item.at(), path, item.kind() + " is in the list twice", "remove one");
          isRight = false;
        }
      }
    }
    return isRight;
  }

  private boolean checkObject(Schema.Objects objects, InputNode.Mapping mapping, String path) {
    boolean isRight =
        checkCount(
            mapping, mapping.entries().size(), objects.fewest(), objects.most(), "entries", path);
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    for (InputNode.Entry entry : mapping.entries()) {
      names.add(entry.key());
      isRight &= checkEntry(objects, entry, child(path, entry.key()));
    }
    ImmutableSet<String> given = names.build();
    for (String name : objects.required()) {
      if (!given.contains(name)) {
        Schema schema = objects.named().get(name);
        log.error(
            schema == null ? mapping.at() : schema.at(),
            child(path, name),
            "the option must be given",
            schema == null ? "" : schema.description());
        isRight = false;
      }
    }
    for (Map.Entry<String, Schema.Dependency> dependency : objects.dependencies().entrySet()) {
      if (given.contains(dependency.getKey())) {
        isRight &= checkDependency(dependency.getKey(), dependency.getValue(), mapping, path);
      }
    }
    return isRight;
  }

  private boolean checkEntry(Schema.Objects objects, InputNode.Entry entry, String path) {
    boolean isRight = true;
    boolean isKnown = false;
    Schema named = objects.named().get(entry.key());
    if (named != null) {
      isKnown = true;
      isRight = check(named, entry.value(), path);
    }
    for (Map.Entry<Pattern, Schema> matching : objects.matching().entrySet()) {
      if (BoundedMatch.find(matching.getKey(), entry.key())) {
        isKnown = true;
        isRight &= check(matching.getValue(), entry.value(), path);
      }
    }
    if (!isKnown && objects.isClosed()) {
      ImmutableMap<String, Schema> known = objects.named();
      log.error(
          entry.at(),
          "",
          "unknown option '" + path + "'",
          Spelling.hint(entry.key(), known.keySet()));
      return false;
    }
    if (!isKnown && objects.others() != null) {
      isRight &= check(objects.others(), entry.value(), path);
    }
    return isRight;
  }

  private boolean checkDependency(
      String name, Schema.Dependency dependency, InputNode.Mapping mapping, String path) {
    boolean isRight = true;
    for (String other : dependency.names()) {
      if (mapping.entries().stream().noneMatch(entry -> entry.key().equals(other))) {
        log.error(
            mapping.at(),
            child(path, other),
            "the option must be given together with '" + child(path, name) + "'",
            "");
        isRight = false;
      }
    }
    return isRight && (dependency.schema() == null || check(dependency.schema(), mapping, path));
  }

  private boolean checkCombinations(Schema schema, InputNode value, String path) {
    Schema.Combinations combinations = schema.combinations();
    boolean isRight = true;
    for (Schema part : combinations.all()) {
      isRight &= check(part, value, path);
    }
    long any = count(combinations.any(), value, path);
    long one = count(combinations.one(), value, path);
    if (!combinations.any().isEmpty() && any == 0) {
      isRight = contradiction(value, path, "the values match none of the alternatives", schema);
    }
    if (!combinations.one().isEmpty() && one != 1) {
      isRight =
          contradiction(
              value,
              path,
              one == 0
                  ? "the values do not go together: they match none of the alternatives"
                  : "the values match " + one + " of the alternatives, not one",
              schema);
    }
    Schema not = combinations.not();
    if (not != null && matches(not, value, path)) {
      isRight = forbidden(value, path, schema, not);
    }
    return isRight;
  }

  /** What is not to be may say in its description what would be right. */
  private boolean forbidden(InputNode value, String path, Schema schema, Schema not) {
    String what =
        value instanceof InputNode.Mapping
            ? "these values are not allowed together"
            : value.kind() + " is not allowed";
    if (not.description().isEmpty()) {
      return contradiction(value, path, what, schema);
    }
    log.error(value.at(), path, what, not.description());
    return false;
  }

  private boolean contradiction(InputNode value, String path, String what, Schema schema) {
    log.error(
        value.at(), path, what, "see line " + schema.at().line() + " of " + schema.at().file());
    return false;
  }

  private static long count(ImmutableList<Schema> schemas, InputNode value, String path) {
    return schemas.stream().filter(schema -> matches(schema, value, path)).count();
  }

  private static boolean matches(Schema schema, InputNode value, String path) {
    return check(schema, value, path, new ProblemLog());
  }

  private boolean checkCount(
      InputNode value,
      int count,
      @Nullable Integer fewest,
      @Nullable Integer most,
      String unit,
      String path) {
    if (fewest != null && count < fewest) {
      log.error(value.at(), path, "there are " + count + " " + unit, "give at least " + fewest);
      return false;
    }
    if (most != null && count > most) {
      log.error(value.at(), path, "there are " + count + " " + unit, "give at most " + most);
      return false;
    }
    return true;
  }

  private boolean wrong(InputNode value, String path, String what, Schema schema) {
    log.error(value.at(), path, what, SchemaWords.whatToGive(schema));
    return false;
  }

  private static boolean isEqual(InputNode one, InputNode other) {
    if (one instanceof InputNode.Scalar left
        && other instanceof InputNode.Scalar right
        && left.type() == InputNode.ScalarKind.NUMBER
        && right.type() == InputNode.ScalarKind.NUMBER) {
      return new BigDecimal(left.text()).compareTo(new BigDecimal(right.text())) == 0;
    }
    return JsonText.of(one).equals(JsonText.of(other));
  }

  static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
