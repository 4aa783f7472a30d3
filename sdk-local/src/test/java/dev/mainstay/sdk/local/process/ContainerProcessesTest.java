package dev.mainstay.sdk.local.process;

import static dev.mainstay.sdk.local.process.ContainerLab.EXECUTOR;
import static dev.mainstay.sdk.local.process.ContainerLab.awaitEnd;
import static dev.mainstay.sdk.local.process.ContainerLab.nested;
import static dev.mainstay.sdk.local.process.ContainerLab.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerCommand.Signal.SignalKind;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ContainerInfo.ResourceLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PODS.md sections 3 and 5, as far as the machine's side goes. */
final class ContainerProcessesTest {

  private Path workDir;
  private ContainerLab lab;

  @BeforeEach
  void startPod(@TempDir Path work) throws IOException {
    workDir = work;
    lab = new ContainerLab(workDir);
    assertThat(lab.startExecutor()).isEqualTo(new ContainerEvent.Started(EXECUTOR, 0));
  }

  @AfterEach
  void stopPod() {
    lab.close();
  }

  @Test
  void a_task_runs_in_its_sandbox_with_exactly_the_given_environment() throws IOException {
    lab.run("a", shell("pwd; env"));

    assertThat(lab.stdout("a").lines().filter(line -> !line.startsWith("PWD=")))
        .containsExactlyInAnyOrder(
            lab.sandbox("a").toString(),
            "MAINSTAY_CLUSTER=embedded",
            "MESOS_ALLOCATION_ROLE=pod-role",
            "MESOS_CONTAINER_IP=127.0.0.1",
            "MESOS_SANDBOX=" + lab.sandbox("a"),
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  }

  @Test
  void the_sandbox_is_laid_out_as_mesos_does() throws IOException {
    lab.run("a", shell("umask; echo out; echo err >&2"));

    assertThat(lab.runDirectory().resolveSibling("latest")).isSymbolicLink();
    assertThat(lab.runDirectory().resolve("tasks/task-a").toRealPath())
        .isEqualTo(lab.sandbox("a").toRealPath());
    assertThat(modes(lab.runDirectory())).isEqualTo("rwxr-x---");
    assertThat(modes(lab.sandbox("a"))).isEqualTo("rwxr-x---");
    assertThat(modes(lab.runDirectory().resolve("containers"))).isEqualTo("rwxr-xr-x");
    assertThat(modes(lab.sandbox("a").resolve("stdout"))).isEqualTo("rw-r--r--");
    assertThat(lab.stdout("a")).isEqualTo("0022\nout\n");
    assertThat(lab.stderr("a")).isEqualTo("err\n");
  }

  private static String modes(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void an_exit_code_and_a_signal_are_told_apart() {
    assertThat(lab.run("seven", shell("exit 7"))).isEqualTo(exit("seven", 0, 7));
    assertThat(lab.run("jvm", shell("exit 143"))).isEqualTo(exit("jvm", 0, 143));
    assertThat(lab.run("term", shell("kill -TERM $$"))).isEqualTo(exit("term", 15, 0));
    assertThat(lab.run("kill", shell("kill -KILL $$"))).isEqualTo(exit("kill", 9, 0));
  }

  private static ContainerEvent.Exited exit(String name, int signal, int code) {
    return new ContainerEvent.Exited(nested(name), signal, code);
  }

  @Test
  void the_started_process_is_the_command_itself() throws IOException {
    lab.launch("a", shell("echo $$; exec sleep 1000"));
    int pid = lab.started().pid();
    lab.awaitLine("a", String.valueOf(pid));
    lab.signal("a", SignalKind.TERM);
    assertThat(lab.exited()).isEqualTo(exit("a", 15, 0));
  }

  @Test
  void a_task_may_answer_a_signal_in_its_own_way() {
    lab.launch("a", shell("trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done"));
    lab.started();
    lab.awaitLine("a", "ready");
    lab.signal("a", SignalKind.TERM);
    assertThat(lab.exited()).isEqualTo(exit("a", 0, 7));
  }

  @Test
  void a_signal_reaches_the_whole_process_group() throws IOException {
    lab.launch("a", shell("sleep 1000 & echo $! > child; echo ready; wait"));
    lab.started();
    lab.awaitLine("a", "ready");
    lab.signal("a", SignalKind.KILL);
    assertThat(lab.exited()).isEqualTo(exit("a", 9, 0));
    awaitEnd(lab.pidIn("a", "child"));
  }

  @Test
  void what_a_task_leaves_in_its_group_ends_with_it() throws IOException {
    lab.run("a", shell("sleep 1000 & echo $! > child"));
    awaitEnd(lab.pidIn("a", "child"));
  }

  @Test
  void the_end_of_an_executor_takes_even_what_left_its_group() throws IOException {
    lab.launch("a", shell("setsid sleep 1000 & echo $! > child; echo ready; sleep 1000"));
    lab.started();
    lab.awaitLine("a", "ready");
    lab.execute(new ContainerCommand.ExecutorEnded(EXECUTOR));
    assertThat(lab.exited()).isEqualTo(exit("a", 9, 0));
    awaitEnd(lab.pidIn("a", "child"));
  }

  @Test
  void a_missing_program_ends_as_mesos_lets_it_end() {
    CommandInfo missing =
        new CommandInfo(
            false,
            "/no/such/program",
            ImmutableList.of("program"),
            ImmutableList.of(),
            ImmutableList.of(),
            null);
    assertThat(lab.run("a", missing)).isEqualTo(exit("a", 0, 233));
  }

  @Test
  void a_program_without_a_shell_gets_its_arguments_word_for_word() throws IOException {
    CommandInfo printf =
        new CommandInfo(
            false,
            "printf",
            ImmutableList.of("printf", "<%s>", "a b", "$HOME", "it's"),
            ImmutableList.of(),
            ImmutableList.of(),
            null);
    lab.run("a", printf);
    assertThat(lab.stdout("a")).isEqualTo("<a b><$HOME><it's>");
  }

  @Test
  void resource_limits_hold_for_the_task() throws IOException {
    ResourceLimit files = new ResourceLimit("RLMT_NOFILE", 1000L, 2000L);
    lab.launch(nested("a"), shell("ulimit -Sn; ulimit -Hn"), ContainerLab.withLimit(files), "");
    lab.started();
    lab.exited();
    assertThat(lab.stdout("a")).isEqualTo("1000\n2000\n");
  }

  @Test
  void a_half_given_resource_limit_fails_the_task() throws IOException {
    ResourceLimit half = new ResourceLimit("RLMT_NOFILE", 1000L, null);
    lab.launch(nested("a"), shell("true"), ContainerLab.withLimit(half), "");
    lab.started();
    assertThat(lab.exited()).isEqualTo(exit("a", 0, 1));
    assertThat(lab.stderr("a")).contains("Failed to set RLMT_NOFILE limit: Invalid rlimit values");
  }

  @Test
  void root_runs_a_task_as_its_user() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can switch users");
    // The users' folders must be enterable, and the test's own folder is the owner's alone.
    Files.setPosixFilePermissions(workDir, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(lab.runDirectory(), PosixFilePermissions.fromString("rwxr-xr-x"));

    lab.launch(nested("a"), shell("id -un; touch mine"), ContainerInfo.mesos(), "nobody");
    lab.started();
    assertThat(lab.exited()).isEqualTo(exit("a", 0, 0));

    assertThat(lab.stdout("a")).isEqualTo("nobody\n");
    assertThat(Files.getOwner(lab.sandbox("a").resolve("mine")).getName()).isEqualTo("nobody");
  }

  @Test
  void an_unknown_user_is_refused_in_mesos_words() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can switch users");
    lab.launch(nested("a"), shell("true"), ContainerInfo.mesos(), "nosuchuser");
    assertThat(lab.failed().message())
        .isEqualTo(
            "Failed to create nested sandbox '"
                + lab.sandbox("a")
                + "': Failed to chown directory to 'nosuchuser': No such user 'nosuchuser'");
  }

  @Test
  void closing_ends_all_and_kills_what_does_not_listen() throws IOException {
    lab.launch("deaf", shell("trap '' TERM; echo ready; while :; do sleep 0.05; done"));
    int deaf = lab.started().pid();
    lab.awaitLine("deaf", "ready");
    lab.launch("away", shell("setsid sleep 1000 & echo $! > child; echo ready; sleep 1000"));
    int away = lab.started().pid();
    lab.awaitLine("away", "ready");

    lab.close();

    for (long pid : ImmutableList.of((long) deaf, (long) away, lab.pidIn("away", "child"))) {
      assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void a_hundred_tasks_run_side_by_side() {
    Set<Integer> pids = new HashSet<>();
    for (int task = 0; task < 100; task++) {
      lab.launch("t" + task, shell("exec sleep 1000"));
    }
    for (int task = 0; task < 100; task++) {
      pids.add(lab.started().pid());
    }
    assertThat(pids).hasSize(100);
    lab.execute(new ContainerCommand.ExecutorEnded(EXECUTOR));
    for (int task = 0; task < 100; task++) {
      assertThat(lab.exited().signal()).isEqualTo(9);
    }
  }

  @Test
  void orphans_of_a_crashed_run_are_ended_and_recycled_pids_are_not() throws IOException {
    lab.launch("a", shell("sleep 1000 & echo $! > child; echo ready; wait"));
    int orphan = lab.started().pid();
    lab.awaitLine("a", "ready");
    Path stale = AgentHost.containersBelow(workDir).resolve("old/own");
    Files.createDirectories(stale);
    long own = ProcessHandle.current().pid();
    Files.writeString(stale.resolve("pid"), own + " another-boot 12345\n");

    int ended = Orphans.end(ImmutableList.of(workDir), Duration.ofSeconds(10));

    assertThat(ended).isGreaterThanOrEqualTo(1);
    awaitEnd(orphan);
    awaitEnd(lab.pidIn("a", "child"));
    assertThat(Orphans.end(ImmutableList.of(workDir), Duration.ofSeconds(10))).isZero();
  }

  @Test
  void the_sandbox_of_a_task_is_removed_when_the_next_has_ended_and_there_is_too_much(
      @TempDir Path work) throws IOException {
    try (ContainerLab small = new ContainerLab(work, new EndedSandboxes.Allowance(1000, 100))) {
      small.startExecutor();
      small.run("a", shell("head -c 2000 /dev/zero"));
      assertThat(small.stdout("a")).hasSize(2000);
      small.run("b", shell("true"));

      assertThat(small.sandbox("a")).doesNotExist();
      assertThat(small.remembered("task-a")).doesNotExist();
      assertThat(small.sandbox("b")).exists();
    }
  }
}
