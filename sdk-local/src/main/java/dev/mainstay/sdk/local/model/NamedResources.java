package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.util.List;

/** All resources that an operation names. */
final class NamedResources implements Operation.Visitor<ImmutableList<Resource>> {
  @Override
  public ImmutableList<Resource> reserve(Operation.Reserve operation) {
    return operation.resources();
  }

  @Override
  public ImmutableList<Resource> unreserve(Operation.Unreserve operation) {
    return operation.resources();
  }

  @Override
  public ImmutableList<Resource> create(Operation.Create operation) {
    return operation.volumes();
  }

  @Override
  public ImmutableList<Resource> destroy(Operation.Destroy operation) {
    return operation.volumes();
  }

  @Override
  public ImmutableList<Resource> launch(Operation.Launch operation) {
    return ofTasks(operation.tasks());
  }

  @Override
  public ImmutableList<Resource> launchGroup(Operation.LaunchGroup operation) {
    return ImmutableList.<Resource>builder()
        .addAll(operation.executor().resources())
        .addAll(ofTasks(operation.tasks()))
        .build();
  }

  private static ImmutableList<Resource> ofTasks(List<TaskInfo> tasks) {
    ImmutableList.Builder<Resource> all = ImmutableList.builder();
    for (TaskInfo task : tasks) {
      all.addAll(task.resources());
      ExecutorInfo executor = task.executor();
      if (executor != null) {
        all.addAll(executor.resources());
      }
    }
    return all.build();
  }
}
