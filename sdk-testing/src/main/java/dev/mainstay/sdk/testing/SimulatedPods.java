package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;

/** All instances of one type of pod in a {@link Simulation}. */
public final class SimulatedPods {

  private final Simulation simulation;
  private final String type;

  SimulatedPods(Simulation simulation, String type) {
    this.simulation = simulation;
    this.type = type;
  }

  public String type() {
    return type;
  }

  /** Those that were launched, in the order of their indices. */
  public ImmutableList<SimulatedPod> all() {
    return simulation.state().podsOf(type).stream()
        .map(record -> new SimulatedPod(simulation, record.id()))
        .collect(ImmutableList.toImmutableList());
  }

  Simulation simulation() {
    return simulation;
  }

  @Override
  public String toString() {
    return "pods " + type;
  }
}
