package dev.mainstay.sdk.cli;

import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mainstay render}. */
@Command(
    name = "render",
    description = {
      "Prints the spec after options, environment and mustache.",
      "Mustache comes before YAML: what looks like a comment is rendered like all other text."
    })
final class RenderCommand implements Callable<Integer> {

  @Mixin private final InputArguments input = new InputArguments();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "A framework's folder or a spec file.")
  private @Nullable Path path;

  private final Terminal terminal;
  private final @Nullable Framework framework;

  RenderCommand(Terminal terminal, @Nullable Framework framework) {
    this.terminal = terminal;
    this.framework = framework;
  }

  @Override
  public Integer call() {
    List<Path> given = path == null ? List.of() : List.of(path);
    SpecSource source = FrameworkPaths.orOwn(given, framework).get(0).source();
    String text = SpecLoader.render(source, input.environment(source, terminal));
    terminal.out().print(text.endsWith("\n") ? text : text + "\n");
    return ExitCode.DONE.code();
  }
}
