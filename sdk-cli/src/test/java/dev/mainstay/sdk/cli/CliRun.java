package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** One command, run in this process, with what it wrote. */
record CliRun(int exitCode, String out, String err) {

  static CliRun of(ImmutableMap<String, String> environment, String... arguments) {
    return of(Path.of("").toAbsolutePath(), environment, arguments);
  }

  /** With relative paths from a folder on. */
  static CliRun in(Path directory, String... arguments) {
    return of(directory, ImmutableMap.of(), arguments);
  }

  private static CliRun of(
      Path directory, ImmutableMap<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = terminal(out, err, environment, directory);
    int exitCode = MainstayCli.run(null, terminal, List.of(arguments));
    return new CliRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Terminal terminal(
      ByteArrayOutputStream out,
      ByteArrayOutputStream err,
      ImmutableMap<String, String> environment) {
    return terminal(out, err, environment, Path.of("").toAbsolutePath());
  }

  private static Terminal terminal(
      ByteArrayOutputStream out,
      ByteArrayOutputStream err,
      ImmutableMap<String, String> environment,
      Path directory) {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        false,
        80,
        24,
        environment,
        directory);
  }
}
