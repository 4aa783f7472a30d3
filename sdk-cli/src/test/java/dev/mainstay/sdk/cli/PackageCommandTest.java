package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.service.Framework;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mainstay package}; each framework's integration test unpacks and runs what it is for. */
final class PackageCommandTest {

  private final Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  PackageCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("svc.yml"),
        """
        name: shops/kiosk
        scheduler: {user: "{{SERVICE_USER}}"}
        pods:
          node:
            count: {{NODE_COUNT}}
            tasks: {server: {goal: RUNNING, cmd: ./serve, cpus: 0.1, memory: 32}}
        """);
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"properties": {
          "service": {"properties": {"user": {"type": "string", "default": ""}}},
          "node": {"properties": {"count": {"type": "integer", "default": 2}}}}}
        """);
  }

  @Test
  void options_are_in_what_Marathon_and_systemd_run() throws IOException {
    assertThat(run("--set", "node.count=3", "--set", "service.user=shop", "--program", "kiosk"))
        .isEqualTo(0);

    JsonNode app = new ObjectMapper().readTree(file("marathon.json"));
    assertThat(app.path("id").asText()).isEqualTo("/shops/kiosk");
    assertThat(app.path("user").asText()).isEqualTo("shop");
    assertThat(app.path("env").path("OPTIONS").asText())
        .isEqualTo("{\"node\":{\"count\":3},\"service\":{\"user\":\"shop\"}}");
    assertThat(app.path("cmd").asText())
        .contains("kiosk/bin/kiosk run --master zk://master.mesos:2181/mesos ")
        .contains("--options options.json");
    assertThat(new ObjectMapper().readTree(file("options.json")).toString())
        .isEqualTo(app.path("env").path("OPTIONS").asText());
    assertThat(file("kiosk.service"))
        .contains("\nUser=shop\n", "\nWorkingDirectory=/opt/kiosk\n")
        .contains("--options /opt/kiosk/options.json");
    assertThat(out().resolve("bin/kiosk")).isExecutable();
  }

  @Test
  void a_unit_means_its_words_literally() throws IOException {
    assertThat(
            run("--program", "kiosk", "--home", "/opt/my shop", "--master", "zk://u:$5%@zk/mesos"))
        .isEqualTo(0);
    assertThat(file("kiosk.service"))
        .contains("\nWorkingDirectory=/opt/my shop\n")
        .contains("\nExecStart=\"/opt/my shop/bin/kiosk\" run --master zk://u:$$5%%@zk/mesos ");
  }

  @Test
  void what_cannot_be_right_is_refused() {
    assertThat(run("--set", "node.cuont=3")).isEqualTo(2);
    assertThat(said()).contains("node.cuont");
    assertThat(run("--master", "mesos:5050")).isEqualTo(2);
    assertThat(said()).contains("--master also needs --zookeeper HOST:PORT");
    assertThat(run("--program", "a b")).isEqualTo(2);
    assertThat(said()).contains("--program: 'a b' is no name of a file");
    assertThat(run("--home", "/opt/$x")).isEqualTo(2);
    assertThat(said()).contains("--home: '/opt/$x' has to be an absolute path");
    assertThat(out()).doesNotExist();
  }

  @Test
  void it_is_a_command_of_a_framework_s_program_alone() {
    CliRun run = CliRun.of(ImmutableMap.of(), "package", "--output", out().toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("bin/NAME package");
  }

  private int run(String... arguments) {
    ImmutableList<String> all =
        ImmutableList.<String>builder()
            .add("package", "--output", out().toString())
            .add(arguments)
            .build();
    return MainstayCli.run(
        Framework.of(folder),
        CliRun.terminal(new ByteArrayOutputStream(), err, ImmutableMap.of()),
        all);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private String file(String name) throws IOException {
    return Files.readString(out().resolve(name));
  }
}
