package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.CheckInfo;
import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import dev.mainstay.sdk.mesos.CommandInfo;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Mesos refuses in a task, in its words ({@code src/master/validation.cpp}, namespace task).
 */
final class TaskChecks {

  private static final ImmutableSet<String> LIMITED = ImmutableSet.of(Resource.CPUS, Resource.MEM);

  private TaskChecks() {}

  /** Of a task, launched alone or in a group. */
  static Optional<String> problemOfTask(TaskInfo task, Framework framework, MasterAgent agent) {
    String id = task.taskId().value();
    return IdChecks.problemOf(id)
        .or(
            () ->
                when(framework.tasks().containsKey(task.taskId()), "Task has duplicate ID: " + id))
        .or(
            () ->
                when(
                    framework.unreachableTasks().containsKey(task.taskId()),
                    "Task reuses the ID of an unreachable task: " + id))
        .or(
            () ->
                when(
                    !task.agentId().equals(agent.id()),
                    "Task uses invalid agent "
                        + task.agentId()
                        + " while agent "
                        + agent.id()
                        + " is expected"))
        .or(
            () ->
                when(
                    isNegative(task.killGracePeriod()),
                    "Task's 'kill_policy.grace_period' must be non-negative"))
        .or(
            () ->
                when(
                    isNegative(task.maxCompletionTime()),
                    "Task's `max_completion_time` must be non-negative"))
        .or(
            () ->
                problemOfCheck(task.check()).map(problem -> "Task uses invalid check: " + problem))
        .or(
            () ->
                problemOfHealthCheck(task.healthCheck())
                    .map(problem -> "Task uses invalid health check: " + problem))
        .or(() -> problemOfResources(task.resources()))
        .or(() -> problemOfLimits(task));
  }

  /** Of a task that is launched alone. */
  static Optional<String> problemOf(
      TaskInfo task, Framework framework, MasterAgent agent, ResourcePool offered) {
    return problemOfTask(task, framework, agent)
        .or(() -> problemOfExecutor(task, framework, agent, offered))
        .or(
            () ->
                when(
                    !sharesCgroups(task),
                    "Only tasks in a task group may have 'share_cgroups' set to 'false'"));
  }

  private static Optional<String> problemOfExecutor(
      TaskInfo task, Framework framework, MasterAgent agent, ResourcePool offered) {
    ExecutorInfo executor = task.executor();
    if ((executor != null) == (task.command() != null)) {
      return Optional.of(
          "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present");
    }
    ResourcePool total = ResourcePool.of(task.resources());
    if (executor != null) {
      Optional<String> problem =
          ExecutorChecks.problemOf(executor, framework, agent)
              .or(
                  () ->
                      when(
                          executor.kind() == ExecutorInfo.Kind.DEFAULT,
                          "'ExecutorInfo.type' must be 'CUSTOM'"))
              .or(() -> when(executor.command() == null, "'ExecutorInfo.command' must be set"));
      if (problem.isPresent()) {
        return problem;
      }
      if (!agent.executorsOf(framework.id()).containsKey(executor.executorId())) {
        total = total.plus(executor.resources());
      }
    }
    if (offered.contains(total)) {
      return Optional.empty();
    }
    return Optional.of(
        "Total resources "
            + total
            + " required by task and its executor is more than available "
            + offered);
  }

  private static Optional<String> problemOfResources(Collection<Resource> resources) {
    return when(resources.isEmpty(), "Task uses no resources")
        .or(
            () ->
                ResourceChecks.problemOf(resources)
                    .map(problem -> "Task uses invalid resources: " + problem))
        .or(
            () ->
                ResourceChecks.problemOfPersistenceIds(resources)
                    .map(problem -> "Task uses duplicate persistence ID: " + problem))
        .or(
            () ->
                ResourceChecks.problemOfAllocation(resources)
                    .map(problem -> "Invalid task resources: " + problem))
        .or(
            () ->
                ResourceChecks.problemOfRevocability(resources)
                    .map(
                        problem -> "Task mixes revocable and non-revocable resources: " + problem));
  }

