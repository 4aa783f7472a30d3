package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.template.Template;

/**
 * Options of a {@code config.json} that reach nothing, so that an operator sets them in vain:
 * {@code marathon.json.mustache} does not name them, or without that file {@code svc.yml} does not
 * name their variables. Those that go into tasks by {@code TASKCFG_…} are used by themselves.
 */
public final class UnusedOptions {

  private UnusedOptions() {}

  public static void tell(
      SourceText spec, PackageFiles packaging, ImmutableList<Option> options, ProblemLog log) {
    if (options.isEmpty()) {
      return;
    }
    SourceText marathon = packaging.marathon();
    if (marathon == null) {
      tellOfVariables(spec, options, log);
      return;
    }
    ImmutableSet<String> names = Template.parse(marathon.file(), marathon.text()).names();
    for (Option option : options) {
      String path = option.path();
      if (!names.contains(path) && names.stream().noneMatch(name -> mayName(name, path))) {
        log.warning(
            option.schema().at(),
            path,
            "the option is not used in " + marathon.file(),
            "use it there as '{{" + path + "}}', or remove it");
      }
    }
  }

  /** Within a section a name may be the end of a path; a section over a group may use it all. */
  private static boolean mayName(String name, String path) {
    return path.endsWith("." + name)
        || name.startsWith(path + ".")
        || (name.indexOf('.') > 0 && path.startsWith(name + "."));
  }

  private static void tellOfVariables(
      SourceText spec, ImmutableList<Option> options, ProblemLog log) {
    ImmutableSet<String> names = Template.parse(spec.file(), spec.text()).names();
    for (Option option : options) {
      String variable = option.variable();
      if (names.contains(variable) || variable.startsWith(TaskEnvironmentRoutes.PREFIX)) {
        continue;
      }
      String hint = Spelling.hint(variable, names);
      log.warning(
          option.schema().at(),
          option.path(),
          "the option is not used: " + spec.file() + " does not name " + variable,
          hint.isEmpty() ? "use it there as '{{" + variable + "}}', or remove it" : hint);
    }
  }
}
