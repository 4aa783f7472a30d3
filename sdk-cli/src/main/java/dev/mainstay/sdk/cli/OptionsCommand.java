package dev.mainstay.sdk.cli;

import com.google.common.base.Joiner;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.options.DescribedOption;
import dev.mainstay.sdk.spec.options.OptionsReference;
import dev.mainstay.sdk.spec.yaml.OptionsPage;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code mainstay options}. */
@Command(
    name = "options",
    description = "Lists the options of a framework: what --set and --options take.")
final class OptionsCommand implements Callable<Integer> {

  /** Of what is printed. */
  enum Format {
    TABLE,
    JSON,
    YAML,
    MARKDOWN;

    /** As it is given. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads a format's name. */
  static final class FormatName implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      for (Format format : Format.values()) {
        if (format.name().equalsIgnoreCase(text)) {
          return format;
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is not one of " + Joiner.on(", ").join(Format.values()));
    }
  }

  /** A default that is longer is told in the other formats. */
  private static final int LONGEST_DEFAULT = 40;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatName.class,
      description = "One of ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Option(names = "--output", paramLabel = "FILE", description = "Write it to a file instead.")
  private @Nullable Path output;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "A framework's folder or a spec file.")
  private @Nullable Path path;

  private final Terminal terminal;
  private final @Nullable Framework framework;

  OptionsCommand(Terminal terminal, @Nullable Framework framework) {
    this.terminal = terminal;
    this.framework = framework;
  }

  @Override
  public Integer call() {
    List<Path> given = path == null ? List.of() : List.of(path);
    SpecSource source = FrameworkPaths.orOwn(given, framework).get(0).source();
    OptionsReference reference = OptionsReference.of(source.folder(), source.packaging());
    String text =
        switch (format) {
          case TABLE -> table(source, reference);
          case JSON -> OptionsPage.json(reference);
          case YAML -> OptionsPage.yaml(reference);
          case MARKDOWN -> OptionsPage.markdown(reference);
        };
    if (output == null) {
      terminal.out().print(text);
    } else {
      OutputFile.write(output, text);
    }
    return ExitCode.DONE.code();
  }

  private String table(SpecSource source, OptionsReference reference) {
    if (reference.options().isEmpty()) {
      return source.file() + " has no options: there is no config.json beside it or in universe\n";
    }
    Table table = new Table("OPTION", "TYPE", "DEFAULT", "DESCRIPTION");
    for (DescribedOption option : reference.options()) {
      table.row(option.path(), option.type(), standard(option), about(option));
    }
    return String.join("\n", table.lines(terminal.live() ? terminal.columns() : Integer.MAX_VALUE))
        + "\n";
  }

  private static String standard(DescribedOption option) {
    if (option.standard() == null) {
      return option.isRequired() ? "(required)" : "";
    }
    String standard = option.standard().shown();
    return standard.length() <= LONGEST_DEFAULT
        ? standard
        : standard.substring(0, LONGEST_DEFAULT - 1) + "…";
  }

  private static String about(DescribedOption option) {
    String description = option.description().strip().replaceAll("\\s+", " ");
    String choice = option.choice();
    return description
        + (choice.isEmpty() ? "" : (description.isEmpty() ? "" : " ") + "(" + choice + ")");
  }
}
