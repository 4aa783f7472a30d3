package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableSortedMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.launch.TaskArtifacts;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Optional;

/** One task of a pod instance in a {@link Simulation}: looks at how it stands at each call. */
public final class SimulatedTask {

  private final Simulation simulation;
  private final PodId pod;
  private final String name;

  SimulatedTask(Simulation simulation, PodId pod, String name) {
    this.simulation = simulation;
    this.pod = pod;
    this.name = name;
  }

  /** What the service knows of it; empty before its first launch. */
  public Optional<TaskRecord> record() {
    return simulation.state().pod(pod).flatMap(record -> record.task(name));
  }

  /** The id of its last launch; fails when it was never launched. */
  public TaskId id() {
    return launched().taskId();
  }

  private TaskRecord launched() {
    return record().orElseThrow(() -> simulation.failure(this + " was never launched"));
  }

  /** Its process is there, whatever the service knows of it. */
  public boolean hasProcess() {
    return record().map(simulation.stage()::hasProcess).orElse(false);
  }

  /** It runs and is ready, or has finished, as its goal asks for. */
  public boolean isAtItsGoal() {
    Optional<PodRecord> record = simulation.state().pod(pod);
    if (record.isEmpty()) {
      return false;
    }
    TaskSpec spec = simulation.state().specOf(record.get().config()).pod(pod).task(name);
    return switch (spec.goal()) {
      case RUNNING ->
          record().filter(task -> task.isRunning() && task.condition().ready()).isPresent()
              && hasProcess();
      case FINISH, ONCE -> record().filter(task -> task.reachedGoal() != null).isPresent();
    };
  }

  /** The environment that the SDK gave its last launch. */
  public ImmutableSortedMap<String, String> environment() {
    return launched().launch().environment();
  }

  /** Its last launch as Mesos got it; fails when it was never launched. In the simulation. */
  public TaskInfo info() {
    TaskId id = id();
    return simulation.launchedTasks().stream()
        .filter(task -> task.taskId().equals(id))
        .findFirst()
        .orElseThrow(() -> simulation.failure(this + " was launched before the simulation looked"));
  }

  /**
   * One of its rendered configuration files, as an agent would fetch it.
   *
   * @param config its name in the spec
   */
  public String config(String config) {
    TaskRecord task = launched();
    return TaskArtifacts.render(simulation.state(), task.taskId(), task.launch().token(), config)
        .orElseThrow(
            () -> simulation.failure(this + " has no configuration file " + config + ", or ended"));
  }

  /** Its process is killed from outside (SIGKILL), as when the machine is out of memory. */
  @CanIgnoreReturnValue
  public Simulation kill() {
    simulation.stage().kill(toString(), launched());
    return simulation;
  }

  Simulation simulation() {
    return simulation;
  }

  /** {@code broker-1-server}. */
  @Override
  public String toString() {
    return pod + "-" + name;
  }
}
