package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.EnvironmentNames;
import dev.mainstay.sdk.spec.PlanSpec.ParameterSpec;
import dev.mainstay.sdk.spec.SecretWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a run of a plan: what was given, held against what the plan declares, with the
 * declared values in the place of what was not given.
 *
 * @param values by name
 * @param problems what forbids the run, for people; each in one line
 */
record RunParameters(ImmutableSortedMap<String, String> values, ImmutableList<String> problems) {

  /** Characters of all parameters of a run, which is stored with the runs before it. */
  private static final int MOST_CHARACTERS = 16_384;

  /** Characters of a value that a problem shows. */
  private static final int SHOWN = 100;

  /**
   * Holds parameters against a plan.
   *
   * @param declared by the plan; absent for one that takes any
   */
  static RunParameters of(
      @Nullable ImmutableMap<String, ParameterSpec> declared,
      ImmutableSortedMap<String, String> given) {
    Map<String, String> values = new TreeMap<>(given);
    List<String> problems = new ArrayList<>();
    if (declared == null) {
      given.keySet().stream()
          .filter(name -> !EnvironmentNames.isName(name))
          .forEach(name -> problems.add(notAName(name)));
    } else {
      given.keySet().stream()
          .filter(name -> !declared.containsKey(name))
          .forEach(name -> problems.add(unknown(name, declared)));
      declared.values().forEach(parameter -> check(parameter, values, problems));
    }
    int length =
        values.entrySet().stream()
            .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
    if (length > MOST_CHARACTERS) {
      problems.add(
          "the parameters have %d characters, at most %d are taken; put what is larger into a file that a task fetches"
              .formatted(length, MOST_CHARACTERS));
    }
    return new RunParameters(ImmutableSortedMap.copyOf(values), ImmutableList.copyOf(problems));
  }

  private static String notAName(String name) {
    return "parameter '%s' is not a valid environment variable name; use letters, digits and '_', beginning with no digit"
        .formatted(name);
  }

  private static String unknown(String name, ImmutableMap<String, ParameterSpec> declared) {
    String hint = Spelling.hint(name, declared.keySet());
    String known =
        declared.isEmpty()
            ? "the plan takes none"
            : "there are: " + String.join(", ", declared.keySet());
    return "no parameter '%s'; %s".formatted(name, hint.isEmpty() ? known : hint);
  }

  private static void check(
      ParameterSpec parameter, Map<String, String> values, List<String> problems) {
    String name = parameter.name();
    String value = values.get(name);
    if (parameter.required() && (value == null || value.isBlank())) {
      problems.add(
          (value == null ? "'%s' is missing" : "'%s' is empty").formatted(name) + about(parameter));
    } else if (value != null && !parameter.takes(value)) {
      problems.add(
          "'%s' is '%s', which does not match the pattern '%s'%s"
              .formatted(name, shown(name, value), parameter.pattern(), about(parameter)));
    } else if (value == null && parameter.standard() != null) {
      values.put(name, parameter.standard());
    }
  }

  private static String about(ParameterSpec parameter) {
    return parameter.about() == null ? "" : ": " + parameter.about();
  }

  private static String shown(String name, String value) {
    String shown = SecretWords.shown(name, value);
    return shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "…";
  }
}
