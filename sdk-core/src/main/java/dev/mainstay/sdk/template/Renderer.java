package dev.mainstay.sdk.template;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.base.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One rendering of a template. */
final class Renderer implements Part.Visitor {

  /**
   * Characters of a result. A configuration file has thousands; more than this is a loop gone wild.
   */
  private static final int LONGEST = 1 << 23;

  /** Parts visited, so that empty sections within long lists end as well. */
  private static final int MOST_STEPS = 1 << 20;

  private final SourceText source;
  private final Scopes scopes;
  private final ImmutableSet<String> passedThrough;
  private final Template.Strictness strictness;
  private final StringBuilder text = new StringBuilder();
  private final Origins.Builder origins = new Origins.Builder();
  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Map<Problem, String> undefined = new LinkedHashMap<>();
  private int steps;

  Renderer(
      SourceText source,
      ImmutableMap<String, TemplateValue> variables,
      ImmutableSet<String> passedThrough,
      Template.Strictness strictness) {
    this.source = source;
    this.scopes = new Scopes(variables);
    this.passedThrough = passedThrough;
    this.strictness = strictness;
  }

  Rendered render(ImmutableList<Part> parts) {
    visit(parts);
    if (isExhausted()) {
      problems.add(
          Problem.error(
              source.locate(0),
              "",
              "the rendered text is too long",
              "at most " + LONGEST + " characters are allowed"));
    }
    String result = text.toString();
    return new Rendered(
        result,
        ImmutableList.copyOf(problems),
        ImmutableMap.copyOf(undefined),
        origins.build(source, result));
  }

  private void visit(ImmutableList<Part> parts) {
    for (Part part : parts) {
      steps++;
      if (isExhausted()) {
        return;
      }
      part.accept(this);
    }
  }

  private boolean isExhausted() {
    return text.length() > LONGEST || steps > MOST_STEPS;
  }

  @Override
  public void literal(Part.Literal literal) {
    origins.add(text.length(), literal.start(), true);
    text.append(source.text(), literal.start(), literal.end());
  }

  @Override
  public void variable(Part.Variable variable) {
    Tag tag = variable.tag();
    Optional<TemplateValue> value = scopes.find(tag.name());
    origins.add(text.length(), tag.start(), false);
    if (value.isPresent()) {
      value.get().accept(new Writer(tag));
    } else if (strictness == Template.Strictness.DEFERRED || passedThrough.contains(tag.name())) {
      text.append(source.text(), tag.start(), tag.end());
    } else if (strictness == Template.Strictness.STRICT) {
      undefined(
          Problem.error(
              source.locate(tag.start()),
              "",
              "variable '" + tag.name() + "' is not defined",
              remedy(tag)),
          tag);
      text.append(Rendered.UNKNOWN);
    } else if (strictness == Template.Strictness.FORGIVING) {
      undefined(
          Problem.warning(
              source.locate(tag.start()),
              "",
              "variable '"
                  + firstLine(tag.name())
                  + "' is not defined and gives nothing, as in dcos-commons",
              remedy(tag)),
          tag);
    }
  }

  private void undefined(Problem problem, Tag tag) {
    problems.add(problem);
    undefined.put(problem, tag.name());
  }

  @Override
  public void section(Part.Section section) {
    Tag tag = section.tag();
    Optional<TemplateValue> value = scopes.find(tag.name());
    if (value.isEmpty() && passedThrough.contains(tag.name())) {
      problem(
          tag,
          "a section over '"
              + tag.name()
              + "', whose value only the agent knows, cannot be decided here",
          "use it as a plain variable, or decide in the task's command");
      return;
    }
    if (value.isEmpty() && scopes.isBroken(tag.name())) {
      problem(
          tag,
          "'" + tag.name() + "': the value is not a JSON object",
          "give it as in '{\"key\": \"value\"}'");
      return;
    }
    ImmutableList<TemplateValue> rounds = value.map(Renderer::rounds).orElse(ImmutableList.of());
    if (section.inverted()) {
      if (rounds.isEmpty()) {
        visit(section.parts());
      }
      return;
    }
    for (TemplateValue round : rounds) {
      if (isExhausted()) {
        return;
      }
      scopes.push(round);
      visit(section.parts());
      scopes.pop();
    }
  }

  private static String firstLine(String name) {
    int end = name.indexOf('\n');
    return end < 0 ? name : name.substring(0, end).strip() + " …";
  }

  private String remedy(Tag tag) {
    if (tag.name().contains("{{")) {
      return "close it with '}}'";
    }
    String hint = Spelling.hint(tag.name(), scopes.namesBeside(tag.name()));
    return hint.isEmpty()
        ? "define it, or put it in a section '{{#" + tag.name() + "}}…{{/" + tag.name() + "}}'"
        : hint;
  }

  private void problem(Tag tag, String what, String remedy) {
    problems.add(Problem.error(source.locate(tag.start()), "", what, remedy));
  }

  /** What a section over a value is rendered with, once for each. */
  private static ImmutableList<TemplateValue> rounds(TemplateValue value) {
    return value.accept(
        new TemplateValue.Visitor<ImmutableList<TemplateValue>>() {
          @Override
          public ImmutableList<TemplateValue> text(TemplateValue.Text text) {
            return text.isShown() ? ImmutableList.of(text) : ImmutableList.of();
          }

          @Override
          public ImmutableList<TemplateValue> items(TemplateValue.Items items) {
            return items.items();
          }

          @Override
          public ImmutableList<TemplateValue> fields(TemplateValue.Fields fields) {
            return ImmutableList.of(fields);
          }
        });
  }

  /** Writes a variable's value. */
  private final class Writer implements TemplateValue.Visitor<Boolean> {
    private final Tag tag;

    private Writer(Tag tag) {
      this.tag = tag;
    }

    @Override
    public Boolean text(TemplateValue.Text value) {
      text.append(value.text());
      return true;
    }

    @Override
    public Boolean items(TemplateValue.Items items) {
      return refuse("a list", items);
    }

    @Override
    public Boolean fields(TemplateValue.Fields fields) {
      return refuse("a group of values " + new ArrayList<>(fields.fields().keySet()), fields);
    }

    private Boolean refuse(String kind, TemplateValue value) {
      if (strictness == Template.Strictness.LENIENT) {
        text.append(WrittenOut.of(value));
        return true;
      }
      problem(
          tag,
          "'" + tag.name() + "' is " + kind + ", not text",
          "use it as a section, or name a part of it");
      text.append(Rendered.UNKNOWN);
      return false;
    }
  }
}
