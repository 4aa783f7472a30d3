package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks that outlived the process that started them: found by their files and ended. */
public final class Orphans {

  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  /** How long a killed process may take to be gone from the system's table. */
  private static final Duration KILLED = Duration.ofSeconds(10);

  private Orphans() {}

  /**
   * Ends, group by group, what an earlier process left running for the agents with these folders,
   * and forgets its containers. No other process may be at work on the folders.
   *
   * @param grace from SIGTERM to SIGKILL
   * @return how many processes were found
   */
  public static int end(ImmutableList<Path> workDirs, Duration grace) throws IOException {
    Set<Long> groups = new LinkedHashSet<>();
    Set<ProcessHandle> processes = new LinkedHashSet<>();
    for (Path workDir : workDirs) {
      for (ProcessIdentity leader : leaders(AgentHost.containersBelow(workDir))) {
        groups.add(leader.pid());
        ProcessHandle.of(leader.pid()).ifPresent(processes::add);
      }
      processes.addAll(ProcessGroups.withFolderIn("MESOS_SANDBOX", workDir));
      processes.addAll(ProcessGroups.withFolderIn(Supervisor.MARK, workDir));
    }
    if (!processes.isEmpty()) {
      LOG.info("Ending what an earlier run left behind: processes={}", pids(processes));
      ProcessGroups.signal("TERM", groups);
      if (!allEnded(processes, grace)) {
        ProcessGroups.signal("KILL", groups);
        kill(processes);
      }
    }
    for (Path workDir : workDirs) {
      sweep(workDir);
      Volumes.remove(AgentHost.containersBelow(workDir));
    }
    return processes.size();
  }

  /** Kills every process that has its sandbox below {@code folder}, whatever its process group. */
  static void sweep(Path folder) {
    List<ProcessHandle> left = ProcessGroups.withFolderIn("MESOS_SANDBOX", folder);
    if (!left.isEmpty()) {
      LOG.info("Killing what left its process group: processes={}", pids(left));
      kill(left);
    }
  }

  private static void kill(Iterable<ProcessHandle> processes) {
    ImmutableList<ProcessHandle> all = ImmutableList.copyOf(processes);
    all.forEach(ProcessHandle::destroyForcibly);
    if (!allEnded(all, KILLED)) {
      throw new IllegalStateException(
          "cannot end processes " + pids(all) + " of an earlier run; end them by hand");
    }
  }

  private static boolean allEnded(Iterable<ProcessHandle> processes, Duration within) {
    CompletableFuture<?>[] ends =
        Stream.of(ImmutableList.copyOf(processes).toArray(new ProcessHandle[0]))
            .filter(ProcessHandle::isAlive)
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(ends)
        .thenApply(nothing -> true)
        .completeOnTimeout(false, within.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private static ImmutableList<ProcessIdentity> leaders(Path containers) throws IOException {
    if (!Files.isDirectory(containers)) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<ProcessIdentity> leaders = ImmutableList.builder();
    try (Stream<Path> files = Files.walk(containers)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.endsWith("pid")) {
          ProcessIdentity.read(file).filter(ProcessIdentity::isAlive).ifPresent(leaders::add);
        }
      }
    }
    return leaders.build();
  }

  private static ImmutableList<Long> pids(Iterable<ProcessHandle> processes) {
    return Stream.of(ImmutableList.copyOf(processes).toArray(new ProcessHandle[0]))
        .map(ProcessHandle::pid)
        .collect(ImmutableList.toImmutableList());
  }
}
