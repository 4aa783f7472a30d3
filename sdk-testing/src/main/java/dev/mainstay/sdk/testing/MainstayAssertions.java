package dev.mainstay.sdk.testing;

/**
 * Assertions about a {@link Simulation}, to be imported statically. What fails says where the
 * service stands, what happened last, and the seed.
 */
public final class MainstayAssertions {

  private MainstayAssertions() {}

  public static PodAssert assertThat(SimulatedPod pod) {
    return new PodAssert(pod);
  }

  public static PodsAssert assertThat(SimulatedPods pods) {
    return new PodsAssert(pods);
  }

  public static TaskAssert assertThat(SimulatedTask task) {
    return new TaskAssert(task);
  }

  public static SimulationAssert assertThat(Simulation simulation) {
    return new SimulationAssert(simulation);
  }
}
