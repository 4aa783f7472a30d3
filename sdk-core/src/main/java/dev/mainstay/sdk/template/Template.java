package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceText;
import java.util.ArrayList;
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

  private Template(SourceText source, ImmutableList<Part> parts, ImmutableList<Problem> problems) {
    this.source = source;
    this.parts = parts;
    this.problems = problems;
  }

  /**
   * Parses a text.
   *
   * @param file named in problems
   */
  public static Template parse(String file, String text) {
    SourceText source = new SourceText(file, text);
    List<Problem> problems = new ArrayList<>();
    ImmutableList<Part> parts = TemplateParser.parse(source, problems);
    return new Template(source, parts, ImmutableList.copyOf(problems));
  }

  /**
   * What is wrong with the template whatever the variables: tags that are not closed, stray closes
   * and the like.
   */
  public ImmutableList<Problem> problems() {
    return problems;
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

  /** Renders as the DC/OS catalog does: see {@link Strictness#LENIENT}. */
  public Rendered renderLeniently(ImmutableMap<String, TemplateValue> variables) {
    return render(variables, ImmutableSet.of(), Strictness.LENIENT);
  }

  private Rendered render(
      ImmutableMap<String, TemplateValue> variables,
      ImmutableSet<String> passedThrough,
      Strictness strictness) {
    if (!problems.isEmpty()) {
      return new Rendered("", problems, Origins.identity(source));
    }
    return new Renderer(source, variables, passedThrough, strictness).render(parts);
  }
}
