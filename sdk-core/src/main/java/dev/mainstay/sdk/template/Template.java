package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A mustache template, parsed.
 *
 * <p>Understood are variables in two and three braces, neither of which changes the value (no
 * HTML), sections, inverted sections, comments and changed delimiters; not partials. What a section
 * does with each kind of value says {@link TemplateValue}. A variable must exist; a section over a
 * name that does not exist is like one over {@code false}.
 */
public final class Template {

  /** What is made of a name that does not exist, and of a list where text should be. */
  public enum Strictness {
    /** They are mistakes. */
    STRICT,
    /** A name that does not exist gives nothing, and a warning; a list is a mistake. */
    FORGIVING,
    /** The tag of such a name stays in the text, for somebody who knows it later. */
    DEFERRED,
    /**
     * As with mustache.java, which the DC/OS catalog uses: nothing, and {@code [a, b]} or {@code
     * {a=b}}.
     */
    LENIENT
  }

  private final SourceText source;
  private final ImmutableList<Part> parts;
  private final ImmutableList<Problem> problems;
  private final ImmutableList<Problem> swallowing;

  private Template(
      SourceText source,
      ImmutableList<Part> parts,
      ImmutableList<Problem> problems,
      ImmutableList<Problem> swallowing) {
    this.source = source;
    this.parts = parts;
    this.problems = problems;
    this.swallowing = swallowing;
  }

  /**
   * Parses a text.
   *
   * @param file named in problems
   */
  public static Template parse(String file, String text) {
    SourceText source = new SourceText(file, text);
    List<Problem> problems = new ArrayList<>();
    List<Problem> swallowing = new ArrayList<>();
    ImmutableList<Part> parts = TemplateParser.parse(source, problems, swallowing);
    return new Template(
        source, parts, ImmutableList.copyOf(problems), ImmutableList.copyOf(swallowing));
  }

  /**
   * What is wrong with the template whatever the variables: tags that are not closed, stray closes
   * and the like.
   */
  public ImmutableList<Problem> problems() {
    return swallowing.isEmpty()
        ? problems
        : ImmutableList.sortedCopyOf(
            Comparator.<Problem>comparingInt(problem -> problem.location().line())
                .thenComparingInt(problem -> problem.location().column()),
            Iterables.concat(problems, swallowing));
  }

  /**
   * Those of the problems that mustache's usual libraries do not see: a variable that is not closed
   * before the next tag, so that all up to the end of that one is its name. Rendering forgives
   * them, unless it is strict.
   */
  public ImmutableList<Problem> swallowing() {
    return swallowing;
  }

  /**
   * Every name that the template asks for, in sections that are left out as well: {@code a.b} as it
   * stands, and {@code a}.
   */
  public ImmutableSet<String> names() {
    return TagNames.of(parts);
  }

  /** Renders with an environment. */
  public Rendered render(ImmutableMap<String, TemplateValue> variables) {
    return render(variables, ImmutableSet.of());
  }

  /**
   * Renders.
   *
   * @param variables by name
   * @param passedThrough names known later, by somebody else: their tags stay in the text as they
   *     are, and a section over one of them is a problem
   * @return the text, or every problem of the template and its variables
   */
  public Rendered render(
      ImmutableMap<String, TemplateValue> variables, ImmutableSet<String> passedThrough) {
    return render(variables, passedThrough, Strictness.STRICT);
  }

  /** Renders what is known and leaves the other tags: see {@link Strictness#DEFERRED}. */
  public Rendered renderKnown(
      ImmutableMap<String, TemplateValue> variables, ImmutableSet<String> passedThrough) {
    return render(variables, passedThrough, Strictness.DEFERRED);
  }

  /** Renders with nothing where a name does not exist: see {@link Strictness#FORGIVING}. */
  public Rendered renderForgiving(
      ImmutableMap<String, TemplateValue> variables, ImmutableSet<String> passedThrough) {
    return render(variables, passedThrough, Strictness.FORGIVING);
  }

  /** Renders as the DC/OS catalog does: see {@link Strictness#LENIENT}. */
  public Rendered renderLeniently(ImmutableMap<String, TemplateValue> variables) {
    return render(variables, ImmutableSet.of(), Strictness.LENIENT);
  }

  /**
   * Renders.
   *
   * @param passedThrough see {@link #render(ImmutableMap, ImmutableSet)}
   */
  public Rendered render(
      ImmutableMap<String, TemplateValue> variables,
      ImmutableSet<String> passedThrough,
      Strictness strictness) {
    boolean forgives = strictness == Strictness.FORGIVING || strictness == Strictness.DEFERRED;
    if (!(forgives ? problems : problems()).isEmpty()) {
      return new Rendered("", problems(), ImmutableMap.of(), Origins.identity(source));
    }
    return new Renderer(source, variables, passedThrough, strictness).render(parts);
  }
}
