package dev.mainstay.sdk.sample;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.TaskCondition;
import dev.mainstay.sdk.state.TaskLaunch;
import dev.mainstay.sdk.state.TaskRecord;

/** Pods as they are at some moment of their lives. */
public final class PodRecords {

  private PodRecords() {}

  /** Nothing launched yet. */
  public static PodRecord fresh(String id) {
    return PodRecord.fresh(PodId.parse(id), ServiceBuilder.CONFIG);
  }

  public static AgentPlace place(String agent) {
    return new AgentPlace(new AgentId(agent), agent, null, null, null, ImmutableSortedMap.of());
  }

  /** A launch that did not reach its goal so far. */
  public static TaskRecord task(String name, TaskState state) {
    return task(name, name, state);
  }

  public static TaskRecord task(String name, String taskId, TaskState state) {
    return new TaskRecord(
        name,
        new TaskLaunch(
            new TaskId(taskId),
            ServiceBuilder.CONFIG,
            ServiceBuilder.START,
            "token",
            ImmutableSortedMap.of(),
            ImmutableMap.of(),
            new RunMark(ServiceBuilder.CONFIG.value(), 0),
            ImmutableSortedMap.of(),
            false),
        new TaskCondition(state, state == TaskState.RUNNING, null, "", null, ServiceBuilder.START),
        null,
        null);
  }

  /** A launch that reached its goal in a configuration, whatever became of it since. */
  public static TaskRecord reached(String name, TaskState state, ConfigId config) {
    TaskRecord task = task(name, state);
    return new TaskRecord(
        name, task.launch(), task.condition(), new Goal(config, task.launch().mark()), null);
  }

  public static TaskRecord reached(String name, TaskState state) {
    return reached(name, state, ServiceBuilder.CONFIG);
  }
}
