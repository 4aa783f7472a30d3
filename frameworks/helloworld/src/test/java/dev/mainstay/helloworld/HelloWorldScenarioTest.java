package dev.mainstay.helloworld;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;

import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.testing.ServiceTest;
import dev.mainstay.sdk.testing.Simulation;
import dev.mainstay.sdk.testing.world.Behaviour;
import java.time.Duration;

/** The life of hello and world on a simulated cluster. */
final class HelloWorldScenarioTest {

  @ServiceTest(options = {"hello.count=2", "world.count=2"})
  void deploys(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    assertThat(sim.pods("hello")).areRunning();
    assertThat(sim.pods("world")).areRunning();
  }

  @ServiceTest
  void a_task_that_is_found_unhealthy_is_started_again_with_its_greetings(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    sim.script("hello-0-server", Behaviour.running().unhealthyAfter(Duration.ZERO));
    sim.await("hello-0 is ended", () -> !sim.task("hello-0", "server").hasProcess());
    sim.script("hello-0-server", Behaviour.running());
    sim.advance(Duration.ofMinutes(5));
    assertThat(sim.pod("hello-0")).isRunning().withItsFirstVolume();
  }

  @ServiceTest
  void a_world_that_never_warms_up_is_not_deployed(Simulation sim) {
    sim.script("world-0-server", Behaviour.running().neverReady());
    sim.advance(Duration.ofHours(1));
    assertThat(sim.task("world-0", "server")).isRunningButNotReady();
    assertThat(sim).hasPlan("deploy", Status.IN_PROGRESS);
  }

  @ServiceTest
  void a_machine_that_loses_power_is_waited_for(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    var agent = sim.agentOf("hello-0").powerOff();
    sim.advance(Duration.ofMinutes(20));
    assertThat(sim.pod("hello-0")).isNotRunning();
    agent.restart();
    sim.advance(Duration.ofMinutes(20));
    assertThat(sim.pod("hello-0")).isRunning().onTheSameAgent().withItsFirstVolume();
  }
}
