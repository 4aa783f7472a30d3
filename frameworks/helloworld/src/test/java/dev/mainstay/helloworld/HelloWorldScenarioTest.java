package dev.mainstay.helloworld;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.testing.ServiceTest;
import dev.mainstay.sdk.testing.SimulatedAgent;
import dev.mainstay.sdk.testing.Simulation;
import dev.mainstay.sdk.testing.world.Behaviour;
import java.time.Duration;

/** The life of hello and world, in simulation and with real processes. */
final class HelloWorldScenarioTest {

  @ServiceTest(options = {"hello.count=2", "world.count=2"})
  void deploys(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    assertThat(sim.pods("hello")).areRunning();
    assertThat(sim.pods("world")).areRunning();
  }

  @ServiceTest(options = {"hello.count=2", "hello.allow-decommission=true"})
  void grows_greets_and_shrinks_again(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    sim.operator().update("hello.count=3");
    sim.awaitPlan("update").complete();
    sim.operator().startPlan("greet", "NAME=Ada");
    sim.awaitPlan("greet").complete();
    assertThat(sim.pods("hello")).areRunning();
    assertThat(sim.task("hello-2", "greet").environment()).containsEntry("NAME", "Ada");
    sim.operator().update("hello.count=1");
    sim.await("two have gone", () -> sim.pods("hello").all().size() == 1);
    assertThat(sim.pod("hello-0")).isRunning().withItsFirstVolume();
  }

  @ServiceTest
  void a_task_that_is_killed_is_started_again_with_its_greetings(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    sim.task("hello-0", "server").kill().advance(Duration.ofMinutes(5));
    assertThat(sim.pod("hello-0")).isRunning().onTheSameAgent().withItsFirstVolume();
    assertThat(sim.pods("hello")).neverMoreThanOneUnavailable();
  }

  @ServiceTest
  void operators_restart_a_pod_and_replace_it(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    sim.pod("hello-0").restart();
    sim.advance(Duration.ofMinutes(5));
    assertThat(sim.pod("hello-0")).isRunning().onTheSameAgent().withItsFirstVolume();
    sim.pod("hello-0").replace();
    sim.advance(Duration.ofMinutes(30));
    assertThat(sim.pod("hello-0")).isRunning().withFreshVolume();
  }

  @ServiceTest(options = {"hello.count=3", "hello.placement=[[\"hostname\", \"UNIQUE\"]]"})
  void a_scheduler_that_restarts_while_it_deploys_goes_on(Simulation sim) {
    sim.await("hello-1 is launched", () -> sim.pod("hello-1").record().isPresent());
    sim.restartScheduler().awaitPlan("deploy").complete();
    assertThat(sim.pods("hello")).areRunning().areOnDifferentAgents();
    assertThat(sim).hasNothingToCleanUp();
  }

  @ServiceTest
  void tasks_live_on_while_their_scheduler_restarts(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    var before = sim.processes();
    sim.restartScheduler().advance(Duration.ofMinutes(1));
    sim.await("the same processes", () -> sim.processes().equals(before));
    assertThat(sim.pod("hello-0")).isRunning();
    assertThat(sim.pods("world")).areRunning().neverMoreUnavailableThan(0);
  }

  @ServiceTest
  void what_was_on_an_agent_that_is_gone_begins_anew_elsewhere(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    sim.agentOf("hello-0").markGone();
    sim.advance(Duration.ofMinutes(30));
    assertThat(sim.pod("hello-0")).isRunning().onAnotherAgent().withFreshVolume();
    assertThat(sim.pods("world")).areRunning();
  }

  @ServiceTest
  void an_agent_that_crashes_finds_its_tasks_again(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    var task = sim.task("hello-0", "server").id();
    SimulatedAgent agent = sim.agentOf("hello-0").crash();
    sim.advance(Duration.ofSeconds(10));
    agent.restart();
    sim.advance(Duration.ofMinutes(1));
    assertThat(sim.pod("hello-0")).isRunning().onTheSameAgent();
    sim.await("the same task", () -> sim.task("hello-0", "server").id().equals(task));
  }

  @ServiceTest
  void a_pod_that_is_cut_off_is_waited_for(Simulation sim) {
    sim.awaitPlan("deploy").complete();
    SimulatedAgent agent = sim.agentOf("hello-0").partition();
    sim.advance(Duration.ofMinutes(10));
    assertThat(sim.pod("hello-0")).isNotRunning().onTheSameAgent();
    agent.heal();
    sim.advance(Duration.ofMinutes(1));
    assertThat(sim.pod("hello-0")).isRunning().onTheSameAgent().withItsFirstVolume();
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

  @ServiceTest
  void a_task_that_is_found_unhealthy_is_started_again_with_its_greetings(Simulation sim) {
    sim.script("hello-0-server", Behaviour.running().unhealthyAfter(Duration.ofMinutes(1)));
    sim.awaitPlan("deploy").complete();
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
}
