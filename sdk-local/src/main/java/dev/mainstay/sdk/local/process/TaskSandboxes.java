package dev.mainstay.sdk.local.process;

import dev.mainstay.sdk.base.TaskId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds a task's sandbox by the task's id, also when the task has long ended.
 *
 * @param agents folder with the agents' work directories
 */
public record TaskSandboxes(Path agents) {

  /** The folder with its stdout and stderr; empty for a task that never got as far. */
  public Optional<Path> find(TaskId task) throws IOException {
    String name = task.value();
    if (!Files.isDirectory(agents) || name.contains("/")) {
      return Optional.empty();
    }
    return find(agents, "*/slaves/*/frameworks/*/executors/*/runs/*/tasks/".split("/"), 0, name);
  }

  private static Optional<Path> find(Path folder, String[] steps, int next, String name)
      throws IOException {
    if (next == steps.length) {
      Path link = folder.resolve(name);
      return Files.isDirectory(link) ? Optional.of(link.toRealPath()) : Optional.empty();
    }
    if (!steps[next].equals("*")) {
      Path only = folder.resolve(steps[next]);
      return Files.isDirectory(only) ? find(only, steps, next + 1, name) : Optional.empty();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path entry : entries) {
        Optional<Path> found = find(entry, steps, next + 1, name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
