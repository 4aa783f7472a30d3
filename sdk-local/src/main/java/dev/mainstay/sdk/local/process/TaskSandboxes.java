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

  /** The folder with its stdout and stderr; empty for a task that no agent set up. */
  public Optional<Path> find(TaskId task) throws IOException {
    String name = task.value();
    if (!Files.isDirectory(agents) || name.contains("/")) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> workDirs = Files.newDirectoryStream(agents, Files::isDirectory)) {
      for (Path workDir : workDirs) {
        Path link = AgentHost.tasksBelow(workDir).resolve(name);
        if (Files.isDirectory(link)) {
          return Optional.of(link.toRealPath());
        }
      }
    }
    return Optional.empty();
  }
}
