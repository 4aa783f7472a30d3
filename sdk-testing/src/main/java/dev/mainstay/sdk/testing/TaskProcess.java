package dev.mainstay.sdk.testing;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.FrameworkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A process of a running task on this machine, found by its environment in {@code /proc}, so on
 * Linux alone; on the embedded cluster and on a real Mesos alike.
 *
 * @param task such as {@code broker-1-server}
 * @param sandbox its working directory, as the process sees it
 */
public record TaskProcess(ProcessHandle handle, String task, Path sandbox) {

  /** Whether this system tells of processes in {@code /proc}. */
  static boolean canBeSeen() {
    return Files.isReadable(Path.of("/proc/self/environ"));
  }

  /** All of a service: tasks, what they have started, and checks under way. */
  public static ImmutableList<TaskProcess> all(String service) {
    return all(variables -> service.equals(variables.get("FRAMEWORK_NAME")));
  }

  /** The same, known by its framework's id: services of one name may run on several clusters. */
  static ImmutableList<TaskProcess> all(FrameworkId framework) {
    String folder = "/frameworks/" + framework.value() + "/";
    return all(variables -> variables.getOrDefault("MESOS_SANDBOX", "").contains(folder));
  }

  private static ImmutableList<TaskProcess> all(Predicate<ImmutableMap<String, String>> which) {
    ImmutableList.Builder<TaskProcess> found = ImmutableList.builder();
    ProcessHandle.allProcesses()
        .forEach(
            handle ->
                environment(handle)
                    .filter(which)
                    .flatMap(variables -> Optional.ofNullable(variables.get("TASK_NAME")))
                    .ifPresent(task -> found.add(new TaskProcess(handle, task, cwd(handle)))));
    return found.build();
  }

  /** The oldest of a task: its command. */
  public static TaskProcess of(String service, String task) {
    ImmutableList<TaskProcess> all = all(service);
    return all.stream()
        .filter(process -> process.task().equals(task))
        .min(Comparator.comparing(TaskProcess::start).thenComparing(p -> p.handle().pid()))
        .orElseThrow(() -> new AssertionError("no process of " + task + " runs; these do: " + all));
  }

  /** When it began, to some hundredths of a second. */
  Instant start() {
    return handle.info().startInstant().orElse(Instant.MAX);
  }

  private static Path cwd(ProcessHandle handle) {
    return Path.of("/proc", Long.toString(handle.pid()), "cwd");
  }

  /** Absent when the process has ended meanwhile or belongs to somebody else. */
  private static Optional<ImmutableMap<String, String>> environment(ProcessHandle handle) {
    String text;
    try {
      text = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "environ"));
    } catch (IOException e) {
      return Optional.empty();
    }
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    for (String variable : Splitter.on('\0').omitEmptyStrings().split(text)) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        variables.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return Optional.of(variables.buildKeepingLast());
  }
}
