package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.scheduler.Effect;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.AgentPlace;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TaskRecord;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of each pod, as the service's records told it one after another. */
final class PodHistory implements Observer {

  /**
   * A pod from one change of it to the next.
   *
   * @param available all its tasks that should run are running and ready
   * @param agent where it is; absent while it holds nothing
   * @param volumes ids of its persistent volumes
   * @param text for people
   */
  record Moment(
      Instant at,
      PodId pod,
      boolean available,
      @Nullable AgentId agent,
      ImmutableSet<String> volumes,
      String text) {}

  private final World world;
  private final List<Moment> moments = new ArrayList<>();
  private final Map<PodId, Moment> last = new LinkedHashMap<>();
  private final Map<String, TaskInfo> launched = new LinkedHashMap<>();

  PodHistory(World world) {
    this.world = world;
  }

  /** All moments, oldest first. */
  ImmutableList<Moment> moments() {
    return ImmutableList.copyOf(moments);
  }

  /** Those of one pod, oldest first. */
  ImmutableList<Moment> of(PodId pod) {
    return moments.stream()
        .filter(moment -> moment.pod().equals(pod))
        .collect(ImmutableList.toImmutableList());
  }

  /** The last launch of each task, by its name, in the order of first launches. */
  ImmutableList<TaskInfo> launched() {
    return ImmutableList.copyOf(launched.values());
  }

  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    for (StateChange change : changes) {
      if (change instanceof StateChange.Put put && put.record() instanceof PodRecord pod) {
        run.state().ifPresent(state -> note(pod, state));
      }
    }
  }

  private void note(PodRecord pod, ServiceState state) {
    AgentPlace place = pod.place();
    Moment now =
        new Moment(
            world.now(),
            pod.id(),
            isAvailable(pod, state),
            place == null ? null : place.agentId(),
            volumes(pod),
            text(pod));
    Moment before = last.put(pod.id(), now);
    if (before == null || !before.text().equals(now.text())) {
      moments.add(now);
    }
  }

  private static boolean isAvailable(PodRecord pod, ServiceState state) {
    return state.specOf(pod.config()).pod(pod.id()).tasks().values().stream()
        .filter(task -> task.goal() == TaskSpec.Goal.RUNNING)
        .allMatch(
            task ->
                pod.task(task.name())
                    .filter(known -> known.isRunning() && known.condition().ready())
                    .isPresent());
  }

  static ImmutableSet<String> volumes(PodRecord pod) {
    return pod.holdings().stream()
        .filter(Holding::isVolume)
        .map(holding -> holding.resource().persistence().map(DiskInfo.Persistence::id).orElse(""))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static String text(PodRecord pod) {
    AgentPlace place = pod.place();
    String where = place == null ? "nowhere" : "on " + place.hostname();
    String tasks =
        pod.tasks().values().stream()
            .map(task -> task.name() + " " + task.describe() + generation(task))
            .collect(Collectors.joining(", "));
    return pod.id() + " " + where + (tasks.isEmpty() ? "" : ": " + tasks);
  }

  /** Tells launches apart in the text of a moment, without the whole id. */
  private static String generation(TaskRecord task) {
    String id = task.taskId().value();
    return " [" + id.substring(Math.max(0, id.length() - 6)) + "]";
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
