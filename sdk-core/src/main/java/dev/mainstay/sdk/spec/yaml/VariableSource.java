package dev.mainstay.sdk.spec.yaml;

import dev.mainstay.sdk.base.SourceText;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.input.ProblemLog;
import dev.mainstay.sdk.spec.options.Option;
import dev.mainstay.sdk.spec.options.OptionsSchema;
import dev.mainstay.sdk.spec.options.PackageFiles;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an operator gives a variable of a spec on the command line. */
public final class VariableSource {

  private VariableSource() {}

  /**
   * {@code --set broker.count} of the variable {@code BROKER_COUNT} of an option, {@code --env
   * NAME} of any other: what is left to write is {@code =VALUE}.
   *
   * @param given absent when it is not known where the variables come from
   */
  public static String word(@Nullable GivenInputs given, String variable) {
    PackageFiles files = PackageFiles.of(given == null ? Map.of() : given.packaging());
    SourceText config = files.config();
    if (config == null || files.marathon() != null) {
      return "--env " + variable;
    }
    return OptionsSchema.parse(config.file(), config.text(), new ProblemLog())
        .options()
        .values()
        .stream()
        .filter(option -> option.variable().equals(variable))
        .map(Option::path)
        .map(path -> "--set " + path)
        .findFirst()
        .orElse("--env " + variable);
  }
}
