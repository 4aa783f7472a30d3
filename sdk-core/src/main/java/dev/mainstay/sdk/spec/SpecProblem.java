package dev.mainstay.sdk.spec;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;

/**
 * Something wrong with a decoded spec, at one of its fields. Where the field stands in the user's
 * file is found out later, from its path.
 *
 * @param path keys from the spec's root as in YAML, such as {@code pods}, {@code broker}, {@code
 *     count}; a volume by its {@code path}, an item of a list by its index
 * @param what what is wrong
 * @param remedy what would be right
 * @param severity an error stops the service from being started with the spec; a warning is shown
 */
public record SpecProblem(
    ImmutableList<String> path, String what, String remedy, Problem.Severity severity) {

  public static SpecProblem error(ImmutableList<String> path, String what, String remedy) {
    return new SpecProblem(path, what, remedy, Problem.Severity.ERROR);
  }

  public static SpecProblem warning(ImmutableList<String> path, String what, String remedy) {
    return new SpecProblem(path, what, remedy, Problem.Severity.WARNING);
  }

  public boolean isError() {
    return severity == Problem.Severity.ERROR;
  }

  /** {@code pods.broker.count: there is no broker; write at least 1}. */
  @Override
  public String toString() {
    return String.join(".", path) + ": " + what + (remedy.isEmpty() ? "" : "; " + remedy);
  }
}
