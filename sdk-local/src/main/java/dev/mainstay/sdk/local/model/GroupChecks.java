package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.TaskChecks.when;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import dev.mainstay.sdk.mesos.ContainerInfo;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.HealthCheck;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Mesos refuses in a task group, in its words ({@code src/master/validation.cpp}, namespace
 * task::group).
 */
final class GroupChecks {

  private static final Scalar LEAST_CPUS = Scalar.of(0.01);
  private static final Scalar LEAST_MEM = Scalar.of(32L);

  private GroupChecks() {}

  static Optional<String> problemOf(
      ExecutorInfo executor,
      ImmutableList<TaskInfo> tasks,
      Framework framework,
      MasterAgent agent,
      ResourcePool offered) {
    for (TaskInfo task : tasks) {
      Optional<String> problem = problemOfTask(task, framework, agent);
      if (problem.isPresent()) {
        return problem.map(what -> "Task '" + task.taskId() + "' is invalid: " + what);
      }
    }
    return ExecutorChecks.problemOf(executor, framework, agent)
        .or(() -> problemOfKind(executor))
        .or(() -> problemOfTasksExecutors(executor, tasks))
        .or(() -> problemOfSize(executor))
        .or(() -> problemOfSums(executor, tasks))
        .or(() -> problemOfTotal(executor, tasks, framework, agent, offered))
        .or(() -> problemOfCgroups(executor, tasks, framework, agent));
  }

  private static Optional<String> problemOfTask(
      TaskInfo task, Framework framework, MasterAgent agent) {
    return TaskChecks.problemOfTask(task, framework, agent)
        .or(() -> problemOfNetworks(task))
        .or(
            () ->
                when(
                    task.container() != null
                        && task.container().kind() == ContainerInfo.Kind.DOCKER,
                    "Docker ContainerInfo is not supported on the task"))
        .or(
            () ->
                when(
                    !task.limits().isEmpty() && TaskChecks.sharesCgroups(task),
                    "Resource limits may only be set for tasks within a task group when the 'share_cgroups' field is"
                        + " set to 'false'."));
  }

  private static Optional<String> problemOfNetworks(TaskInfo task) {
    ContainerInfo container = task.container();
    HealthCheck health = task.healthCheck();
    return when(
        container != null
            && !container.networks().isEmpty()
            && health != null
            && (health.kind() == ProbeKind.HTTP || health.kind() == ProbeKind.TCP),
        "HTTP and TCP health checks are not supported for nested containers not joining parent's network");
  }

  private static Optional<String> problemOfKind(ExecutorInfo executor) {
    return when(executor.kind() == ExecutorInfo.Kind.UNKNOWN, "'ExecutorInfo.type' must be set")
        .or(
            () ->
                when(
                    executor.container() != null
                        && executor.container().kind() == ContainerInfo.Kind.DOCKER,
                    "Docker ContainerInfo is not supported on the executor"));
  }

  private static Optional<String> problemOfTasksExecutors(
      ExecutorInfo executor, ImmutableList<TaskInfo> tasks) {
    return tasks.stream()
        .filter(
            task -> task.executor() != null && !ExecutorChecks.isSame(task.executor(), executor))
        .findFirst()
        .map(
            task ->
                "The `ExecutorInfo` of task '"
                    + task.taskId()
                    + "' is different from executor '"
                    + executor.executorId()
                    + "'");
  }

  private static Optional<String> problemOfSize(ExecutorInfo executor) {
    ResourcePool resources = ResourcePool.of(executor.resources());
    String who = "Executor '" + executor.executorId() + "' uses ";
    Optional<Scalar> cpus = resources.amount(Resource.CPUS);
    if (cpus.isEmpty() || !cpus.get().atLeast(LEAST_CPUS)) {
      return Optional.of(
          who
              + "less CPUs ("
              + cpus.map(Scalar::toString).orElse("None")
              + ") than the minimum required ("
              + LEAST_CPUS
              + ")");
    }
    Optional<Scalar> mem = resources.amount(Resource.MEM);
    if (mem.isEmpty() || !mem.get().atLeast(LEAST_MEM)) {
      return Optional.of(
          who
              + "less memory ("
              + mem.map(amount -> amount + "MB").orElse("None")
              + ") than the minimum required ("
              + LEAST_MEM
              + "MB)");
    }
    return when(resources.amount(Resource.DISK).isEmpty(), who + "no disk");
  }

  private static Optional<String> problemOfSums(
      ExecutorInfo executor, ImmutableList<TaskInfo> tasks) {
    List<Resource> all = new ArrayList<>(executor.resources());
    List<ResourcePool> ofTasks = new ArrayList<>();
    for (TaskInfo task : tasks) {
      all.addAll(task.resources());
      ofTasks.add(ResourcePool.of(task.resources()));
    }
    ResourcePool ofExecutor = ResourcePool.of(executor.resources());
    return ResourceChecks.problemOfPersistenceIds(all)
        .map(problem -> "Task group and executor use duplicate persistence ID: " + problem)
        .or(
            () ->
                ResourceChecks.problemOfRevocability(all)
                    .map(
                        problem ->
                            "Task group and executor mix revocable and non-revocable resources: "
                                + problem))
        .or(
            () ->
                when(
                    ResourceChecks.overlap(
                        ImmutableList.<ResourcePool>builder()
                            .addAll(ofTasks)
                            .add(ofExecutor)
                            .build()),
                    () ->
                        "There are overlapping resources in the task group's task resources "
                            + ResourceChecks.listOf(ofTasks)
                            + " and/or executor resources "
                            + ResourceJson.of(executor.resources())));
  }

  private static Optional<String> problemOfTotal(
      ExecutorInfo executor,
      ImmutableList<TaskInfo> tasks,
      Framework framework,
      MasterAgent agent,
      ResourcePool offered) {
    ResourcePool total = totalOf(executor, tasks, framework, agent);
    return when(
        !offered.contains(total),
        () ->
            "Total resources "
                + total
                + " required by task group and its executor are more than available "
                + offered);
  }

  /** What the group would use; a running executor is charged already. */
  private static ResourcePool totalOf(
      ExecutorInfo executor,
      ImmutableList<TaskInfo> tasks,
      Framework framework,
      MasterAgent agent) {
    ResourcePool total = ResourcePool.EMPTY;
    for (TaskInfo task : tasks) {
      total = total.plus(task.resources());
    }
    boolean runs = agent.executorsOf(framework.id()).containsKey(executor.executorId());
    return runs ? total : total.plus(executor.resources());
  }

  private static Optional<String> problemOfCgroups(
      ExecutorInfo executor,
      ImmutableList<TaskInfo> tasks,
      Framework framework,
      MasterAgent agent) {
    ContainerInfo container = executor.container();
    ContainerInfo.LinuxInfo linux = container == null ? null : container.linux();
    if (linux != null && Boolean.TRUE.equals(linux.shareCgroups())) {
      return Optional.of(
          "The 'share_cgroups' field cannot be set to 'true' on executor containers");
    }
    List<TaskInfo> together = new ArrayList<>(tasks);
    for (MasterTask running : agent.tasksOf(framework.id())) {
      if (executor.executorId().equals(running.executorId())) {
        together.add(running.info());
      }
    }
    return when(
        together.stream().map(TaskChecks::sharesCgroups).distinct().count() > 1,
        "If set, the value of 'share_cgroups' must be the same for all tasks in each task group and under a single"
            + " executor");
  }
}
