package dev.mainstay.sdk.base;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a user wrote has mistakes: all of them at once, in the order of their places. Shown without
 * a stack trace.
 */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<Problem> problems;

  public InvalidInputException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = ImmutableList.copyOf(problems);
  }

  /** At least one. */
  public ImmutableList<Problem> problems() {
    return problems;
  }
}
