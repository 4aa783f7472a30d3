package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher of a clone in which nothing is built yet. */
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
}
