package dev.mainstay.sdk.local.process;

import dev.mainstay.sdk.base.AgentId;
import java.nio.file.Path;

/**
 * Where the containers of one agent live.
 *
 * @param address the agent's literal ip: its tasks bind it, HTTP and TCP probes go to it
 * @param workDir absolute; sandboxes, volumes, fetched files and what is known of processes are
 *     below it
 */
public record AgentHost(AgentId id, String address, Path workDir) {

  public AgentHost {
    if (!workDir.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute path: " + workDir);
    }
  }

  /** Where a persistent volume's data are, by Mesos's layout. */
  Path volume(String role, String persistenceId) {
    return volumes().resolve("roles").resolve(role).resolve(persistenceId);
  }

  Path volumes() {
    return workDir.resolve("volumes");
  }

  Path fetchCache() {
    return workDir.resolve("fetch");
  }

  /** Start scripts, pids and exit statuses; for the owner alone, because environments are in it. */
  Path containers() {
    return containersBelow(workDir);
  }

  /** Each task's own folder by the task's id, also of those that were never started. */
  static Path tasksBelow(Path workDir) {
    return workDir.resolve("meta").resolve("tasks");
  }

  static Path containersBelow(Path workDir) {
    return workDir.resolve("meta").resolve("containers");
  }
}
