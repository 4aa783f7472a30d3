package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folders of one container, laid out as Mesos does.
 *
 * @param run the executor's: {@code slaves/A/frameworks/F/executors/E/runs/C}
 * @param directory the container's own: {@code run} for an executor or a command task, {@code
 *     run/containers/N} for a nested one
 * @param meta start script, pid and exit status, out of the task's sight
 */
record Sandbox(Path run, Path directory, Path meta) {

  private static final String PRIVATE = "rwxr-x---";
  private static final String READABLE = "rwxr-xr-x";

  static Sandbox of(
      AgentHost host, FrameworkId frameworkId, ExecutorId executorId, ContainerId container)
      throws LaunchFailure {
    Path run =
        host.workDir()
            .resolve("slaves")
            .resolve(segment(container.agentId().value()))
            .resolve("frameworks")
            .resolve(segment(frameworkId.value()))
            .resolve("executors")
            .resolve(segment(executorId.value()))
            .resolve("runs")
            .resolve(segment(container.executor()));
    Path meta = host.containers().resolve(segment(container.executor()));
    String nested = container.nested();
    if (nested == null) {
      return new Sandbox(run, run, meta.resolve("own"));
    }
    return new Sandbox(
        run,
        run.resolve("containers").resolve(segment(nested)),
        meta.resolve("nested").resolve(segment(nested)));
  }

  Path stdout() {
    return directory.resolve("stdout");
  }

  Path stderr() {
    return directory.resolve("stderr");
  }

  boolean isNested() {
    return !run.equals(directory);
  }

  /** Makes the executor's folders and points {@code runs/latest} to this run. */
  void createRun(UserSwitch users, String user) throws IOException {
    Files.createDirectories(run);
    createDirectory(run.resolve("containers"), READABLE);
    createDirectory(run.resolve("tasks"), READABLE);
    createFiles(run);
    users.give(user, ImmutableList.of(run, run.resolve("tasks"), stdoutOf(run), stderrOf(run)));
    replaceLink(run.resolveSibling("latest"), run);
  }

  /** Makes a nested container's own folder in an executor's run. */
  void createNested(UserSwitch users, String user) throws IOException {
    Files.createDirectories(directory);
    createFiles(directory);
    users.give(user, ImmutableList.of(directory, stdout(), stderr()));
  }

  /** Lets a task's sandbox be found by the task's id: {@code run/tasks/T}. */
  void linkTask(TaskId taskId) throws IOException, LaunchFailure {
    replaceLink(run.resolve("tasks").resolve(segment(taskId.value())), directory);
  }

  /**
   * The same for this process alone, and from the very beginning: Mesos has no link of a task whose
   * URIs could not be fetched.
   */
  void rememberTask(AgentHost host, TaskId taskId) throws IOException, LaunchFailure {
    Path tasks = AgentHost.tasksBelow(host.workDir());
    createDirectory(tasks, "rwx------");
    replaceLink(tasks.resolve(segment(taskId.value())), directory);
  }

  private static void createFiles(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(PRIVATE));
    for (Path file : ImmutableList.of(stdoutOf(folder), stderrOf(folder))) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        continue; // of an earlier attempt: it is appended to
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static Path stdoutOf(Path folder) {
    return folder.resolve("stdout");
  }

  private static Path stderrOf(Path folder) {
    return folder.resolve("stderr");
  }

  static void createDirectory(Path path, String permissions) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  static void replaceLink(Path link, Path target) throws IOException {
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(link);
    }
    Files.createSymbolicLink(link, target);
  }

  /** An id as one step of a path: Mesos refuses the others before they come here. */
  private static String segment(String id) throws LaunchFailure {
    if (id.isEmpty() || id.equals(".") || id.equals("..") || id.contains("/")) {
      throw LaunchFailure.setup("'" + id + "' cannot be the name of a folder");
    }
    return id;
  }
}
