package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.template.Rendered;
import java.util.ArrayList;
import java.util.List;

/**
 * Variables of a spec that nothing defines, where no package is near which would: told once, for
 * all of them, since each alone has the same cause.
 */
final class MissingVariables {

  /** From here on the package is missing rather than a variable. */
  private static final int MANY = 3;

  /** Names in one message. */
  private static final int MOST_NAMES = 30;

  private MissingVariables() {}

  /** The problems of a spec that has no package. */
  static ImmutableList<Problem> joined(Rendered rendered) {
    ImmutableSet<String> names = ImmutableSet.copyOf(rendered.undefined().values());
    if (names.size() < MANY) {
      return rendered.problems();
    }
    List<Problem> problems = new ArrayList<>(rendered.problems());
    problems.removeAll(rendered.undefined().keySet());
    Problem first = rendered.undefined().keySet().asList().get(0);
    String some = String.join(", ", names.asList().subList(0, Math.min(names.size(), MOST_NAMES)));
    String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
    problems.add(
        new Problem(
            first.location(),
            first.field(),
            names.size()
                + " variables are not defined, since there is no package near: "
                + some
                + more,
            "give each as --env NAME=VALUE, or all in a file with --env-file; or put the package's"
                + " config.json and marathon.json.mustache into the folder 'universe' beside the"
                + " spec",
            first.severity()));
    return ImmutableList.copyOf(problems);
  }
}
