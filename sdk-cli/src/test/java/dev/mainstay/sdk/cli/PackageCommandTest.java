package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.SpecProblem;
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
  void variables_are_in_what_runs_and_the_process_s_own_count_there() throws IOException {
    Files.writeString(folder.resolve("more.env"), "GREETING=It's $5, 10%\nNODE_COUNT=4\n");
    assertThat(
            run(
                "--program",
                "kiosk",
                "--env-file",
                folder.resolve("more.env").toString(),
                "--env",
                "LINES=one\ntwo"))
        .as(said())
        .isEqualTo(0);

    assertThat(new ObjectMapper().readTree(file("marathon.json")).path("cmd").asText())
        .contains(
            " --env-inherit --env 'GREETING=It'\\''s $5, 10%' --env 'LINES=one\ntwo' --env NODE_COUNT=4 --api-host ");
    assertThat(file("kiosk.service"))
        .contains(
            " --env-inherit --env \"GREETING=It's $$5, 10%%\" --env \"LINES=one\\ntwo\" --env NODE_COUNT=4 --options ");
  }

  @Test
  void the_process_s_own_environment_is_looked_at_but_not_written_down() throws IOException {
    ImmutableMap<String, String> own = ImmutableMap.of("NODE_COUNT", "many", "SECRET", "s3cret");
    assertThat(run(Framework.of(folder), own, "--env-inherit")).isEqualTo(2);
    assertThat(said()).contains("pods.node.count");

    assertThat(run(Framework.of(folder), own)).isEqualTo(0);
    assertThat(file("marathon.json")).doesNotContain("s3cret");
    assertThat(run(Framework.of(folder), ImmutableMap.of("SECRET", "s3cret"), "--env-inherit"))
        .isEqualTo(0);
    assertThat(file("marathon.json")).doesNotContain("s3cret");
  }

  @Test
  void what_run_would_refuse_is_refused() {
    Framework few =
        Framework.of(folder)
            .validator(
                (deployed, wanted) ->
                    ImmutableList.of(
                        SpecProblem.error(
                            ImmutableList.of("pods", "node", "count"), "too few", "write 9")));
    assertThat(run(few, ImmutableMap.of())).isEqualTo(2);
    assertThat(said()).contains("pods.node.count: too few; write 9");
    assertThat(out()).doesNotExist();
  }

  @Test
  void warnings_are_shown_as_run_shows_them() {
    Framework few =
        Framework.of(folder)
            .validator(
                (deployed, wanted) ->
                    ImmutableList.of(
                        SpecProblem.warning(
                            ImmutableList.of("pods", "node", "count"), "few", "write 9")));
    assertThat(run(few, ImmutableMap.of())).isEqualTo(0);
    assertThat(said()).contains("warning: pods.node.count: few; write 9");
  }

  @Test
  void a_name_that_Marathon_does_not_take_is_another_one_there() throws IOException {
    assertThat(run("--env", "SDK=1")).as(said()).isEqualTo(0);
    assertThat(said()).doesNotContain("Marathon");

    Path spec = folder.resolve("svc.yml");
    Files.writeString(
        spec, Files.readString(spec).replace("name: shops/kiosk", "name: Shops/Kiosk_Prod.-1"));
    assertThat(run()).isEqualTo(0);
    assertThat(new ObjectMapper().readTree(file("marathon.json")).path("id").asText())
        .isEqualTo("/shops/kiosk-prod.1");
    assertThat(said()).contains("service Shops/Kiosk_Prod.-1 is /shops/kiosk-prod.1");
  }

  @Test
  void a_file_beside_the_spec_is_told_with_the_option_that_names_another_address()
      throws IOException {
    Files.writeString(
        folder.resolve("svc.yml"),
        """
        name: kiosk
        pods:
          node:
            count: {{NODE_COUNT}}
            uris: [{{SERVICE_USER}}{{^SERVICE_USER}}file://{{FRAMEWORK_DIR}}/kiosk.tgz{{/SERVICE_USER}}]
            tasks: {server: {goal: RUNNING, cmd: ./serve, cpus: 0.1, memory: 32}}
        """);
    assertThat(run()).isEqualTo(0);
    assertThat(said())
        .contains("svc.yml:5:5: warning: pods.node.uris: 'kiosk.tgz' lies beside the spec")
        .contains("name an address that they reach: --set service.user=https://…");
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
    return run(Framework.of(folder), ImmutableMap.of(), arguments);
  }

  private int run(
      Framework framework, ImmutableMap<String, String> environment, String... arguments) {
    ImmutableList<String> all =
        ImmutableList.<String>builder()
            .add("package", "--output", out().toString())
            .add(arguments)
            .build();
    return MainstayCli.run(
        framework, CliRun.terminal(new ByteArrayOutputStream(), err, environment), all);
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
