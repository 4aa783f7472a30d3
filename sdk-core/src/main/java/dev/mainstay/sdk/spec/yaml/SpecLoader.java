package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecRules;
import dev.mainstay.sdk.template.Rendered;
import dev.mainstay.sdk.template.Template;
import dev.mainstay.sdk.template.TemplateValue;
import java.util.Map;
import java.util.Optional;

/**
 * Loads a service spec: {@code svc.yml} is rendered with the environment, read as YAML, decoded and
 * checked, and the configuration templates that it names are tried out. All problems come at once,
 * each at its place in the file that the user wrote.
 */
public final class SpecLoader {

  private SpecLoader() {}

  /**
   * Loads a spec.
   *
   * @param environment every variable that the spec and its templates are rendered with
   * @throws InvalidInputException with all problems, warnings too, when there is an error among
   *     them
   */
  public static LoadedSpec load(SpecSource source, Map<String, String> environment) {
    return load(source.file(), source.text(), environment, source.templates());
  }

  /**
   * Loads a spec.
   *
   * @param file how the spec is named in problems
   * @param text of {@code svc.yml}
   * @throws InvalidInputException with all problems, warnings too, when there is an error among
   *     them
   */
  public static LoadedSpec load(
      String file, String text, Map<String, String> environment, TemplateReader templates) {
    ProblemLog log = new ProblemLog();
    SpecContext context = new SpecContext(templates, environment, log);
    Optional<ServiceSpec> spec = decode(file, render(file, text, environment, log), context);
    spec.ifPresent(decoded -> TemplateCheck.check(decoded, log));
    if (spec.isEmpty() || log.hasErrors()) {
      throw new InvalidInputException(log.inOrder());
    }
    ServiceInputs inputs =
        new ServiceInputs(
            text,
            ImmutableMap.copyOf(context.templateTexts()),
            ImmutableSortedMap.copyOf(environment));
    return new LoadedSpec(file, spec.get(), inputs, log.inOrder());
  }

  /**
   * Loads a spec again from what it was made from.
   *
   * @throws InvalidInputException when this version of the SDK refuses what an earlier one accepted
   */
  public static LoadedSpec load(ServiceInputs inputs) {
    return load(
        SpecSource.SPEC,
        inputs.specText(),
        inputs.environment(),
        new GivenTemplates(inputs.templates()));
  }

  /**
   * The spec after options, environment and mustache, as text.
   *
   * @throws InvalidInputException when it does not render
   */
  public static String render(SpecSource source, Map<String, String> environment) {
    return Template.parse(source.file(), source.text())
        .render(TemplateValue.ofEnvironment(environment))
        .textOrThrow();
  }

  private static Rendered render(
      String file, String text, Map<String, String> environment, ProblemLog log) {
    Template template = Template.parse(file, text);
    Rendered rendered = template.render(TemplateValue.ofEnvironment(environment));
    log.addAll(rendered.problems());
    if (!template.problems().isEmpty()) {
      throw new InvalidInputException(log.inOrder());
    }
    return rendered;
  }

  private static Optional<ServiceSpec> decode(String file, Rendered rendered, SpecContext context) {
    ProblemLog log = context.log();
    Optional<InputNode> root = YamlReader.read(rendered.text(), rendered::origin, log);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    SourceLocation start = rendered.origin(1, 1);
    Field field = new Field("", "", start, root.get(), null, log);
    if (!(root.get() instanceof InputNode.Mapping mapping)) {
      field.error(
          "the spec is " + field.describe() + ", not a mapping", "write 'name: …' and 'pods: …'");
      return Optional.empty();
    }
    ServiceSpec spec = new ServiceDecoder(context).decode(new Fields(mapping, "", start, log));
    if (!log.hasErrors()) {
      SpecPlaces places = SpecPlaces.of(file, mapping);
      SpecRules.check(spec).forEach(problem -> log.add(places.problem(problem)));
    }
    return Optional.of(spec);
  }
}
