package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;

/**
 * What a template became.
 *
 * @param text usable only without errors; in the place of a variable that is not known stands
 *     {@link #UNKNOWN}
 * @param problems all of them, in the order of their places in the template
 * @param undefined those of the problems that tell of a variable which is not known, with its name
 * @param origins where in the template each part of the text comes from
 */
public record Rendered(
    String text,
    ImmutableList<Problem> problems,
    ImmutableMap<Problem, String> undefined,
    Origins origins) {

  /**
   * Stands for a variable that is not known, so that a reader of the text can go on and find more
   * problems without complaining about this one again. A character of Unicode's private use area,
   * allowed in YAML.
   */
  public static final char UNKNOWN = '\uE000';

  /** The text. Throws when there is an error among the problems. */
  public String textOrThrow() {
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new InvalidInputException(problems);
    }
    return text;
  }

  /**
   * The place in the template that gave what stands in the rendered text at a line and a column,
   * both from 1.
   */
  public SourceLocation origin(int line, int column) {
    return origins.origin(line, column);
  }
}
