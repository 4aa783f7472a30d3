package dev.mainstay.sdk.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.cli.MainstayCli;
import dev.mainstay.sdk.testing.PackagedFramework;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A framework that was generated, with nothing edited: it builds, its test passes, its archive
 * runs.
 */
@EnabledOnOs(OS.LINUX)
final class GeneratedProjectIT {

  private static final String NAME = "my-service";

  private static final String GROUP = "io.github.9my-user.new";

  /** By a shell that would take an option for its words. */
  private static final String STARTED = "started";

  private final Path folder;

  /** An option's value that YAML and shells would like to have a say in. */
  private final String anyText;

  GeneratedProjectIT(@TempDir Path folder) {
    this.folder = folder;
    this.anyText =
        "It's \"fine\": $(touch %1$s) `touch %1$s`'; touch %1$s # \\n"
            .formatted(folder.resolve(STARTED));
  }

  @Test
  void the_archetype_and_the_command_line_write_the_same() throws Exception {
    assertThat(files(byArchetype())).isEqualTo(files(generate(NAME)));
  }

  @Test
  void the_readme_s_command_finds_the_same_package_as_the_command_line() throws Exception {
    String archetype = "mainstay-framework-archetype";
    MavenHome home = MavenHome.at(Path.of("target/home"));
    home.install(archetype, "pom", Path.of("pom.xml"));
    home.install(archetype, "jar", Path.of("target", archetype + "-" + MavenHome.VERSION + ".jar"));
    String command =
        readmeCommand()
            .replace(
                "mvn archetype:",
                "org.apache.maven.plugins:maven-archetype-plugin:"
                    + System.getProperty("archetype-plugin.version")
                    + ":")
            .replace("=demo", "=switch -DgroupId=" + GROUP);
    Path maven = Files.createDirectory(folder.resolve("maven"));
    home.run(maven, command.split(" +"));

    assertThat(files(maven.resolve("switch")))
        .isEqualTo(files(generate("switch", "--group", GROUP)));
  }

  /** Of archetype:generate, in one line. */
  private static String readmeCommand() throws IOException {
    Matcher command =
        Pattern.compile("(?s)\nmvn archetype:generate .*?\n```")
            .matcher(Files.readString(MavenHome.CLONE.resolve("README.md")));
    assertThat(command.find()).isTrue();
    return command.group().replace("```", "").replace("\\\n", " ").strip();
  }

  @Test
  void it_builds_and_tests_and_its_archive_runs_as_it_is() throws Exception {
    Path project = generate(NAME);
    MavenHome.at(Path.of("target/home")).run(project, "verify");

    assertThat(project.resolve("target/surefire-reports/" + test() + ".txt"))
        .content()
        .contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    PackagedFramework packed = PackagedFramework.unpack(project.resolve("target"), elsewhere);
    packed.assertSound();
    if (!MavenHome.isOffline()) {
      packed.assertBillOfMaterials();
    }
    String output =
        packed.run(
            "run", "--until-deployed", "--api-port", "0", "--set", "node.message=" + anyText);
    assertThat(output).contains("Service my-service is deployed").contains("node-1:[server]");
    assertThat(log(elsewhere)).content().contains(anyText + " from node-0-server\n");
    assertThat(folder.resolve(STARTED)).doesNotExist();
  }

  /** What node-0 has written into its volume. */
  private static Path log(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files
          .filter(file -> file.endsWith("log") && Files.isRegularFile(file))
          .filter(file -> contains(file, "node-0-server"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no log of node-0 below " + below));
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code archetype:generate} makes, before the tests. */
  private static Path byArchetype() throws Exception {
    URL projects = GeneratedProjectIT.class.getResource("/projects/" + NAME);
    assertThat(projects).isNotNull();
    return Path.of(projects.toURI()).resolve("project").resolve(NAME);
  }

  private Path generate(String name, String... options) throws Exception {
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .add("-cp", System.getProperty("java.class.path"), MainstayCli.class.getName())
            .add("new", name)
            .add(options)
            .build();
    MavenHome.run(command, folder, folder.resolve("new.out"), Map.of());
    return folder.resolve(name);
  }

  private static String test() {
    return "com.example.myservice.MyServiceScenarioTest";
  }

  private static ImmutableSortedMap<String, String> files(Path project) throws IOException {
    ImmutableSortedMap.Builder<String, String> files = ImmutableSortedMap.naturalOrder();
    try (Stream<Path> found = Files.walk(project)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(project.relativize(file).toString(), Files.readString(file));
      }
    }
    return files.build();
  }
}
