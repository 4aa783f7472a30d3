package dev.mainstay.sdk.local.process;

import static dev.mainstay.sdk.local.process.ContainerLab.awaitEnd;
import static dev.mainstay.sdk.local.process.ContainerLab.shell;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.EnvironmentVariable;
import dev.mainstay.sdk.mesos.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PODS.md sections 1 and 2: what a single try gives. */
final class ProbesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private ContainerLab lab;

  @BeforeEach
  void startTask(@TempDir Path work) throws IOException {
    lab = new ContainerLab(work);
    lab.startExecutor();
    lab.launch("a", shell("exec sleep 1000"));
    lab.started();
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private int probe(String command) {
    return lab.probe("a", new Probe.Command(shell(command)), TIMEOUT);
  }

  @Test
  void a_command_gives_its_exit_code() {
    assertThat(probe("exit 0")).isZero();
    assertThat(probe("exit 3")).isEqualTo(3);
    assertThat(probe("kill -9 $$")).isEqualTo(-1);
    assertThat(probe("exit 255")).isEqualTo(255);
    assertThat(probe("exit 160")).isEqualTo(160);
  }

  @Test
  void a_command_runs_in_the_tasks_sandbox_with_its_environment() {
    assertThat(probe("test \"$PWD\" = \"$MESOS_SANDBOX\" && test -n \"$MESOS_CONTAINER_IP\""))
        .isZero();
    CommandInfo own =
        new CommandInfo(
            true,
            "test \"$OWN\" = x",
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(EnvironmentVariable.of("OWN", "x")),
            null);
    assertThat(lab.probe("a", new Probe.Command(own), TIMEOUT)).isZero();
  }

  @Test
  void a_command_that_takes_too_long_is_killed_with_its_group() throws IOException {
    Probe slow = new Probe.Command(shell("sleep 1000 & echo $! > child; wait"));
    assertThat(lab.probe("a", slow, Duration.ofSeconds(1))).isEqualTo(-1);
    awaitEnd(lab.pidIn("a", "child"));
  }

  @Test
  void a_missing_program_gives_233() {
    CommandInfo missing =
        new CommandInfo(
            false,
            "no-such-program",
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableList.of(),
            null);
    assertThat(lab.probe("a", new Probe.Command(missing), TIMEOUT)).isEqualTo(233);
  }

  @Test
  void http_gives_the_status_code_and_nothing_when_refused() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean ok = exchange.getRequestURI().getPath().equals("/ok");
          exchange.sendResponseHeaders(ok ? 200 : 404, -1);
          exchange.close();
        });
    server.start();
    int port = server.getAddress().getPort();
    assertThat(lab.probe("a", new Probe.Http(port, "/ok", null), TIMEOUT)).isEqualTo(200);
    assertThat(lab.probe("a", new Probe.Http(port, null, "http"), TIMEOUT)).isEqualTo(404);
    server.stop(0);
    assertThat(lab.probe("a", new Probe.Http(port, "/ok", null), TIMEOUT)).isEqualTo(-1);
  }

  @Test
  void tcp_gives_one_when_it_connects_and_zero_when_refused() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      assertThat(lab.probe("a", new Probe.Tcp(port), TIMEOUT)).isEqualTo(1);
    }
    assertThat(lab.probe("a", new Probe.Tcp(port), TIMEOUT)).isZero();
  }

  @Test
  void a_container_that_does_not_run_has_no_outcome() {
    assertThat(lab.probe("other", new Probe.Command(shell("true")), TIMEOUT)).isEqualTo(-1);
  }
}
