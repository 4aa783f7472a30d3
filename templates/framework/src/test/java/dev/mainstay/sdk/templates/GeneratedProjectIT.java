package dev.mainstay.sdk.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.cli.MainstayCli;
import dev.mainstay.sdk.testing.PackagedFramework;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

  private final Path folder;

  GeneratedProjectIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void the_archetype_and_the_command_line_write_the_same() throws Exception {
    assertThat(files(byArchetype())).isEqualTo(files(generate()));
  }

  @Test
  void it_builds_and_tests_and_its_archive_runs_as_it_is() throws Exception {
    Path project = generate();
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
    String output = packed.run("run", "--until-deployed", "--api-port", "0");
    assertThat(output).contains("Service my-service is deployed").contains("node-1:[server]");
  }

  /** What {@code archetype:generate} makes, before the tests. */
  private static Path byArchetype() throws Exception {
    URL projects = GeneratedProjectIT.class.getResource("/projects/" + NAME);
    assertThat(projects).isNotNull();
    return Path.of(projects.toURI()).resolve("project").resolve(NAME);
  }

  private Path generate() throws Exception {
    MavenHome.run(
        java(
            "-cp", System.getProperty("java.class.path"), MainstayCli.class.getName(), "new", NAME),
        folder,
        folder.resolve("new.out"),
        Map.of());
    return folder.resolve(NAME);
  }

  private static String test() {
    return "com.example.myservice.MyServiceScenarioTest";
  }

  private static ImmutableList<String> java(String... arguments) {
    return ImmutableList.<String>builder()
        .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .add(arguments)
        .build();
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
