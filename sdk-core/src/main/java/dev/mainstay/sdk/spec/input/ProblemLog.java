package dev.mainstay.sdk.spec.input;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that all of it is told at once. */
public final class ProblemLog {

  /** A file with more mistakes is of another kind, and nobody reads further. */
  private static final int MOST = 500;

  private final List<Problem> problems = new ArrayList<>();

  public void error(SourceLocation at, String field, String what, String remedy) {
    add(Problem.error(at, field, what, remedy));
  }

  public void warning(SourceLocation at, String field, String what, String remedy) {
    add(Problem.warning(at, field, what, remedy));
  }

  public void addAll(Collection<Problem> more) {
    more.forEach(this::add);
  }

  public void add(Problem problem) {
    if (problems.size() < MOST && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  public boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }

  /** Errors and warnings in the order of files as they were first met, then of lines. */
  public ImmutableList<Problem> inOrder() {
    List<String> files =
        problems.stream().map(problem -> problem.location().file()).distinct().toList();
    return ImmutableList.sortedCopyOf(
        Comparator.<Problem>comparingInt(problem -> files.indexOf(problem.location().file()))
            .thenComparingInt(problem -> problem.location().line())
            .thenComparingInt(problem -> problem.location().column()),
        problems);
  }
}
