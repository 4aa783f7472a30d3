package ${package};

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;

import dev.mainstay.sdk.testing.ServiceTest;
import dev.mainstay.sdk.testing.Simulation;
import java.time.Duration;

/** The life of ${artifactId} on a simulated cluster: no processes, and no time to wait for. */
final class ${className}ScenarioTest {

  @ServiceTest(framework = ${className}Framework.class, options = "node.count=3")
  void comes_back_where_its_data_is(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    sim.task("node-1", "server").kill().advance(Duration.ofMinutes(5));
    assertThat(sim.pod("node-1")).isRunning().onTheSameAgent().withItsFirstVolume();
    assertThat(sim.pods("node")).areRunning().neverMoreThanOneUnavailable();
  }
}
