package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options and variables of a spec, given on the command line: for a start, and for an update. */
final class OptionArguments {

  @Option(
      names = "--options",
      paramLabel = "FILE",
      description = "JSON file with options, put over the defaults, or over what the service has.")
  private @Nullable Path options;

  @Option(
      names = "--set",
      paramLabel = "OPTION=VALUE",
      description = "One option, such as broker.count=5.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "KEY=VALUE",
      description = "One variable of the spec's environment.")
  private List<String> variables = new ArrayList<>();

  /** The JSON file. */
  Optional<Path> file() {
    return Optional.ofNullable(options);
  }

  /** Each as it was given. */
  ImmutableList<String> settings() {
    return ImmutableList.copyOf(settings);
  }

  /** Each as it was given. */
  ImmutableList<String> variables() {
    return ImmutableList.copyOf(variables);
  }
}
