package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mainstay run} as its users start it: a process of its own, real tasks. */
final class RunIT {

  private static final String SPEC =
      """
      name: greeter
      pods:
        web:
          count: 2
          tasks:
            server:
              goal: RUNNING
              cmd: echo hello && sleep 86399
              cpus: 0.1
              memory: 32
              ports:
                http: {port: 0, advertise: true}
      """;

  private static final String READY = "Ctrl-C stops the service";

  private final Path folder;

  RunIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("svc.yml"), SPEC);
  }

  @Test
  void deploys_and_leaves_nothing_behind() throws Exception {
    Run run = start("--until-deployed", "--timeout", "2m");
    assertThat(run.awaitEnd()).as(run.output()).isEqualTo(0);
    assertThat(run.output())
        .contains("Service greeter is deployed")
        .contains("http      127.0.0.2:");
    assertThat(tasks()).isEmpty();
  }

  @Test
  void comes_back_after_a_kill_without_a_second_copy() throws Exception {
    Run first = start();
    first.await(READY);
    assertThat(tasks()).hasSize(2);
    first.process().destroyForcibly();
    first.awaitEnd();
    Run second = start();
    second.await(READY);
    assertThat(tasks()).hasSize(2);
    second.process().destroy();
    assertThat(second.awaitEnd()).isEqualTo(0);
    assertThat(tasks()).isEmpty();
  }

  @Test
  void an_uninstall_is_followed_to_its_end_and_leaves_nothing() throws Exception {
    Run run = start();
    run.await(READY);
    CliRun uninstall =
        CliRun.of(ImmutableMap.of("MAINSTAY_API", run.api()), "uninstall", "--yes", "--wait");
    assertThat(uninstall.err()).isEmpty();
    assertThat(uninstall.exitCode()).as(uninstall.out()).isEqualTo(0);
    assertThat(uninstall.out()).contains("service greeter is uninstalled, after ");
    assertThat(run.awaitEnd()).as(run.output()).isEqualTo(0);
    assertThat(run.output()).contains("service greeter is uninstalled");
    assertThat(tasks()).isEmpty();
  }

  @Test
  void goes_on_without_a_change_that_may_not_be_made_and_refuses_a_folder_and_a_port_in_use()
      throws Exception {
    Run running = start();
    running.await(READY);
    Run other = start();
    assertThat(other.awaitEnd()).isEqualTo(1);
    assertThat(other.output()).contains("is in use by process").contains("--state-dir");
    running.process().destroy();
    running.awaitEnd();

    Files.writeString(folder.resolve("svc.yml"), SPEC.replace("count: 2", "count: 1"));
    Run changed = start();
    changed.await(READY);
    assertThat(changed.output())
        .contains("the spec of this start is refused, and the service goes on")
        .contains("count: was 2, is 1; instances are not given up with their data");
    changed.process().destroy();
    changed.awaitEnd();

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run blocked = startWithPort(taken.getLocalPort());
      assertThat(blocked.awaitEnd()).isEqualTo(1);
      assertThat(blocked.output()).contains("is in use").contains("--api-port");
    }
  }

  @Test
  void says_how_to_make_room_when_the_agents_are_too_small() throws Exception {
    Run run = start("--agent-mem", "48");
    assertThat(run.awaitEnd()).isEqualTo(2);
    assertThat(run.output())
        .contains("pod web needs 64 MB of memory")
        .contains("use --agent-mem 64");
  }

  @Test
  void a_timeout_says_how_each_step_stands_and_what_its_task_wrote_last() throws Exception {
    Files.writeString(
        folder.resolve("svc.yml"),
        """
        name: greeter
        pods:
          lost:
            count: 1
            uris: ["http://127.0.0.1:9/tool.tar.gz"]
            tasks:
              server: {goal: RUNNING, cmd: sleep 86399, cpus: 0.1, memory: 32}
        """);
    Run run = start("--until-deployed", "--timeout", "8s");
    assertThat(run.awaitEnd()).as(run.output()).isEqualTo(3);
    assertThat(run.output())
        .contains("not deployed within 0:08: plan deploy is ")
        .containsPattern("deploy  lost-0:\\[server]  [A-Z]+  server failed: Command exited")
        .contains(" --stderr'; Failed to fetch 'http://127.0.0.1:9/tool.tar.gz': ")
        .contains(
            "last lines of lost-0-server's stderr:\n    Fetching 'http://127.0.0.1:9/tool.tar.gz'");
  }

  @Test
  void an_unreachable_zookeeper_is_one_line_with_its_address_and_option() throws Exception {
    // Nothing listens on the port that discards.
    Run run = start("--master", "127.0.0.1:9", "--zookeeper", "127.0.0.1:9");
    assertThat(run.awaitEnd()).as(run.output()).isEqualTo(12);
    assertThat(run.output())
        .contains("mainstay: no ZooKeeper answers at 127.0.0.1:9 within")
        .contains("check --zookeeper")
        .doesNotContain("ClientCnxn", "Exception", "\tat ");

    Run elected = start("--master", "zk://user:secret@127.0.0.1:9/mesos");
    assertThat(elected.awaitEnd()).as(elected.output()).isEqualTo(1);
    assertThat(elected.output())
        .contains(
            "no way to the master zk://***@127.0.0.1:9/mesos: no ZooKeeper answers at 127.0.0.1:9;")
        .contains("check --master")
        .doesNotContain("secret", "ClientCnxn", "Exception", "\tat ");
  }

  private Run start(String... arguments) throws IOException {
    return startWithPort(0, arguments);
  }

  private Run startWithPort(int port, String... arguments) throws IOException {
    Path output = Files.createTempFile(folder, "run", ".out");
    ImmutableList<String> command =
        ImmutableList.<String>builder()
            .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .add(
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                MainstayCli.class.getName())
            .add("run", folder.resolve("svc.yml").toString(), "--api-port", Integer.toString(port))
            .add("--state-dir", folder.resolve("state").toString())
            .add(arguments)
            .build();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Run(process, output);
  }

  /** The sleeping tasks of this test's service. */
  private List<ProcessHandle> tasks() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith("sleep 86399"))
        .filter(this::isBelowFolder)
        .toList();
  }

  private boolean isBelowFolder(ProcessHandle process) {
    try {
      Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath();
      return directory.startsWith(folder.toRealPath()) && !isShell(process);
    } catch (IOException e) {
      return false; // it has ended meanwhile
    }
  }

  private static boolean isShell(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("sh");
  }

  /** A started command. */
  private record Run(Process process, Path file) {

    String output() throws IOException {
      return Files.readString(file, StandardCharsets.UTF_8);
    }

    void await(String text) throws Exception {
      for (int i = 0; i < 600 && !output().contains(text); i++) {
        assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).as(output()).isFalse();
      }
      assertThat(output()).contains(text);
    }

    /** Where its API is, once it said so. */
    String api() throws IOException {
      return output()
          .lines()
          .filter(line -> line.startsWith("API at "))
          .map(line -> line.substring("API at ".length()))
          .findFirst()
          .orElseThrow();
    }

    int awaitEnd() throws Exception {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(output()).isTrue();
      return process.exitValue();
    }
  }
}
