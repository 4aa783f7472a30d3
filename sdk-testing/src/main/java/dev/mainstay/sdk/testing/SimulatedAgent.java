package dev.mainstay.sdk.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mainstay.sdk.base.AgentId;

/**
 * One agent of a {@link Simulation}, and what can happen to it. What cannot be done on the chosen
 * cluster ends the test as skipped.
 */
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
    return happen(AgentEvent.CRASH);
  }

  /** Its machine dies, and the tasks on it with it. */
  @CanIgnoreReturnValue
  public SimulatedAgent powerOff() {
    return happen(AgentEvent.POWER_OFF);
  }

  /** Its process, or its machine, starts again. */
  @CanIgnoreReturnValue
  public SimulatedAgent restart() {
    return happen(AgentEvent.RESTART);
  }

  /** The master cannot reach it any more; it and its tasks live on. */
  @CanIgnoreReturnValue
  public SimulatedAgent partition() {
    return happen(AgentEvent.PARTITION);
  }

  /** The partition is over. */
  @CanIgnoreReturnValue
  public SimulatedAgent heal() {
    return happen(AgentEvent.HEAL);
  }

  /** An operator says that it never comes back. */
  @CanIgnoreReturnValue
  public SimulatedAgent markGone() {
    return happen(AgentEvent.MARK_GONE);
  }

  /** An operator has its tasks ended. */
  @CanIgnoreReturnValue
  public SimulatedAgent drain() {
    return happen(AgentEvent.DRAIN);
  }

  /**
   * An operator takes it back after {@link #drain}, once no task is left there, or after {@link
   * #deactivate}.
   */
  @CanIgnoreReturnValue
  public SimulatedAgent reactivate() {
    return happen(AgentEvent.REACTIVATE);
  }

  /** An operator has no more of it offered. */
  @CanIgnoreReturnValue
  public SimulatedAgent deactivate() {
    return happen(AgentEvent.DEACTIVATE);
  }

  /** It is stopped in the orderly way, and its tasks with it. */
  @CanIgnoreReturnValue
  public SimulatedAgent stop() {
    return happen(AgentEvent.STOP);
  }

  private SimulatedAgent happen(AgentEvent event) {
    simulation
        .stage()
        .happen(event, name, id)
        .ifPresent(
            refused -> {
              throw simulation.failure(
                  "the master refused that " + name + " " + event.text() + ": " + refused);
            });
    return this;
  }

  @Override
  public String toString() {
    return name;
  }
}
