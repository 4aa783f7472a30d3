package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import java.util.Optional;

/** Loads small specs of one pod type with one task, whose fields a test writes. */
final class SpecText {

  private SpecText() {}

  /** A spec whose pod type has these lines, the first of them in line 5. */
  static String pod(String... lines) {
    return "name: kiosk\npods:\n  node:\n    count: 2\n"
        + indented("    ", lines)
        + "    tasks:\n      server: {goal: RUNNING, cmd: ./run, cpus: 1, memory: 64}\n";
  }

  /** A spec whose task has these lines, the first of them in line 8, and one cpu. */
  static String task(String... lines) {
    return "name: kiosk\npods:\n  node:\n    count: 2\n    tasks:\n      server:\n        cpus: 1\n"
        + indented("        ", lines)
        + "        goal: RUNNING\n        cmd: ./run\n";
  }

  private static String indented(String blanks, String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(blanks).append(line).append('\n');
    }
    return text.toString();
  }

  static LoadedSpec load(String text) {
    return SpecLoader.load(
        "svc.yml",
        text,
        ImmutableMap.of(),
        new TemplateReader() {
          @Override
          public Optional<String> read(String path) {
            return Optional.of("");
          }

          @Override
          public ImmutableSet<String> known() {
            return ImmutableSet.of();
          }
        });
  }

  /** Warnings of a spec that loads, else all its problems, one text each. */
  static ImmutableList<String> problems(String text) {
    ImmutableList<Problem> problems;
    try {
      problems = load(text).warnings();
    } catch (InvalidInputException e) {
      problems = ImmutableList.copyOf(e.problems());
    }
    return problems.stream().map(Problem::toString).collect(ImmutableList.toImmutableList());
  }
}
