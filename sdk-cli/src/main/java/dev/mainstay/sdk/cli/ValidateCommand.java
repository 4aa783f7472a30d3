package dev.mainstay.sdk.cli;

import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.service.SpecChecks;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mainstay validate}. */
@Command(
    name = "validate",
    description = {
      "Validates specs and prints every problem with its place.",
      "Ends with 0, or with 2 when there is one."
    })
final class ValidateCommand implements Callable<Integer> {

  @Mixin private final InputArguments input = new InputArguments();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Framework folders, spec files, or folders of such files.")
  private List<Path> paths = new ArrayList<>();

  private final Terminal terminal;
  private final @Nullable Framework framework;

  ValidateCommand(Terminal terminal, @Nullable Framework framework) {
    this.terminal = terminal;
    this.framework = framework;
  }

  @Override
  public Integer call() {
    boolean valid = true;
    for (Framework one : FrameworkPaths.eachOrOwn(paths, framework)) {
      valid &= isValid(one);
    }
    return (valid ? ExitCode.DONE : ExitCode.BAD_INPUT).code();
  }

  private boolean isValid(Framework one) {
    try {
      SpecSource source = one.source();
      LoadedSpec loaded = input.load(source, terminal);
      loaded.warnings().forEach(warning -> terminal.err().println(warning));
      Refusal.ofErrors(SpecChecks.own(FrameworkPaths.withRules(one, framework), loaded), terminal);
      ServiceSpec spec = loaded.spec();
      terminal.print(
          "%s: service %s with %s is valid"
              .formatted(source.file(), spec.name(), String.join(", ", spec.pods().keySet())));
      return true;
    } catch (InvalidInputException e) {
      e.problems().forEach(problem -> terminal.err().println(problem));
      return false;
    }
  }
}
