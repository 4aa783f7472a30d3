package dev.mainstay.sdk.cli;

import dev.mainstay.sdk.spec.yaml.shape.SpecSchema;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mainstay schema}. */
@Command(
    name = "schema",
    description = {
      "Prints the JSON Schema of svc.yml.",
      "Editors complete and check it with that."
    })
final class SchemaCommand implements Callable<Integer> {

  @Option(names = "--output", paramLabel = "FILE", description = "Write it to a file instead.")
  private @Nullable Path output;

  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (output == null) {
      terminal.out().print(SpecSchema.text());
    } else {
      OutputFile.write(output, SpecSchema.text());
    }
    return ExitCode.DONE.code();
  }
}
