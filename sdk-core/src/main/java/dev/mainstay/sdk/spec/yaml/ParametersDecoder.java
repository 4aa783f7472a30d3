package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.BoundedMatch;
import dev.mainstay.sdk.spec.EnvironmentNames;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.ParameterSpec;
import dev.mainstay.sdk.spec.SecretWords;
import dev.mainstay.sdk.spec.TaskVariables;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import dev.mainstay.sdk.template.Rendered;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** {@code parameters} of a plan: by name; one with nothing may be given, and that is all. */
final class ParametersDecoder {

  private ParametersDecoder() {}

  /** Absent when the key is: {@code {}} says that the plan takes none. */
  static @Nullable ImmutableMap<String, ParameterSpec> decode(String plan, Field field) {
    if (!field.isAbsent() && PlanSpec.OF_THE_SCHEDULER.contains(plan)) {
      field.error(
          "the scheduler starts the plan '" + plan + "' itself, and gives it no parameters",
          "remove them, or declare them for a plan that an operator starts");
    }
    Optional<Fields> parameters = field.mapping();
    if (parameters.isEmpty()) {
      return null;
    }
    ImmutableMap.Builder<String, ParameterSpec> decoded = ImmutableMap.builder();
    for (Field parameter : parameters.get().all()) {
      checkName(parameter);
      ParameterSpec bare = new ParameterSpec(parameter.name(), null, false, null, null);
      decoded.put(
          parameter.name(), parameter.mapping().map(of -> parameter(bare, of)).orElse(bare));
    }
    return decoded.buildOrThrow();
  }

  private static void checkName(Field parameter) {
    String name = parameter.name();
    if (name.indexOf(Rendered.UNKNOWN) >= 0) {
      return;
    }
    if (!EnvironmentNames.isName(name)) {
      parameter.error(
          "'" + name + "' is not a valid environment variable name",
          "use letters, digits and '_', beginning with no digit");
    } else if (TaskVariables.FROM_SCHEDULER.contains(name)
        || TaskVariables.FROM_AGENT.contains(name)) {
      parameter.error("every task has its own '" + name + "' already", "give it another name");
    }
  }

  private static ParameterSpec parameter(ParameterSpec bare, Fields fields) {
    String about = fields.field("about").textOrBlank();
    boolean required = fields.field("required").bool().orElse(false);
    Field standardField = fields.field("default");
    String standard = standardField.text().orNull();
    Field patternField = fields.field("pattern");
    Pattern pattern =
        patternField.text().optional().map(of -> pattern(patternField, of)).orElse(null);
    fields.finish();
    if (standard != null && required) {
      standardField.error(
          "'" + bare.name() + "' is required, so that its default is never used",
          "remove 'default', or 'required'");
    } else if (standard != null && pattern != null && !BoundedMatch.matches(pattern, standard)) {
      standardField.error(
          "the default '%s' does not match the pattern '%s'"
              .formatted(SecretWords.shown(bare.name(), standard), pattern),
          "write one that does");
    }
    return new ParameterSpec(
        bare.name(),
        about,
        required,
        required ? null : standard,
        pattern == null ? null : pattern.pattern());
  }

  private static @Nullable Pattern pattern(Field field, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      field.error(
          "'" + regex + "' is not a regular expression: " + e.getDescription(),
          "write one such as '[0-9]+'");
    } catch (StackOverflowError e) {
      // Java's compiler of them recurses.
      field.error("the regular expression is nested too deeply", "write a simpler one");
    }
    return null;
  }
}
