package dev.mainstay.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script as a task does. */
final class BootstrapTest {

  private static final ImmutableMap<String, String> TASK =
      ImmutableMap.of(
          "MESOS_CONTAINER_IP",
          "10.1.2.3",
          "TASK_NAME",
          "node-0-server",
          "FRAMEWORK_HOST",
          "hello.invalid");

  private final Path sandbox;

  BootstrapTest(@TempDir Path sandbox) throws IOException {
    this.sandbox = sandbox;
    Files.writeString(
        sandbox.resolve("bootstrap"),
        Resources.toString(
            Resources.getResource(ArtifactRoutes.class, "bootstrap"), StandardCharsets.UTF_8));
  }

  /** How a run ended. */
  private record End(int code, String output, String log) {}

  @Test
  void prints_the_address_of_the_task() throws Exception {
    assertThat(run(TASK, "--get-task-ip").output()).isEqualTo("10.1.2.3");
    assertThat(run(ImmutableMap.of("LIBPROCESS_IP", "10.9.8.7"), "-get-task-ip").output())
        .isEqualTo("10.9.8.7");
  }

  @Test
  void fills_in_what_only_the_agent_knows() throws Exception {
    Path config = sandbox.resolve("conf/server.properties");
    Files.createDirectories(sandbox.resolve("conf"));
    Files.writeString(
        config, "ip={{MESOS_CONTAINER_IP}}\nkey={{{KEY}}}{{ KEY }}\nother={{name}}\nlast={{&KEY}}");
    ImmutableMap<String, String> task =
        ImmutableMap.<String, String>builder()
            .putAll(TASK)
            .put("KEY", "a&b\\n'$x\"")
            .put("CONFIG_TEMPLATE_SERVER", "conf/server.properties,conf/server.properties")
            .buildOrThrow();
    End end = run(task, "-resolve=false");
    assertThat(end.code()).isZero();
    assertThat(end.log()).contains("there is no name in the environment");
    assertThat(config)
        .hasContent("ip=10.1.2.3\nkey=a&b\\n'$x\"a&b\\n'$x\"\nother=\nlast=a&b\\n'$x\"");
    try (Stream<Path> files = Files.list(sandbox.resolve("conf"))) {
      assertThat(files).containsExactly(config);
    }
  }

  @Test
  void leaves_files_alone_when_told_so_and_misses_those_that_are_not_there() throws Exception {
    ImmutableMap<String, String> task =
        ImmutableMap.<String, String>builder()
            .putAll(TASK)
            .put("CONFIG_TEMPLATE_X", "x.conf,x.conf")
            .buildOrThrow();
    assertThat(run(task, "-resolve=false", "-template=false").code()).isZero();
    End end = run(task, "-resolve=false");
    assertThat(end.code()).isEqualTo(1);
    assertThat(end.log()).contains("CONFIG_TEMPLATE_X: there is no file " + sandbox + "/x.conf");
  }

  @Test
  void waits_for_names_only_where_a_dns_knows_them() throws Exception {
    End end = run(TASK);
    assertThat(end.code()).isZero();
    assertThat(end.log()).contains("not waiting for 'node-0-server.hello.invalid'");
    ImmutableMap<String, String> withDns =
        ImmutableMap.<String, String>builder()
            .putAll(TASK)
            .put("SERVICE_TLD", "invalid")
            .buildOrThrow();
    End waiting = run(withDns, "-resolve-timeout", "1ms");
    assertThat(waiting.code()).isEqualTo(1);
    assertThat(waiting.log()).contains("did not resolve within 1ms");
    assertThat(run(withDns, "--resolve-hosts=localhost", "-self-resolve=false").code()).isZero();
  }

  @Test
  void shows_the_environment_without_secrets() throws Exception {
    ImmutableMap<String, String> task =
        ImmutableMap.<String, String>builder()
            .putAll(TASK)
            .put("DB_PASSWORD", "hush")
            .buildOrThrow();
    assertThat(run(task, "-resolve=false").log())
        .contains("TASK_NAME=node-0-server", "DB_PASSWORD=********")
        .doesNotContain("hush");
    assertThat(run(task, "-resolve=false", "-print-env=false").log()).doesNotContain("TASK_NAME=");
  }

  @Test
  void an_option_that_there_is_not_is_refused() throws Exception {
    End end = run(TASK, "--resolv=false");
    assertThat(end.code()).isEqualTo(2);
    assertThat(end.log()).contains("there is no option -resolv", "-resolve-timeout=5m");
  }

  private End run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path output = sandbox.resolve(".out");
    Path log = sandbox.resolve(".err");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(List.of("sh", "bootstrap").stream(), Stream.of(arguments)).toList())
            .directory(sandbox.toFile())
            .redirectOutput(output.toFile())
            .redirectError(log.toFile());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().put("MESOS_SANDBOX", sandbox.toString());
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new End(code, Files.readString(output), Files.readString(log));
  }
}
