package dev.mainstay.sdk.testing.invariant;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RecordKey;
import dev.mainstay.sdk.state.ReleasedRecord;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The durable records by what checkers look for, kept from the commits alone. Claims that a commit
 * dropped are kept until the checkers have looked at them.
 */
final class DurableRecords implements Observer {

  private final Map<PodId, PodRecord> pods = new HashMap<>();
  private final Map<ResourceId, ReleasedRecord> released = new HashMap<>();
  private final Map<TaskId, PodId> podOfTask = new HashMap<>();
  private final Map<ResourceId, PodId> podOfResource = new HashMap<>();
  private final Map<OperationId, PodId> podOfOperation = new HashMap<>();
  private final Set<TaskId> everTasks = new HashSet<>();
  private final Set<ResourceId> everResources = new HashSet<>();
  private final Set<ResourceId> dropped = new HashSet<>();
  private Optional<FrameworkRecord> framework = Optional.empty();

  Optional<FrameworkRecord> framework() {
    return framework;
  }

  Optional<TaskRecord> task(TaskId id) {
    return Optional.ofNullable(podOfTask.get(id)).map(pods::get).stream()
        .flatMap(pod -> pod.tasks().values().stream())
        .filter(task -> task.taskId().equals(id))
        .findFirst();
  }

  Optional<PodRecord> pod(PodId id) {
    return Optional.ofNullable(pods.get(id));
  }

  Optional<PodRecord> podOfTask(TaskId id) {
    return Optional.ofNullable(podOfTask.get(id)).map(pods::get);
  }

  boolean isHeld(ResourceId id) {
    return podOfResource.containsKey(id);
  }

  boolean isReleased(ResourceId id) {
    return released.containsKey(id);
  }

  /** A durable record had this launch at some time. */
  boolean wasRecorded(TaskId id) {
    return everTasks.contains(id);
  }

  /** A durable record held this resource at some time. */
  boolean wasRecorded(ResourceId id) {
    return everResources.contains(id);
  }

  /** The pod that waits for this operation. */
  Optional<PodRecord> podOfOperation(OperationId id) {
    return Optional.ofNullable(podOfOperation.get(id)).map(pods::get);
  }

  /** Some record speaks of the resource. */
  boolean isClaimed(ResourceId id) {
    return isHeld(id) || isReleased(id);
  }

  /** Resources of which some record spoke until the last commits, and none does now. */
  Set<ResourceId> takeDropped() {
    Set<ResourceId> taken = new HashSet<>(dropped);
    taken.removeIf(this::isClaimed);
    dropped.clear();
    return taken;
  }

  boolean hasDropped() {
    return !dropped.isEmpty();
  }

  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    for (StateChange change : changes) {
      change.accept(
          new StateChange.Visitor<Boolean>() {
            @Override
            public Boolean put(StateRecord record) {
              return record(record);
            }

            @Override
            public Boolean remove(RecordKey key) {
              return removed(key);
            }
          });
    }
  }

  private boolean record(StateRecord record) {
    if (record instanceof PodRecord pod) {
      forget(pod.id());
      pods.put(pod.id(), pod);
      for (TaskRecord task : pod.tasks().values()) {
        podOfTask.put(task.taskId(), pod.id());
        everTasks.add(task.taskId());
      }
      for (Holding holding : pod.holdings()) {
        podOfResource.put(holding.id(), pod.id());
        everResources.add(holding.id());
        holding.operations().forEach(operation -> podOfOperation.put(operation, pod.id()));
      }
    } else if (record instanceof ReleasedRecord leftover) {
      released.put(leftover.id(), leftover);
    } else if (record instanceof FrameworkRecord subscribed) {
      framework = Optional.of(subscribed);
    }
    return true;
  }

  /** Every pod that there is a record of. */
  Set<PodId> everyPod() {
    return Set.copyOf(pods.keySet());
  }

  private boolean removed(RecordKey key) {
    switch (key.kind()) {
      case POD -> {
        forget(PodId.parse(key.id()));
        pods.remove(PodId.parse(key.id()));
      }
      case RELEASED -> {
        ResourceId id = new ResourceId(key.id());
        released.remove(id);
        dropped.add(id);
      }
      case FRAMEWORK -> framework = Optional.empty();
      case TARGET, CONFIGURATION, PLAN_RUN, UNINSTALL, HISTORY -> {
        // No checker asks for them.
      }
    }
    return true;
  }

  private void forget(PodId id) {
    PodRecord old = pods.get(id);
    if (old == null) {
      return;
    }
    old.tasks().values().forEach(task -> podOfTask.remove(task.taskId()));
    for (Holding holding : old.holdings()) {
      podOfResource.remove(holding.id());
      dropped.add(holding.id());
    }
  }
}
