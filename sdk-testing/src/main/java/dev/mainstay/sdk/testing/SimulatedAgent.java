package dev.mainstay.sdk.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.local.model.ClusterInput;

/** One agent of a {@link Simulation}, and what can happen to it. */
public final class SimulatedAgent {

  private final Simulation simulation;
  private final String name;
  private final AgentId id;

  SimulatedAgent(Simulation simulation, String name, AgentId id) {
    this.simulation = simulation;
    this.name = name;
    this.id = id;
  }

  public String name() {
    return name;
  }

  public AgentId id() {
    return id;
  }

  /** Its process dies; the tasks on it live on. */
  @CanIgnoreReturnValue
  public SimulatedAgent crash() {
    simulation.world().note(name + " crashes");
    simulation.world().crashAgent(id, false);
    return this;
  }

  /** Its machine dies, and the tasks on it with it. */
  @CanIgnoreReturnValue
  public SimulatedAgent powerOff() {
    simulation.world().note(name + " is without power");
    simulation.world().crashAgent(id, true);
    return this;
  }

  /** Its process, or its machine, starts again. */
  @CanIgnoreReturnValue
  public SimulatedAgent restart() {
    simulation.world().note(name + " is back");
    simulation.world().startAgent(id);
    return this;
  }

  /** The master cannot reach it any more; it and its tasks live on. */
  @CanIgnoreReturnValue
  public SimulatedAgent partition() {
    return happen("is cut off", new ClusterInput.AgentPartitioned(id));
  }

  /** The partition is over. */
  @CanIgnoreReturnValue
  public SimulatedAgent heal() {
    return happen("can be reached again", new ClusterInput.AgentHealed(id));
  }

  /** An operator says that it never comes back. */
  @CanIgnoreReturnValue
  public SimulatedAgent markGone() {
    return happen("is marked gone", new ClusterInput.MarkAgentGone(id));
  }

  /** An operator has its tasks ended. */
  @CanIgnoreReturnValue
  public SimulatedAgent drain() {
    return happen("is drained", new ClusterInput.DrainAgent(id, null, false));
  }

  /**
   * An operator takes it back after {@link #drain}, once no task is left there, or after {@link
   * #deactivate}.
   */
  @CanIgnoreReturnValue
  public SimulatedAgent reactivate() {
    return happen("is reactivated", new ClusterInput.ReactivateAgent(id));
  }

  /** An operator has no more of it offered. */
  @CanIgnoreReturnValue
  public SimulatedAgent deactivate() {
    return happen("is deactivated", new ClusterInput.DeactivateAgent(id));
  }

  /** It is stopped in the orderly way, and its tasks with it. */
  @CanIgnoreReturnValue
  public SimulatedAgent stop() {
    return happen("is stopped", new ClusterInput.AgentStopped(id));
  }

  private SimulatedAgent happen(String what, ClusterInput input) {
    simulation.world().note(name + " " + what);
    simulation
        .world()
        .happen(input)
        .ifPresent(
            refused -> {
              throw simulation.failure(
                  "the master refused that " + name + " " + what + ": " + refused.message());
            });
    return this;
  }

  @Override
  public String toString() {
    return name;
  }
}
