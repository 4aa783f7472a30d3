package dev.mainstay.sdk.templates;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher builds, with a Maven and a Java that only say how they are called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class LauncherTest {

  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$*" >> "$MAVEN_CALLS"
      for module in sdk-cli .; do
        mkdir -p "$module/target"
        echo x.jar > "$module/target/classpath.txt"
      done
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; else echo "java $*"; fi
      """;

  private final Path clone;
  private final Path tools;
  private final Path project;
  private final Path calls;

  LauncherTest(@TempDir Path folder) throws IOException {
    Path real = folder.toRealPath();
    clone = Files.createDirectory(real.resolve("clone"));
    tools = Files.createDirectory(real.resolve("tools"));
    project = Files.createDirectory(real.resolve("project"));
    calls = Files.createFile(real.resolve("calls"));
    for (String file : ImmutableList.of("mainstay", "pom.xml", "templates/parent/pom.xml")) {
      Path copy = clone.resolve(file);
      Files.createDirectories(copy.resolve(".."));
      Files.copy(MavenHome.CLONE.resolve(file), copy);
    }
    for (String module : ImmutableList.of("mesos-protos", "sdk-core", "sdk-local", "sdk-testing")) {
      Files.createDirectory(clone.resolve(module));
    }
    Files.createDirectory(clone.resolve("sdk-cli"));
    tool("mvn", MAVEN);
    tool("java", JAVA);
    tool("javac", JAVA);
    Files.writeString(project.resolve("pom.xml"), "<groupId>dev.mainstay</groupId>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update --wait --spec=PROJECT",
        "update --spec PROJECT --wait",
        "run PROJECT",
        "validate --set a.b=c PROJECT",
      })
  void the_project_of_a_command_is_built_before_it(String words) throws Exception {
    String command = words.replace("PROJECT", project.toString());
    assertThat(launch(command)).endsWith("dev.mainstay.sdk.cli.MainstayCli " + command + "\n");
    assertThat(calls).content().contains(" -f " + project + "/pom.xml ");
  }

  @Test
  void what_names_no_project_is_the_command_line_alone() throws Exception {
    String command = "update --set a.b=c --spec=" + clone.resolve("templates");
    assertThat(launch(command)).endsWith("dev.mainstay.sdk.cli.MainstayCli " + command + "\n");
    assertThat(Files.readAllLines(calls))
        .singleElement()
        .asString()
        .contains(" -f " + clone + "/pom.xml -pl sdk-cli ");
  }

  private String launch(String command) throws IOException, InterruptedException {
    Path output = tools.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                ImmutableList.<String>builder()
                    .add("sh", clone.resolve("mainstay").toString())
                    .add(command.split(" "))
                    .build())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("MAVEN_CALLS", calls.toString());
    builder.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
      return Files.readString(output);
    } finally {
      process.destroyForcibly();
    }
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(tools.resolve(name), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
