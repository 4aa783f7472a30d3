package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;

/** What becomes of problems that were found before anything is done. */
final class Refusal {

  private Refusal() {}

  /**
   * Shows warnings.
   *
   * @throws InvalidInputException with all of them when there is an error among them
   */
  static void ofErrors(ImmutableList<Problem> problems, Terminal terminal) {
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new InvalidInputException(problems);
    }
    problems.forEach(warning -> terminal.err().println(warning));
  }
}
