package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mainstay new}. */
@Command(
    name = "new",
    description = {
      "Writes the project of a new framework into a new folder.",
      "It has a spec, options, a template, a test and its build, all of which work as they are."
    })
final class NewCommand implements Callable<Integer> {

  private static final String VERSION = "1.0-SNAPSHOT";

  /** What Maven takes, and what gives a package: dots are between something. */
  private static final Pattern GROUP = Pattern.compile("\\w[\\w-]*(\\.\\w[\\w-]*)*");

  @Parameters(
      paramLabel = "NAME",
      description = "Of the folder, the artifact and the service, such as my-service.")
  private String name = "";

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "Its Maven group id (default ${DEFAULT-VALUE}).")
  private String group = "com.example";

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Of its Java (default GROUP.NAME without dashes).")
  private @Nullable String packageName;

  private final Terminal terminal;

  NewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ProjectName project = new ProjectName(name);
    if (!GROUP.matcher(group).matches()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "--group: '%s' is no Maven group id; give one of letters, digits, '_' and '-' with dots between, such as com.example"
              .formatted(group));
    }
    String javaPackage =
        packageName == null ? ProjectName.packageOf(group + "." + name) : packageName;
    requirePackage("--package", javaPackage, "com.example." + project.packageName());
    Path folder = terminal.directory().resolve(name);
    requireRoom(folder);
    write(
        folder,
        ProjectTemplate.render(
            ImmutableMap.<String, String>builder()
                .put("groupId", group)
                .put("artifactId", project.value())
                .put("version", VERSION)
                .put("package", javaPackage)
                .put("className", project.className())
                .put("gitignore", ".gitignore")
                .put("mainstayVersion", Version.sdk())
                .buildOrThrow()));
    terminal.print(name + " is there: src/main/dist/svc.yml says what runs. Next:");
    terminal.print("  mainstay run " + name + "   # on an embedded cluster, until Ctrl-C");
    terminal.print("  cd " + name + " && mvn verify   # its test, and its archive");
    return ExitCode.DONE.code();
  }

  private static void requirePackage(String option, String value, String example) {
    if (!SourceVersion.isName(value)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "%s: '%s' is no name of a Java package; give one such as %s"
              .formatted(option, value, example));
    }
  }

  /** What is there already is never written over. */
  private void requireRoom(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          folder + " is a file; choose another NAME, or work in another folder");
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT,
            folder + " is there and not empty; choose another NAME, or work in another folder");
      }
    } catch (IOException e) {
      throw OutputFile.unwritable(folder, e);
    }
  }

  private static void write(Path folder, ImmutableSortedMap<String, String> files) {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      try {
        Path parent = path.getParent();
        Files.createDirectories(parent == null ? folder : parent);
        Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW);
      } catch (IOException e) {
        throw OutputFile.unwritable(path, e);
      }
    }
  }
}
