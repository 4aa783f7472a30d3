package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The launcher of a clone, with a Java in the place of the real one. */
@EnabledOnOs(OS.LINUX)
final class LauncherTest {

  private static final Path CLONE = Path.of("..");

  private final Path folder;

  LauncherTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    Files.copy(
        CLONE.resolve("mainstay"),
        this.folder.resolve("mainstay"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(this.folder.resolve("templates/parent"));
    Files.copy(
        CLONE.resolve("templates/parent/pom.xml"), this.folder.resolve("templates/parent/pom.xml"));
  }

  private record Ended(int exitCode, String output) {}

  /** With a Java that cannot build: what would be built is not. */
  private Ended launch(String... arguments) throws IOException, InterruptedException {
    Path java = folder.resolve("jdk/bin/java");
    if (!Files.exists(java)) {
      Files.createDirectories(folder.resolve("jdk/bin"));
      Files.writeString(java, "#!/bin/sh\necho 'version \"8\"' >&2\n");
      assertThat(java.toFile().setExecutable(true)).isTrue();
    }
    Path output = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
                ImmutableList.<String>builder()
                    .add(folder.resolve("mainstay").toString())
                    .add(arguments)
                    .build())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"My Service", "my_service", "2nd", "a--b", "a-", "\u00e4", "../up"})
  void a_name_that_new_refuses_is_refused_before_anything_is_built(String name) throws Exception {
    Ended ended = launch("new", "--group", "org.acme", name);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output())
        .startsWith("mainstay: NAME: '" + name + "' is no name; ")
        .endsWith("such as 'my-service'\n");
    assertThat(folder.resolve("target")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-service", "a", "demo2", "a-1-b"})
  void any_other_name_is_left_to_the_command_line(String name) throws Exception {
    Ended ended = launch("new", name, "--package", "org.acme.Shop");
    assertThat(ended.output()).contains("is Java 8; install a JDK, 17 or newer");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  /** A module of the clone that is built, whose program says what it is given. */
  private void project(String name) throws IOException {
    for (String part :
        new String[] {"mesos-protos", "sdk-core", "sdk-local", "sdk-testing", "sdk-cli"}) {
      Files.createDirectories(folder.resolve(part));
    }
    Files.writeString(
        folder.resolve("pom.xml"), "<module>one</module><module>two</module><module>sdk</module>");
    Path project = folder.resolve(name);
    Files.writeString(
        Files.createDirectories(project.resolve("src/main/dist")).resolve("svc.yml"), "");
    Files.writeString(
        project.resolve("pom.xml"), "dev.mainstay <mainstay.main>" + name + "</mainstay.main>");
    Path cache = Files.createDirectories(project.resolve("target/mainstay"));
    Files.writeString(cache.resolve("classpath"), folder.resolve("pom.xml").toString());
    Files.writeString(cache.resolve("root"), folder.toString());
    Files.writeString(cache.resolve("stamp"), "");
    Files.setLastModifiedTime(
        cache.resolve("stamp"), FileTime.from(Instant.now().plusSeconds(3600)));
    program(
        folder.resolve("jdk/bin"),
        "java",
        """
        while [ "$1" != -cp ]; do shift; done
        shift 2
        echo "$@"
        [ "$1" != two ] || exit 2
        """);
  }

  private static void program(Path folder, String name, String text) throws IOException {
    Path file = Files.createDirectories(folder).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void each_project_that_is_validated_has_its_own_program_and_the_worst_end_counts()
      throws Exception {
    project("one");
    project("two");
    Files.writeString(folder.resolve("options.json"), "{}");
    Ended ended =
        launch("validate", "two", "--options", "options.json", "one/src/main/dist/svc.yml");
    assertThat(ended.output())
        .isEqualTo(
            """
            two validate two --options options.json
            one validate --options options.json one/src/main/dist/svc.yml
            """);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(launch("validate", "one", "--set", "a=b c").output())
        .isEqualTo("one validate one --set a=b c\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one",
        "one/",
        "one/src/main/dist",
        "one/src/main/dist/svc.yml",
        "one/target/dist",
        "one/target"
      })
  void any_path_into_a_project_runs_its_program(String path) throws Exception {
    project("one");
    Files.createDirectories(folder.resolve("one/target/dist"));
    assertThat(launch("run", path, "--agents", "1").output())
        .isEqualTo("one run " + path + " --agents 1\n");
  }

  /** Every option of a command that may name a project, but that which does. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "validate", "update"})
  void the_value_of_an_option_names_no_project(String command) throws Exception {
    project("one");
    project("two");
    CommandLine commands =
        MainstayCli.commands(
            null,
            CliRun.terminal(
                new ByteArrayOutputStream(), new ByteArrayOutputStream(), ImmutableMap.of()));
    ImmutableList<String> options =
        Objects.requireNonNull(commands.getSubcommands().get(command))
            .getCommandSpec()
            .options()
            .stream()
            .filter(option -> option.arity().max() > 0)
            .flatMap(option -> Stream.of(option.names()))
            .filter(name -> !name.equals("--spec"))
            .collect(ImmutableList.toImmutableList());
    assertThat(options).contains("--set");
    for (String option : options) {
      assertThat(launch(command, option, "two", "one").output())
          .isEqualTo("one %s %s two one\n".formatted(command, option));
      assertThat(launch(command, option + "=two", "one").output())
          .isEqualTo("one %s %s=two one\n".formatted(command, option));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run box", "run box/dist", "run box/dist/svc.yml", "validate box/dist/svc.yml"})
  void any_path_into_an_unpacked_archive_runs_its_program(String command) throws Exception {
    Path archive = folder.resolve("box");
    Files.writeString(Files.createDirectories(archive.resolve("dist")).resolve("svc.yml"), "");
    Files.writeString(archive.resolve("box.jar"), "");
    program(archive.resolve("bin"), "box", "echo \"box $*\"; exit 3");
    Ended ended = launch((command + " --set a=b").split(" "));
    assertThat(ended.output()).isEqualTo("box " + command + " --set a=b\n");
    assertThat(ended.exitCode()).isEqualTo(3);
  }
}
