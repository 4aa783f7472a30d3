package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.state.TaskRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of one framework's tasks on this machine, each looked for until it is found and
 * then remembered as long as it lives. Safe for several threads.
 */
final class ProcessTable {

  /** A process is no older than its launch, but for two clocks' resolution. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** So old may be what was seen of the machine: a launch takes longer to be told of. */
  private static final Duration FRESH = Duration.ofMillis(20);

  private final Map<TaskId, ProcessHandle> known = new HashMap<>();
  private ImmutableList<TaskProcess> seen = ImmutableList.of();
  private Instant seenAt = Instant.EPOCH;

  /** The process of a task: its command. */
  synchronized Optional<ProcessHandle> find(FrameworkId framework, TaskRecord task) {
    ProcessHandle found = known.get(task.taskId());
    if (found == null || !found.isAlive()) {
      // What was found first may have been a check, or what prepared the command, and is over.
      search(framework, task).ifPresent(process -> known.put(task.taskId(), process));
    }
    return Optional.ofNullable(known.get(task.taskId())).filter(ProcessHandle::isAlive);
  }

  private Optional<ProcessHandle> search(FrameworkId framework, TaskRecord task) {
    String name = task.launch().environment().getOrDefault("TASK_NAME", task.name());
    Instant notBefore = task.launch().launchedAt().minus(TOLERANCE);
    if (seenAt.plus(FRESH).isBefore(Instant.now())) {
      seen = TaskProcess.all(framework);
      seenAt = Instant.now();
    }
    return seen.stream()
        .filter(process -> process.task().equals(name))
        .filter(process -> !process.start().isBefore(notBefore))
        .min(Comparator.comparing(TaskProcess::start).thenComparing(p -> p.handle().pid()))
        .map(TaskProcess::handle);
  }
}
