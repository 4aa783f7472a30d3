package dev.mainstay.sdk.templates;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A user's home for Maven with a local repository of its own, in which Mainstay is installed as
 * {@code mainstay new} does it. All else comes from the local repository of the build, then from
 * the network unless the build is offline. Nothing is written outside of it.
 */
final class MavenHome {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Mainstay's own folder. */
  static final Path CLONE = Path.of("../..").toAbsolutePath().normalize();

  static final ImmutableList<String> JARS =
      ImmutableList.of("mesos-protos", "sdk-core", "sdk-local", "sdk-testing", "sdk-cli");

  static final String VERSION = System.getProperty("mainstay.version");

  private final Path home;

  private MavenHome(Path home) {
    this.home = home;
  }

  /** Makes one, or takes one that is there, and installs Mainstay anew. */
  static MavenHome at(Path home) throws IOException {
    MavenHome made = new MavenHome(home.toAbsolutePath());
    Files.createDirectories(made.home.resolve(".m2"));
    Files.writeString(made.home.resolve(".m2/settings.xml"), settings());
    made.install("mainstay-framework-parent", "pom", CLONE.resolve("templates/parent/pom.xml"));
    made.install("mainstay-parent", "pom", CLONE.resolve("pom.xml"));
    for (String jar : JARS) {
      made.install(jar, "pom", CLONE.resolve(jar).resolve("pom.xml"));
      made.install(
          jar, "jar", CLONE.resolve(jar).resolve("target").resolve(jar + "-" + VERSION + ".jar"));
    }
    return made;
  }

  /** Whether this build is, and so are those that are run here. */
  static boolean isOffline() {
    return System.getProperty("maven.mode").equals("offline:true");
  }

  /** Where its local repository is. */
  Path repository() {
    return home.resolve(".m2/repository");
  }

  /** Variables of the processes that use Maven as this user. */
  Map<String, String> environment() {
    return Map.of(
        "MAVEN_OPTS",
        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Daether.offline.protocols=file -Duser.home="
            + home,
        "PATH",
        Path.of(System.getProperty("maven.home"), "bin") + ":" + System.getenv("PATH"));
  }

  /** Runs Maven in a folder; fails with its output unless it succeeds. */
  String run(Path folder, String... arguments) throws IOException, InterruptedException {
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString())
            .add("--batch-mode", "--no-transfer-progress")
            .add(arguments)
            .build();
    Path output = home.resolve("maven.log");
    return run(command, folder, output, environment());
  }

  /** Runs a command to its end; fails with its output unless it exits with 0. */
  static String run(List<String> command, Path folder, Path output, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(
            "%s: %s\n%s"
                .formatted(
                    String.join(" ", command),
                    process.isAlive() ? "not within " + PATIENCE : "exit " + process.exitValue(),
                    Files.readString(output)));
      }
      return Files.readString(output);
    } finally {
      process.destroyForcibly();
    }
  }

  void install(String artifact, String type, Path file) throws IOException {
    Path folder = repository().resolve("dev/mainstay").resolve(artifact).resolve(VERSION);
    Files.createDirectories(folder);
    Files.copy(
        file,
        folder.resolve(artifact + "-" + VERSION + "." + type),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String settings() {
    String repository =
        """
        <id>build</id>
        <url>%s</url>
        <releases><enabled>true</enabled></releases>
        <snapshots><enabled>false</enabled></snapshots>
        """
            .formatted(Path.of(System.getProperty("maven.repository")).toUri());
    return """
        <settings>
          <offline>%s</offline>
          <profiles>
            <profile>
              <id>build</id>
              <repositories><repository>%s</repository></repositories>
              <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>build</activeProfile></activeProfiles>
        </settings>
        """
        .formatted(isOffline(), repository, repository);
  }
}
