package dev.mainstay.sdk.evaluate;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether something is satisfied, and why: a tree whose leaves say what was asked and what there
 * was.
 *
 * @param rule what was looked at, such as {@code cpus}, {@code port broker} or {@code MAX_PER
 *     hostname}
 * @param asked what the pod requires; empty in inner nodes
 * @param available what the offer has; empty in inner nodes
 */
public record Evaluation(
    boolean passed, String rule, String asked, String available, ImmutableList<Evaluation> parts) {

  public static Evaluation passed(String rule, String asked, String available) {
    return new Evaluation(true, rule, asked, available, ImmutableList.of());
  }

  public static Evaluation failed(String rule, String asked, String available) {
    return new Evaluation(false, rule, asked, available, ImmutableList.of());
  }

  /** Passed when all parts passed. */
  public static Evaluation all(String rule, List<Evaluation> parts) {
    return new Evaluation(
        parts.stream().allMatch(Evaluation::passed), rule, "", "", ImmutableList.copyOf(parts));
  }

  /** Passed when some part passed. */
  public static Evaluation any(String rule, List<Evaluation> parts) {
    return new Evaluation(
        parts.stream().anyMatch(Evaluation::passed), rule, "", "", ImmutableList.copyOf(parts));
  }

  /** The leaves that made it fail, in order. */
  public ImmutableList<Evaluation> failures() {
    List<Evaluation> found = new ArrayList<>();
    collect(found);
    return ImmutableList.copyOf(found);
  }

  private void collect(List<Evaluation> found) {
    if (passed) {
      return;
    }
    if (parts.isEmpty()) {
      found.add(this);
    }
    parts.forEach(part -> part.collect(found));
  }

  /** {@code cpus: asked 2, available 0.5}. */
  @Override
  public String toString() {
    return parts.isEmpty()
        ? rule + ": asked " + asked + ", available " + available
        : rule + (passed ? " passed" : " failed " + failures());
  }
}
