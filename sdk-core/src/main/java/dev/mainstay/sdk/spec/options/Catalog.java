package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.JsonReader;
import dev.mainstay.sdk.spec.input.JsonText;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.template.Rendered;
import dev.mainstay.sdk.template.Template;
import dev.mainstay.sdk.template.TemplateValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A framework's package to the environment of its scheduler, as the DC/OS catalog and Marathon
 * would: the options' values with {@code resource.json} as {@code resource} beside them render
 * {@code marathon.json.mustache}, and the app that this gives has an environment. Without that file
 * each option becomes a variable by its name.
 */
public final class Catalog {

  /** A tag without a dot: no option, unless it is one outside of any group. */
  private static final Pattern PLAIN_TAG =
      Pattern.compile("\\{\\{[{&]?\\s*([A-Za-z0-9_:-]+)\\s*}?}}");

  private final PackageFiles files;
  private final ReleaseParameters release;
  private final int apiPort;
  private final ProblemLog log;
  private final OptionsSchema schema;

  public Catalog(PackageFiles files, ReleaseParameters release, int apiPort, ProblemLog log) {
    this.files = files;
    this.release = release;
    this.apiPort = apiPort;
    this.log = log;
    this.schema = schema(files.config(), release, log);
  }

  /** The options that a {@code config.json} declares. */
  public static OptionsSchema schema(
      @Nullable SourceText config, ReleaseParameters release, ProblemLog log) {
    return config == null
        ? OptionsSchema.none()
        : JsonReader.readLeniently(config, log)
            .map(node -> OptionsSchema.parse(config.file(), release.fill(node), log))
            .orElse(OptionsSchema.none());
  }

  /**
   * What options make.
   *
   * @param environment by name
   * @param options all that were given over the defaults, as one JSON object
   */
  public record Made(ImmutableMap<String, String> environment, String options) {}

  /**
   * The environment with the options that an operator gives.
   *
   * @param files with options as JSON, each over the one before
   * @param settings each {@code path.to.option=value}, over those
   */
  public Made environment(List<SourceText> files, List<String> settings) {
    OptionValues values = new OptionValues(schema, log);
    files.forEach(file -> values.addFile(file.file(), file.text()));
    values.addSettings(settings);
    InputNode.Mapping options = values.checked();
    return new Made(environment(values, options), JsonText.of(values.given()));
  }

  private ImmutableMap<String, String> environment(OptionValues values, InputNode.Mapping options) {
    SourceText marathon = files.marathon();
    if (marathon == null) {
      return values.environment();
    }
    return log.hasErrors()
        ? ImmutableMap.of()
        : environment(marathon, withResource(options), labels(values));
  }

  /** With {@code resource.json} over an option of that name. */
  private InputNode.Mapping withResource(InputNode.Mapping options) {
    SourceText resource = files.resource();
    Optional<InputNode> node =
        resource == null
            ? Optional.empty()
            : JsonReader.readLeniently(resource, log).map(release::fill);
    return node.map(found -> OptionValues.with(options, "resource", found)).orElse(options);
  }

  /** Those of Cosmos that do not need its repository ({@code nonOverridableLabels}). */
  private ImmutableMap<String, String> labels(OptionValues values) {
    byte[] given = JsonText.of(values.given()).getBytes(StandardCharsets.UTF_8);
    return ImmutableMap.of(
        "DCOS_PACKAGE_NAME",
        release.values().getOrDefault("package-name", ""),
        "DCOS_PACKAGE_VERSION",
        release.values().getOrDefault("package-version", ""),
        "DCOS_PACKAGE_OPTIONS",
        Base64.getEncoder().encodeToString(given));
  }

  private ImmutableSortedMap<String, String> environment(
      SourceText marathon, InputNode.Mapping options, ImmutableMap<String, String> labels) {
    Template template =
        Template.parse(marathon.file(), CatalogContext.withJson(marathon.text(), options));
    Rendered rendered = template.renderLeniently(context(marathon, options));
    log.addAll(rendered.problems());
    if (log.hasErrors()) {
      return ImmutableSortedMap.of();
    }
    Optional<InputNode> app =
        JsonReader.readLeniently(marathon.file(), rendered.text(), rendered::origin, log);
    if (app.isPresent() && !(app.get() instanceof InputNode.Mapping)) {
      log.error(app.get().at(), "", "the app is " + app.get().kind() + ", not an object", "");
    }
    return app.isPresent() && app.get() instanceof InputNode.Mapping mapping
        ? MarathonApp.environment(mapping, labels, apiPort)
        : ImmutableSortedMap.of();
  }

  private ImmutableMap<String, TemplateValue> context(
      SourceText marathon, InputNode.Mapping options) {
    Map<String, TemplateValue> context = new LinkedHashMap<>();
    Matcher tags = PLAIN_TAG.matcher(marathon.text());
    while (tags.find()) {
      // filled in by some release tool of which nothing is known: stands for itself
      context.put(tags.group(1), TemplateValue.of(tags.group(1)));
    }
    release.values().forEach((name, value) -> context.put(name, TemplateValue.of(value)));
    schema.options().keySet().forEach(context::remove);
    context.putAll(CatalogContext.of(options));
    return ImmutableMap.copyOf(context);
  }

  /** Every option of the package, in the order of the file. */
  public ImmutableList<Option> options() {
    return schema.options().values().asList();
  }
}
