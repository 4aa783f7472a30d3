package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.state.PodRecord;
import java.util.Optional;

/** One pod instance in a {@link Simulation}: looks at how it stands at each call. */
public final class SimulatedPod {

  private final Simulation simulation;
  private final PodId id;

  SimulatedPod(Simulation simulation, PodId id) {
    this.simulation = simulation;
    this.id = id;
  }

  public PodId id() {
    return id;
  }

  /** What the service knows of it; empty before its first launch. */
  public Optional<PodRecord> record() {
    return simulation.state().pod(id);
  }

  /** One of its tasks. */
  public SimulatedTask task(String name) {
    return new SimulatedTask(simulation, id, name);
  }

  /**
   * All tasks that should run are running and ready, and their processes are really there. What
   * only a plan of an operator's launches need not be there.
   */
  public boolean isRunning() {
    return record()
        .map(
            pod ->
                PlannedTasks.of(simulation.state(), pod).stream()
                    .allMatch(spec -> task(spec.name()).isAtItsGoal()))
        .orElse(false);
  }

  /** What it has reserved, a line each: whose it is, its name, its size, how sure it is. */
  public ImmutableList<String> reservations() {
    return record()
        .map(
            pod ->
                pod.holdings().stream()
                    .map(
                        holding ->
                            (holding.owner().isEmpty() ? "executor" : holding.owner())
                                + " "
                                + holding.name()
                                + " "
                                + holding.resource().value()
                                + " "
                                + holding.phase())
                    .collect(ImmutableList.toImmutableList()))
        .orElse(ImmutableList.of());
  }

  /** An operator restarts it where it is: all its tasks, or those named. */
  @CanIgnoreReturnValue
  public CommandAnswer restart(String... tasks) {
    return simulation.command(new OperatorCommand.RestartPod(id, ImmutableSet.copyOf(tasks)));
  }

  /** An operator has it idle on what it holds: all its tasks, or those named. */
  @CanIgnoreReturnValue
  public CommandAnswer pause(String... tasks) {
    return simulation.command(new OperatorCommand.PausePod(id, ImmutableSet.copyOf(tasks)));
  }

  /** An operator has it work again: all its tasks that are paused, or those named. */
  @CanIgnoreReturnValue
  public CommandAnswer resume(String... tasks) {
    return simulation.command(new OperatorCommand.ResumePod(id, ImmutableSet.copyOf(tasks)));
  }

  /** An operator gives it up, with its data, and has it placed anew. */
  @CanIgnoreReturnValue
  public CommandAnswer replace() {
    return simulation.command(new OperatorCommand.ReplacePod(id));
  }

  Simulation simulation() {
    return simulation;
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
