package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;

import dev.mainstay.sdk.plan.Status;
import java.time.Duration;

/** Scenarios that hold wherever they run: in simulation, and where tasks are real processes. */
final class BrokerScenarioTest {

  @ServiceTest(spec = "brokers/svc.yml", agents = 5, options = "brokers.count=3")
  void replaces_a_broker_whose_agent_is_gone(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    sim.agentOf("broker-1").markGone();
    sim.advance(Duration.ofMinutes(30));
    assertThat(sim.pod("broker-1")).isRunning().onAnotherAgent().withFreshVolume();
    assertThat(sim.pods("broker")).neverMoreThanOneUnavailable();
  }

  @ServiceTest(spec = "brokers/svc.yml")
  void a_killed_process_comes_back_where_it_was(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    sim.task("broker-1", "server").kill();
    sim.awaitPlan("recovery").status(Status.IN_PROGRESS).awaitPlan("recovery").complete();
    assertThat(sim.pod("broker-1")).isRunning().onTheSameAgent().withItsFirstVolume();
    assertThat(sim.pods("broker")).areOnDifferentAgents();
  }

  @ServiceTest(spec = "brokers/svc.yml")
  void a_scheduler_that_is_restarted_mid_flight_goes_on(Simulation sim) {
    sim.await("the first broker is launched", () -> sim.pod("broker-0").record().isPresent());
    sim.restartScheduler();
    sim.awaitPlan("deploy").complete();
    assertThat(sim.pods("broker")).areRunning();
    assertThat(sim).hasNothingToCleanUp();
  }
}
