package dev.mainstay.sdk.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's table of how much a framework takes, and the limit that it has. */
final class LineCountTest {

  private static final Path TEMPLATE = Path.of("templates/framework");
  private static final Pattern BLOCK_COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");

  /** In the place of an ending: a script without one. */
  private static final String SCRIPT = "#!";

  /** As the table is written. */
  private record Row(Path framework, long java, long yaml, long shell) {
    static Row of(Path framework) {
      return new Row(
          framework,
          count(framework, "//", ".java"),
          count(framework, "#", ".yml", ".yaml"),
          count(framework, "#", ".sh", ".sh.mustache", ".awk", SCRIPT));
    }

    @Override
    public String toString() {
      String name = framework.toString();
      String page =
          Files.exists(MavenHome.CLONE.resolve(framework).resolve("README.md")) ? "/README.md" : "";
      return "| [%s](%s%s) | %d | %d | %d |".formatted(name, name, page, java, yaml, shell);
    }
  }

  @ParameterizedTest
  @MethodSource("frameworks")
  void the_readme_tells_how_many_lines_a_framework_has(Path framework) {
    assertThat(MavenHome.CLONE.resolve("README.md")).content().contains(Row.of(framework) + "\n");
  }

  @ParameterizedTest
  @MethodSource("frameworks")
  void a_framework_is_at_most_a_hundred_lines_of_Java(Path framework) {
    assertThat(Row.of(framework).java()).isPositive().isLessThanOrEqualTo(100);
  }

  @Test
  void all_of_them_are_looked_at() {
    assertThat(frameworks())
        .contains(TEMPLATE, Path.of("frameworks/helloworld"), Path.of("frameworks/kafka"));
  }

  static ImmutableList<Path> frameworks() {
    try (Stream<Path> folders = Files.list(MavenHome.CLONE.resolve("frameworks"))) {
      return Stream.concat(
              folders.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml"))).sorted(),
              Stream.of(MavenHome.CLONE.resolve(TEMPLATE)))
          .map(MavenHome.CLONE::relativize)
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the framework itself: not of its tests, nor of what the build makes. */
  private static long count(Path framework, String comment, String... endings) {
    Path folder = MavenHome.CLONE.resolve(framework);
    Path template = folder.resolve("src/main/resources/archetype-resources");
    Path root = Files.isDirectory(template) ? template : folder;
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file ->
                  !root.relativize(file).toString().matches("(.*/)?(target|src/test|[.][^/]*)/.*"))
          .filter(file -> Stream.of(endings).anyMatch(ending -> hasEnding(file, ending)))
          .flatMap(LineCountTest::lines)
          .filter(line -> !line.isBlank() && !line.strip().startsWith(comment))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasEnding(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    return ending.equals(SCRIPT)
        ? !name.contains(".") && lines(file).findFirst().orElse("").startsWith(SCRIPT)
        : name.endsWith(ending);
  }

  private static Stream<String> lines(Path file) {
    try {
      String text = Files.readString(file);
      return (file.toString().endsWith(".java") ? BLOCK_COMMENT.matcher(text).replaceAll("") : text)
          .lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
