package dev.mainstay.sdk.local.process;

import static dev.mainstay.sdk.local.process.ContainerLab.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.local.process.EndedSandboxes.Allowance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndedSandboxesTest {

  private static final Allowance ONE_KILOBYTE = new Allowance(1000, 100);

  private AgentHost host;

  @BeforeEach
  void makeAgent(@TempDir Path workDir) {
    host = new AgentHost(AGENT, "127.0.0.1", workDir);
  }

  @Test
  void the_oldest_go_when_all_take_more_than_the_allowance() throws IOException {
    EndedSandboxes sandboxes = new EndedSandboxes(ONE_KILOBYTE);
    Path first = run("pod-0__a", "1", 400);
    Path second = run("pod-1__b", "2", 400);
    Path third = run("pod-0__c", "3", 400);

    sandboxes.ended(host, first);
    sandboxes.ended(host, second);
    assertThat(first).exists();
    sandboxes.ended(host, third);

    assertThat(first.resolve("../..").normalize()).doesNotExist();
    assertThat(remembered("1")).doesNotExist();
    assertThat(host.containers().resolve("1")).doesNotExist();
    assertThat(second).exists();
    assertThat(remembered("2")).exists();
    assertThat(third).exists();
  }

  @Test
  void the_last_stays_however_large_it_is() throws IOException {
    EndedSandboxes sandboxes = new EndedSandboxes(ONE_KILOBYTE);
    Path small = run("pod-0__a", "1", 10);
    Path large = run("pod-0__b", "2", 5000);

    sandboxes.ended(host, small);
    sandboxes.ended(host, large);

    assertThat(small).doesNotExist();
    assertThat(large).exists();
  }

  @Test
  void no_more_than_the_allowed_number_are_kept() throws IOException {
    EndedSandboxes sandboxes = new EndedSandboxes(new Allowance(1000, 2));
    Path first = run("pod-0__a", "1", 0);
    Path second = run("pod-0__b", "2", 0);
    Path third = run("pod-0__c", "3", 0);

    sandboxes.ended(host, first);
    sandboxes.ended(host, second);
    sandboxes.ended(host, third);

    assertThat(first).doesNotExist();
    assertThat(second).exists();
    assertThat(third).exists();
  }

  @Test
  void what_a_link_leads_to_neither_counts_nor_goes() throws IOException {
    EndedSandboxes sandboxes = new EndedSandboxes(ONE_KILOBYTE);
    Path volume = Files.createDirectories(host.workDir().resolve("volumes/data"));
    Path data = Files.write(volume.resolve("rows"), new byte[5000]);
    Path first = run("pod-0__a", "1", 100);
    Files.createSymbolicLink(first.resolve("data"), volume);
    Path second = run("pod-0__b", "2", 100);
    Path third = run("pod-0__c", "3", 1000);

    sandboxes.ended(host, first);
    sandboxes.ended(host, second);
    assertThat(first).exists();
    sandboxes.ended(host, third);

    assertThat(first).doesNotExist();
    assertThat(data).hasSize(5000);
  }

  @Test
  void a_task_that_ended_goes_alone_while_its_pod_runs_on() throws IOException {
    EndedSandboxes sandboxes = new EndedSandboxes(ONE_KILOBYTE);
    Path run = run("pod-0__a", "1", 0);
    Path backup = nested(run, "backup-1", 800);
    Path later = nested(run, "backup-2", 800);

    sandboxes.ended(host, backup);
    sandboxes.ended(host, later);

    assertThat(backup).doesNotExist();
    assertThat(Files.isSymbolicLink(run.resolve("tasks/backup-1"))).isFalse();
    assertThat(later).exists();
    assertThat(run.resolve("tasks/backup-2")).exists();
  }

  @Test
  void what_an_earlier_process_left_is_counted_by_age() throws IOException {
    Path young = run("pod-0__b", "2", 800);
    Path old = run("pod-0__a", "1", 800);
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    new EndedSandboxes(ONE_KILOBYTE).open(host);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  private Path remembered(String task) {
    return AgentHost.tasksBelow(host.workDir()).resolve(task);
  }

  /** As {@link Sandbox} lays it out, with a task that has the container's name. */
  private Path run(String executor, String container, int bytes) throws IOException {
    Path run =
        host.workDir()
            .resolve("slaves/agent-a/frameworks/framework-f/executors")
            .resolve(executor)
            .resolve("runs")
            .resolve(container);
    Files.createDirectories(run.resolve("tasks"));
    Files.write(run.resolve("stdout"), new byte[bytes]);
    Sandbox.replaceLink(run.resolveSibling("latest"), run);
    Files.createDirectories(AgentHost.tasksBelow(host.workDir()));
    Files.createSymbolicLink(remembered(container), run);
    Files.createDirectories(host.containers().resolve(container));
    return run;
  }

  private static Path nested(Path run, String container, int bytes) throws IOException {
    Path folder = Files.createDirectories(run.resolve("containers").resolve(container));
    Files.write(folder.resolve("stdout"), new byte[bytes]);
    Files.createSymbolicLink(run.resolve("tasks").resolve(container), folder);
    return folder;
  }
}
