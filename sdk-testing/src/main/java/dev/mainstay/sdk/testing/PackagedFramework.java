package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archive that a framework's build leaves, unpacked as it would be on another machine. For
 * integration tests on Linux.
 */
public final class PackagedFramework {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path home;
  private final String program;

  private PackagedFramework(Path folder, Path home) {
    this.folder = folder;
    this.home = home;
    this.program = String.valueOf(home.getFileName());
  }

  /**
   * Unpacks the one archive in a build's folder.
   *
   * @param target the build's folder
   * @param folder where to unpack it, and where its commands are run; empty
   */
  public static PackagedFramework unpack(Path target, Path folder)
      throws IOException, InterruptedException {
    Path archive;
    try (Stream<Path> files = Files.list(target)) {
      List<Path> archives = files.filter(file -> file.toString().endsWith(".tar.gz")).toList();
      assertThat(archives).as("archives in " + target).hasSize(1);
      archive = archives.get(0);
    }
    finish(
        folder, ImmutableList.of("tar", "-xzf", archive.toAbsolutePath().toString()), "unpack.out");
    try (Stream<Path> files = Files.list(folder)) {
      return new PackagedFramework(
          folder, files.filter(Files::isDirectory).findFirst().orElseThrow());
    }
  }

  /** The folder that the archive leaves. */
  public Path home() {
    return home;
  }

  /** Runs a command of its script to the end; fails unless it exits with 0. Returns its output. */
  @CanIgnoreReturnValue
  public String run(String... arguments) throws IOException, InterruptedException {
    ImmutableList<String> command =
        ImmutableList.<String>builder().add(script()).add(arguments).build();
    return finish(folder, command, "command.out");
  }

  /** Starts {@code run} of its script, with its API at a free port, as {@link ServiceProcess}. */
  public ServiceProcess start(Path output, List<String> arguments, Duration stopTimeout)
      throws IOException {
    return ServiceProcess.run(ImmutableList.of(script()), folder, output, arguments, stopTimeout);
  }

  /**
   * Checks what every archive has to have: its own command line finds its spec in whatever folder
   * it is run, and the app for Marathon and the unit for systemd run that command line.
   */
  public void assertSound() throws IOException, InterruptedException {
    run("validate");
    Path files = folder.resolve("rendered");
    run(
        "package",
        "--output",
        files.toString(),
        "--home",
        home.toString(),
        "--archive",
        "https://example.com/a.tar.gz",
        "--master",
        "zk://zk-1:2181/mesos");
    assertSoundApp(JSON.readTree(Files.readString(files.resolve("marathon.json"))));
    assertThat(home.resolve("marathon.json")).exists();
    assertThat(home.resolve(program + ".service")).exists();
    Path unit = files.resolve(program + ".service");
    assertThat(unit)
        .content()
        .contains(
            "WorkingDirectory=" + home + "\n", script(), " run --master zk://zk-1:2181/mesos ");
    if (Files.isExecutable(SYSTEMD_ANALYZE)) {
      ImmutableList<String> verify =
          ImmutableList.of(SYSTEMD_ANALYZE.toString(), "verify", "--man=no", unit.toString());
      assertThat(finish(folder, verify, "systemd.out")).doesNotContain(program + ".service");
    }
  }

  private void assertSoundApp(JsonNode app) {
    assertThat(app.path("id").asText()).startsWith("/");
    assertThat(app.path("cmd").asText())
        .contains("exec " + program + "/bin/" + program + " run --master zk://zk-1:2181/mesos ");
    assertThat(app.path("fetch").path(0).path("uri").asText())
        .isEqualTo("https://example.com/a.tar.gz");
    assertThat(app.path("instances").asInt()).isEqualTo(1);
    assertThat(app.path("env").path("OPTIONS").asText()).isEqualTo("{}");
    assertThat(app.path("portDefinitions").path(0).path("name").asText()).isEqualTo("api");
    assertThat(app.path("healthChecks").path(0).path("path").asText()).isEqualTo("/v1/health");
    assertThat(app.path("upgradeStrategy").path("maximumOverCapacity").asDouble(-1)).isZero();
  }

  /**
   * Checks that the bill of materials names what is in {@code lib}. An offline build writes none:
   * its plugin needs the network.
   */
  public void assertBillOfMaterials() throws IOException {
    JsonNode bill = JSON.readTree(Files.readString(home.resolve("sbom.json")));
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    ImmutableList.Builder<String> jars = ImmutableList.builder();
    for (JsonNode component : bill.path("components")) {
      jars.add(component.path("name").asText() + "-" + component.path("version").asText() + ".jar");
    }
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      // a file of native code has its platform behind the version
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).toList();
      assertThat(names).isNotEmpty();
      assertThat(names)
          .allSatisfy(
              name ->
                  assertThat(jars.build())
                      .as("components of the bill of materials")
                      .anySatisfy(
                          jar ->
                              assertThat(name)
                                  .startsWith(jar.substring(0, jar.length() - ".jar".length()))));
    }
  }

  private String script() {
    return home.resolve("bin").resolve(program).toString();
  }

  private static String finish(Path folder, ImmutableList<String> command, String outputName)
      throws IOException, InterruptedException {
    Path output = folder.resolve(outputName);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      String printed = Files.readString(output);
      assertThat(ended).as("%s: not within %s%n%s", command, PATIENCE, printed).isTrue();
      assertThat(process.exitValue()).as("exit code of %s%n%s", command, printed).isZero();
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }
}
