package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.SpecRules;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.template.Rendered;
import dev.mainstay.sdk.template.Template;
import dev.mainstay.sdk.template.TemplateValue;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    return load(source, environment, null);
  }

  /**
   * Loads a spec and keeps what its environment was made from.
   *
   * @throws InvalidInputException with all problems, warnings too, when there is an error among
   *     them
   */
  public static LoadedSpec load(SpecSource source, ServiceEnvironment.Loaded environment) {
    return load(source, environment.variables(), environment.given());
  }

  private static LoadedSpec load(
      SpecSource source, Map<String, String> environment, @Nullable GivenInputs given) {
    boolean packaged = source.packaging().config() != null || source.packaging().marathon() != null;
    return load(
        new Input(source.file(), source.text(), environment, source.templates(), packaged, given));
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
    return load(new Input(file, text, environment, templates, true, null));
  }

  /**
   * A variable that does not exist is a mistake, and nothing is said of what follows from it. Where
   * such variables are the only mistakes, and the spec is right with nothing in their place, as
   * dcos-commons takes it, they are warnings.
   */
  private static LoadedSpec load(Input input) {
    Attempt strict = new Attempt(input, Template.Strictness.STRICT);
    Optional<LoadedSpec> loaded = strict.run();
    if (loaded.isEmpty() && strict.missesVariables()) {
      loaded = new Attempt(input, Template.Strictness.FORGIVING).run();
    }
    return loaded.orElseThrow(() -> new InvalidInputException(strict.problems()));
  }

  /**
   * Loads a spec again from what it was made from.
   *
   * @throws InvalidInputException when this version of the SDK refuses what an earlier one accepted
   */
  public static LoadedSpec load(ServiceInputs inputs) {
    GivenInputs given = inputs.given();
    return load(
        new Input(
            given == null ? SpecSource.SPEC : given.file(),
            inputs.specText(),
            inputs.environment(),
            new GivenTemplates(inputs.templates()),
            true,
            given));
  }

  /**
   * The spec after options, environment and mustache, as text; nothing stands in the place of a
   * variable that does not exist.
   *
   * @throws InvalidInputException when it does not render
   */
  public static String render(SpecSource source, Map<String, String> environment) {
    return Template.parse(source.file(), source.text())
        .renderForgiving(TemplateValue.ofEnvironment(environment), ImmutableSet.of())
        .textOrThrow();
  }

  /**
   * What a spec is loaded from.
   *
   * @param packaged whether a package gives variables to it
   * @param given what the environment was made from, absent when that is not known
   */
  private record Input(
      String file,
      String text,
      Map<String, String> environment,
      TemplateReader templates,
      boolean packaged,
      @Nullable GivenInputs given) {}

  /** One way through all steps, with its own log. */
  private static final class Attempt {
    private final Input input;
    private final Template.Strictness strictness;
    private final ProblemLog log = new ProblemLog();
    private boolean missesVariables;

    Attempt(Input input, Template.Strictness strictness) {
      this.input = input;
      this.strictness = strictness;
    }

    boolean missesVariables() {
      return missesVariables;
    }

    ImmutableList<Problem> problems() {
      return log.inOrder();
    }

    /** Empty when there is an error in the log. */
    Optional<LoadedSpec> run() {
      SpecContext context = new SpecContext(input.templates(), input.environment(), log);
      Template template = Template.parse(input.file(), input.text());
      Rendered rendered =
          template.render(
              TemplateValue.ofEnvironment(input.environment()), ImmutableSet.of(), strictness);
      log.addAll(input.packaged() ? rendered.problems() : MissingVariables.joined(rendered));
      missesVariables = !rendered.undefined().isEmpty() || !template.swallowing().isEmpty();
      if (template.problems().size() > template.swallowing().size()
          || (strictness == Template.Strictness.STRICT && !template.swallowing().isEmpty())) {
        return Optional.empty();
      }
      Optional<ServiceSpec> spec = decode(input.file(), rendered, context);
      if (spec.isPresent()) {
        missesVariables |= TemplateCheck.check(spec.get(), strictness, log);
      }
      if (spec.isEmpty() || log.hasErrors()) {
        return Optional.empty();
      }
      ServiceInputs inputs =
          new ServiceInputs(
              input.text(),
              ImmutableMap.copyOf(context.templateTexts()),
              ImmutableSortedMap.copyOf(input.environment()),
              input.given());
      return Optional.of(new LoadedSpec(input.file(), spec.get(), inputs, log.inOrder()));
    }
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
