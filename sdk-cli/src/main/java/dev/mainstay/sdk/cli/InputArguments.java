package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is given to a spec: options and environment. */
final class InputArguments {

  @Mixin private final OptionArguments given = new OptionArguments();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Variables of the spec's environment: KEY=VALUE lines or a JSON object.")
  private @Nullable Path environmentFile;

  @Option(names = "--env-inherit", description = "Take this process's environment into the spec's.")
  private boolean inherit;

  ImmutableSortedMap<String, String> environment(SpecSource source, Terminal terminal) {
    return environment(source, terminal, ServiceEnvironment.API_PORT).variables();
  }

  private ServiceEnvironment.Loaded environment(SpecSource source, Terminal terminal, int apiPort) {
    ServiceEnvironment.Loaded environment =
        ServiceEnvironment.load(
            source, all(inherit ? terminal.environment() : ImmutableMap.of()), apiPort);
    environment.warnings().forEach(warning -> terminal.err().println(warning));
    return environment;
  }

  /** What {@code --env-file} and {@code --env} give, without the process's own environment. */
  ImmutableSortedMap<String, String> variables(SpecSource source) {
    return ServiceEnvironment.load(source, all(ImmutableMap.of())).given().variables();
  }

  private GivenOptions all(ImmutableMap<String, String> inherited) {
    return new GivenOptions(
        given.file().orElse(null), given.settings(), inherited, environmentFile, given.variables());
  }

  /** Throws {@link dev.mainstay.sdk.base.InvalidInputException} with every problem. */
  LoadedSpec load(SpecSource source, Terminal terminal) {
    return load(source, terminal, ServiceEnvironment.API_PORT);
  }

  /**
   * For a scheduler whose API is at a port. Throws {@link
   * dev.mainstay.sdk.base.InvalidInputException} with every problem.
   */
  LoadedSpec load(SpecSource source, Terminal terminal, int apiPort) {
    return SpecLoader.load(source, environment(source, terminal, apiPort));
  }
}