  private static Optional<String> problemOfLimits(TaskInfo task) {
    if (task.limits().isEmpty()) {
      return Optional.empty();
    }
    if (!LIMITED.containsAll(task.limits().keySet())) {
      return Optional.of("Only cpus and mem may be included in a task's resource limits");
    }
    ResourcePool asked = ResourcePool.of(task.resources());
    return problemOfLimit(task, asked, Resource.CPUS, "CPU", "cpu")
        .or(() -> problemOfLimit(task, asked, Resource.MEM, "memory", "memory"));
  }

  private static Optional<String> problemOfLimit(
      TaskInfo task, ResourcePool asked, String name, String shown, String inSentence) {
    Scalar limit = task.limits().get(name);
    if (limit == null) {
      return Optional.empty();
    }
    Optional<Scalar> request = asked.amount(name);
    if (request.isEmpty()) {
      return Optional.of(
          "When a "
              + shown
              + " limit is specified, a "
              + shown
              + " request must also be specified");
    }
    return when(
        !limit.atLeast(request.get()),
        "The "
            + inSentence
            + " limit must be greater than or equal to the "
            + inSentence
            + " request");
  }

  static boolean sharesCgroups(TaskInfo task) {
    ContainerInfo container = task.container();
    ContainerInfo.LinuxInfo linux = container == null ? null : container.linux();
    return linux == null || !Boolean.FALSE.equals(linux.shareCgroups());
  }

  private static Optional<String> problemOfCheck(@Nullable CheckInfo check) {
    if (check == null) {
      return Optional.empty();
    }
    return problemOfProbe(check.kind(), check.probe(), "check")
        .or(() -> problemOfTimes(check.delay(), null, check.interval(), check.timeout()));
  }

  private static Optional<String> problemOfHealthCheck(@Nullable HealthCheck check) {
    if (check == null) {
      return Optional.empty();
    }
    return problemOfProbe(check.kind(), check.probe(), "health check")
        .or(
            () ->
                problemOfTimes(
                    check.delay(), check.gracePeriod(), check.interval(), check.timeout()));
  }

  private static Optional<String> problemOfProbe(
      ProbeKind kind, @Nullable Probe probe, String what) {
    return switch (kind) {
      case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid " + what + " type");
      case COMMAND ->
          probe instanceof Probe.Command command
              ? problemOfCommand(command.command(), what)
              : Optional.of("Expecting 'command' to be set for COMMAND " + what);
      case HTTP ->
          probe instanceof Probe.Http http
              ? problemOfHttp(http, what)
              : Optional.of("Expecting 'http' to be set for HTTP " + what);
      case TCP -> when(!(probe instanceof Probe.Tcp), "Expecting 'tcp' to be set for TCP " + what);
    };
  }

  private static Optional<String> problemOfCommand(CommandInfo command, String what) {
    return when(
        command.value() == null,
        "Command "
            + what
            + " must contain "
            + (command.shell() ? "'shell command'" : "'executable path'"));
  }

  private static Optional<String> problemOfHttp(Probe.Http http, String what) {
    String scheme = http.scheme();
    if (what.startsWith("health")
        && scheme != null
        && !scheme.equals("http")
        && !scheme.equals("https")) {
      return Optional.of("Unsupported HTTP health check scheme: '" + scheme + "'");
    }
    String path = http.path();
    return when(
        path != null && !path.startsWith("/"),
        "The path '" + path + "' of HTTP " + what + " must start with '/'");
  }

  private static Optional<String> problemOfTimes(
      Duration delay, @Nullable Duration grace, Duration interval, Duration timeout) {
    return when(isNegative(delay), "Expecting 'delay_seconds' to be non-negative")
        .or(() -> when(isNegative(grace), "Expecting 'grace_period_seconds' to be non-negative"))
        .or(() -> when(isNegative(interval), "Expecting 'interval_seconds' to be non-negative"))
        .or(() -> when(isNegative(timeout), "Expecting 'timeout_seconds' to be non-negative"));
  }

  private static boolean isNegative(@Nullable Duration time) {
    return time != null && time.isNegative();
  }

  /** For texts that cost something to make. */
  static Optional<String> when(boolean wrong, Supplier<String> problem) {
    return wrong ? Optional.of(problem.get()) : Optional.empty();
  }

  static Optional<String> when(boolean wrong, String problem) {
    return wrong ? Optional.of(problem) : Optional.empty();
  }
}
