package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.service.LocalFiles;
import dev.mainstay.sdk.service.SpecChecks;
import dev.mainstay.sdk.service.UnmetNeeds;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mainstay package}: what runs a framework's scheduler elsewhere. */
@Command(
    name = "package",
    description = {
      "Writes what runs a framework's scheduler where it stays.",
      "That is a start script, an app for Marathon and a unit for systemd, with the given options.",
      "A framework's build puts them into its archive; give the options of an installation here to",
      "have them rendered for it."
    })
final class PackageCommand implements Callable<Integer> {

  private static final String PROGRAM = "mainstay.program";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  /** What systemd takes in the place of a program as it is. */
  private static final Pattern HOME = Pattern.compile("/[\\w@+=:,. /-]*");

  @Mixin private final InputArguments input = new InputArguments();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the files; those of an earlier time are replaced.")
  private Path output = Path.of("");

  @Option(
      names = "--program",
      paramLabel = "NAME",
      description =
          "Of the jar, of the script and of the archive's folder (default the service's).")
  private @Nullable String program;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description =
          "Where the archive's folder is on the machine with systemd (default /opt/NAME).")
  private @Nullable String home;

  @Option(
      names = "--archive",
      paramLabel = "URI",
      description = "Where agents fetch the archive from (default file:///opt/NAME.tar.gz).")
  private @Nullable String archive;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "The Mesos (default ${DEFAULT-VALUE}).")
  private String master = "zk://master.mesos:2181/mesos";

  @Option(
      names = "--zookeeper",
      paramLabel = "HOST:PORT/PATH",
      description = "Where the service's state is kept (default the one of a zk:// master).")
  private @Nullable String zookeeper;

  private final Terminal terminal;
  private final @Nullable Framework framework;

  PackageCommand(Terminal terminal, @Nullable Framework framework) {
    this.terminal = terminal;
    this.framework = framework;
  }

  @Override
  public Integer call() {
    if (framework == null) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "package is a command of a framework's own program; run it as bin/NAME package, or java -jar NAME.jar package");
    }
    if (!master.startsWith("zk://") && zookeeper == null) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "--master also needs --zookeeper HOST:PORT, where the service's state is kept");
    }
    SpecSource source = framework.source();
    LoadedSpec spec = input.load(source, terminal);
    check(framework, spec);
    GivenInputs given = spec.inputs().given();
    String name =
        program != null ? program : System.getProperty(PROGRAM, spec.spec().pathSafeName());
    if (!PLAIN.matcher(name).matches()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "--program: '%s' is no name of a file; give one of letters, digits, '.', '_' and '-'"
              .formatted(name));
    }
    String where = home != null ? home : "/opt/" + name;
    if (!HOME.matcher(where).matches()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "--home: '%s' has to be an absolute path without quotes, '$', '%%' and '\\', such as /opt/%s"
              .formatted(where, name));
    }
    SchedulerPackage scheduler =
        new SchedulerPackage(
            name,
            where,
            archive != null ? archive : "file:///opt/" + name + ".tar.gz",
            master,
            zookeeper,
            spec.spec().name(),
            spec.spec().user(),
            given == null ? "{}" : given.options(),
            input.variables(source));
    for (Map.Entry<String, String> file : scheduler.files().entrySet()) {
      write(terminal.directory().resolve(output).resolve(file.getKey()), file.getValue());
    }
    if (!scheduler.appId().equals("/" + spec.spec().name().replaceFirst("^/", ""))) {
      terminal
          .err()
          .println(
              "marathon.json: Marathon takes lower-case letters, digits, '-' and '.' in an app's id: that of service %s is %s"
                  .formatted(spec.spec().name(), scheduler.appId()));
    }
    return ExitCode.DONE.code();
  }

  /** As {@code run} does before it starts on a Mesos, and what is known of where it will. */
  private void check(Framework of, LoadedSpec spec) {
    Refusal.ofErrors(
        ImmutableList.<Problem>builder()
            .addAll(spec.warnings())
            .addAll(SpecChecks.own(of, spec))
            .addAll(UnmetNeeds.onMesos(spec.file(), spec))
            .addAll(LocalFiles.besideSpec(spec.file(), spec))
            .build(),
        terminal);
  }

  private static void write(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw OutputFile.unwritable(file, e);
    }
    OutputFile.write(file, text);
    if (text.startsWith("#!") && !file.toFile().setExecutable(true, false)) {
      throw new CommandFailure(ExitCode.FAILED, "cannot make " + file + " executable");
    }
  }
}
