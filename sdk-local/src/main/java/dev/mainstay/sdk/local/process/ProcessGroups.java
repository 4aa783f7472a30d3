package dev.mainstay.sdk.local.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals to whole process groups, and the search for processes that left theirs. */
final class ProcessGroups {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessGroups.class);

  private static final String KILL_GROUPS =
      "s=$1; shift; for g; do kill -s \"$s\" -- \"-$g\" 2>/dev/null; done; :";

  private static final Path PROC = Path.of("/proc");

  private ProcessGroups() {}

  /** Signals every process of each group. A group that has ended is no error. */
  static void signal(String signal, Collection<Long> groups) {
    if (groups.isEmpty()) {
      return;
    }
    ImmutableList.Builder<String> command =
        ImmutableList.<String>builder().add(HostTools.SHELL, "-c", KILL_GROUPS, "kill", signal);
    groups.forEach(group -> command.add(Long.toString(group)));
    try {
      Commands.run(command.build());
    } catch (IOException e) {
      throw new IllegalStateException("cannot send " + signal + " to groups " + groups, e);
    }
  }

  /**
   * Processes that have {@code variable} set to {@code folder} or a path below it: those of a
   * container, even if they left its process group. Only where there is a {@code /proc} (Linux);
   * this process is never among them.
   */
  static ImmutableList<ProcessHandle> withFolderIn(String variable, Path folder) {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return ImmutableList.of();
    }
    Set<Long> spared = ancestors();
    ImmutableList.Builder<ProcessHandle> found = ImmutableList.builder();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (!spared.contains(pid) && hasFolderIn(process, variable, folder)) {
          ProcessHandle.of(pid).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      LOG.warn("Cannot look for left over processes: {}", e.toString());
    }
    return found.build();
  }

  private static boolean hasFolderIn(Path process, String variable, Path folder) {
    String environment;
    try {
      byte[] bytes = Files.readAllBytes(process.resolve("environ"));
      environment = "\0" + new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return false; // ended meanwhile, or another user's
    }
    byte[] wanted = ("\0" + variable + "=" + folder).getBytes(StandardCharsets.UTF_8);
    String start = new String(wanted, StandardCharsets.ISO_8859_1);
    return environment.contains(start + "\0") || environment.contains(start + "/");
  }

  private static Set<Long> ancestors() {
    Set<Long> pids = new HashSet<>();
    ProcessHandle process = ProcessHandle.current();
    while (process != null && pids.add(process.pid())) {
      process = process.parent().orElse(null);
    }
    return pids;
  }
}
