package dev.mainstay.sdk.local.model;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskInfo;

/** The tasks that an operation would launch: none for most. */
final class LaunchedTasks implements Operation.Visitor<ImmutableList<TaskInfo>> {
  @Override
  public ImmutableList<TaskInfo> reserve(Operation.Reserve operation) {
    return ImmutableList.of();
  }

  @Override
  public ImmutableList<TaskInfo> unreserve(Operation.Unreserve operation) {
    return ImmutableList.of();
  }

  @Override
  public ImmutableList<TaskInfo> create(Operation.Create operation) {
    return ImmutableList.of();
  }

  @Override
  public ImmutableList<TaskInfo> destroy(Operation.Destroy operation) {
    return ImmutableList.of();
  }

  @Override
  public ImmutableList<TaskInfo> launch(Operation.Launch operation) {
    return operation.tasks();
  }

  @Override
  public ImmutableList<TaskInfo> launchGroup(Operation.LaunchGroup operation) {
    return operation.tasks();
  }
}
