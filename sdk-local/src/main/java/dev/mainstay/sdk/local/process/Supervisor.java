package dev.mainstay.sdk.local.process;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

/**
 * Starts tasks, each below a shell that waits for it and writes its exit status to a file. Shell
 * and task have sessions of their own, so that neither a signal to this process nor its death
 * reaches them.
 */
final class Supervisor {

  /** Marks a supervisor, and a task until it has its own environment, with its agent's folder. */
  static final String MARK = "MAINSTAY_SUPERVISOR";

  private static final String SUPERVISE =
      """
      meta=$1
      shift
      "$@" /bin/sh "$meta/start"
      status=$?
      printf '%s\\n' "$status" > "$meta/status"
      { read -r pid rest < "$meta/pid" && kill -s KILL -- "-$pid"; } 2>/dev/null
      exit "$status"
      """;

  private static final int SIGINT = 2;
  private static final int SIGPIPE = 13;
  private static final int SIGKILL = 9;

  /** Of a shell's exit status, when a signal ended its child. */
  private static final int SIGNALLED = 128;

  private final HostTools tools;

  Supervisor(HostTools tools) {
    this.tools = tools;
  }

  /**
   * A task that was started.
   *
   * @param pid of the task, and of its process group
   * @param shell its supervisor, which ends right after it
   */
  record Started(long pid, Process shell) {}

  /**
   * How a task ended.
   *
   * @param signal 0 for a normal end
   */
  record End(int signal, int exitCode) {}

  /** Runs a start script, and comes back when it has its process group and is in its sandbox. */
  Started start(AgentHost host, Sandbox sandbox, String script) throws IOException, LaunchFailure {
    Path meta = sandbox.meta();
    Files.createDirectories(
        meta, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(meta.resolve("start"), script);
    Files.deleteIfExists(meta.resolve("status"));
    Files.deleteIfExists(meta.resolve("pid"));
    Process shell = shell(host, meta);
    String line;
    try (BufferedReader reader = shell.inputReader()) {
      line = reader.readLine();
    }
    if (Strings.isNullOrEmpty(line)) {
      throw LaunchFailure.setup(
          "Failed to start the task: " + Files.readString(meta.resolve("notice")).trim());
    }
    return new Started(Long.parseLong(line.trim()), shell);
  }

  private Process shell(AgentHost host, Path meta) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ImmutableList.<String>builder()
                .addAll(tools.detach())
                .add(tools.supervisor(), "-c", SUPERVISE, "supervise", meta.toString())
                .addAll(tools.detach())
                .build());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    builder.environment().put(MARK, host.workDir().toString());
    builder.directory(meta.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectError(meta.resolve("notice").toFile());
    return builder.start();
  }

  /** How a task ended whose supervisor has ended; empty if the supervisor was killed before. */
  OptionalInt statusOf(Sandbox sandbox) throws IOException {
    Path file = sandbox.meta().resolve("status");
    if (!Files.exists(file)) {
      return OptionalInt.empty();
    }
    String text = Files.readString(file).trim();
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  /** The end of a task, from its supervisor's files. */
  End endOf(Sandbox sandbox) throws IOException {
    OptionalInt status = statusOf(sandbox);
    if (status.isEmpty()) {
      return new End(SIGKILL, 0);
    }
    int signal = status.getAsInt() - SIGNALLED;
    if (signal > 0 && (signal == SIGINT || signal == SIGPIPE || saysSignalled(sandbox))) {
      return new End(signal, 0);
    }
    return new End(0, status.getAsInt());
  }

  /** Bash tells of a signal on its error stream, but for SIGINT and SIGPIPE. */
  private boolean saysSignalled(Sandbox sandbox) throws IOException {
    return !tools.tellsSignals() || Files.size(sandbox.meta().resolve("notice")) > 0;
  }
}
