package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the role of the offer wherever an operation left its resources' allocation out, as a
 * Mesos master does.
 */
final class AllocationInjection implements Operation.Visitor<Operation> {

  private final String role;

  AllocationInjection(String role) {
    this.role = role;
  }

  @Override
  public Operation reserve(Operation.Reserve operation) {
    return new Operation.Reserve(operation.id(), into(operation.resources()));
  }

  @Override
  public Operation unreserve(Operation.Unreserve operation) {
    return new Operation.Unreserve(operation.id(), into(operation.resources()));
  }

  @Override
  public Operation create(Operation.Create operation) {
    return new Operation.Create(operation.id(), into(operation.volumes()));
  }

  @Override
  public Operation destroy(Operation.Destroy operation) {
    return new Operation.Destroy(operation.id(), into(operation.volumes()));
  }

  @Override
  public Operation launch(Operation.Launch operation) {
    return new Operation.Launch(operation.id(), intoTasks(operation.tasks()));
  }

  @Override
  public Operation launchGroup(Operation.LaunchGroup operation) {
    ExecutorInfo executor = into(operation.executor());
    return new Operation.LaunchGroup(operation.id(), executor, intoTasks(operation.tasks()));
  }

  private ImmutableList<Resource> into(List<Resource> resources) {
    return resources.stream()
        .map(
            resource ->
                resource.allocationRole() == null ? resource.withAllocationRole(role) : resource)
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<TaskInfo> intoTasks(List<TaskInfo> tasks) {
    return tasks.stream()
        .map(
            task ->
                new TaskInfo(
                    task.name(),
                    task.taskId(),
                    task.agentId(),
                    into(task.resources()),
                    intoOptional(task.executor()),
                    task.command(),
                    task.container(),
                    task.healthCheck(),
                    task.check(),
                    task.killGracePeriod(),
                    task.maxCompletionTime(),
                    task.limits(),
                    task.labels(),
                    task.discovery()))
        .collect(ImmutableList.toImmutableList());
  }

  private @Nullable ExecutorInfo intoOptional(@Nullable ExecutorInfo executor) {
    return executor == null ? null : into(executor);
  }

  private ExecutorInfo into(ExecutorInfo executor) {
    return new ExecutorInfo(
        executor.kind(),
        executor.executorId(),
        executor.frameworkId(),
        executor.command(),
        executor.container(),
        into(executor.resources()),
        executor.name(),
        executor.labels(),
        executor.shutdownGracePeriod());
  }
}
