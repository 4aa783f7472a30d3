package dev.mainstay.sdk.spec.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.spec.input.InputNode;
import dev.mainstay.sdk.spec.input.ProblemLog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a framework, for those who set them: made from its {@code config.json}.
 *
 * @param options in the order of the file
 * @param groups descriptions of those that have one, by their paths
 */
public record OptionsReference(
    ImmutableList<DescribedOption> options, ImmutableMap<String, String> groups) {

  /**
   * The options of a framework; none when it has no {@code config.json}.
   *
   * @param specFolder where the spec lies
   * @throws InvalidInputException with all problems of {@code config.json}
   */
  public static OptionsReference of(Path specFolder, PackageFiles files) {
    ProblemLog log = new ProblemLog();
    ReleaseParameters release = ReleaseParameters.of(specFolder, files, ImmutableMap.of(), log);
    OptionsSchema schema = Catalog.schema(files.config(), release, log);
    if (files.marathon() == null) {
      schema.checkVariables(log);
    }
    if (log.hasErrors()) {
      throw new InvalidInputException(log.inOrder());
    }
    Map<String, String> groups = new LinkedHashMap<>();
    schema
        .groups()
        .forEach(
            (path, group) -> {
              if (!group.description().isEmpty()) {
                groups.put(path, group.description());
              }
            });
    return new OptionsReference(
        schema.options().values().stream()
            .map(option -> described(option, schema, files.marathon() == null))
            .collect(ImmutableList.toImmutableList()),
        ImmutableMap.copyOf(groups));
  }

  private static DescribedOption described(
      Option option, OptionsSchema options, boolean isVariable) {
    Schema schema = option.schema();
    @Nullable InputNode standard = options.standard(option);
    ImmutableList<InputNode> allowed = schema.allowed();
    return new DescribedOption(
        option.path(),
        SchemaWords.schemaType(schema),
        standard == null && options.isRequired(option),
        standard == null ? null : DescribedOption.Value.of(standard),
        allowed == null
            ? ImmutableList.of()
            : allowed.stream()
                .map(DescribedOption.Value::of)
                .collect(ImmutableList.toImmutableList()),
        SchemaWords.limits(schema),
        isVariable ? option.variable() : null,
        schema.description());
  }
}
