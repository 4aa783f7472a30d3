package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterOutput;
import dev.mainstay.sdk.local.model.ContainerCommand;
import dev.mainstay.sdk.local.model.ContainerEvent;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells a {@link PodHistory} of all that happens in a world. */
final class WorldHistory implements Observer {

  private final World world;
  private final PodHistory history;
  private final Map<String, TaskInfo> launched = new LinkedHashMap<>();
  private final Map<PodId, Known> last = new LinkedHashMap<>();
  private boolean processesChanged;

  /** A pod as it was durable last, and the state that it was part of. */
  private record Known(PodRecord pod, ServiceState state) {}

  WorldHistory(World world, PodHistory history) {
    this.world = world;
    this.history = history;
  }

  /** The last launch of each task, by its name, in the order of first launches. */
  ImmutableList<TaskInfo> launched() {
    return ImmutableList.copyOf(launched.values());
  }

  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    for (StateChange change : changes) {
      if (change instanceof StateChange.Put put && put.record() instanceof PodRecord pod) {
        run.state().ifPresent(state -> last.put(pod.id(), new Known(pod, state)));
        note(last.get(pod.id()));
      }
    }
  }

  private void note(@Nullable Known known) {
    if (known != null) {
      history.note(world.now(), known.pod(), known.state(), this::hasProcess);
    }
  }

  private boolean hasProcess(TaskRecord task) {
    return world.containers().isRunning(task.taskId());
  }

  @Override
  public void happening(ClusterInput input) {
    processesChanged |=
        input instanceof ClusterInput.AgentCrashed
            || (input instanceof ClusterInput.ContainerReport report
                && report.event() instanceof ContainerEvent.Exited);
  }

  @Override
  public void told(ClusterOutput output) {
    processesChanged |=
        output instanceof ClusterOutput.Container container
            && container.command() instanceof ContainerCommand.ExecutorEnded;
  }

  /** What the service does not know yet: processes that ended. */
  @Override
  public void stepped(World stepped) {
    if (processesChanged) {
      processesChanged = false;
      last.values().forEach(this::note);
    }
  }

  @Override
  public void performing(SchedulerRun run, Effect effect) {
    if (effect instanceof Effect.Send send && send.call() instanceof MesosCall.Accept accept) {
      for (Operation operation : accept.operations()) {
        if (operation instanceof Operation.LaunchGroup group) {
          group.tasks().forEach(task -> launched.put(Objects.requireNonNull(task.name()), task));
        }
      }
    }
  }
}
