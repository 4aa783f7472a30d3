package dev.mainstay.sdk.testing;

import static dev.mainstay.sdk.testing.MainstayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pods that are restarted, and pods that are given up and placed anew. */
final class ReplaceLifeTest {

  private static final String DATA =
      """
      name: store
      pods:
        data:
          count: 3
          placement: '[["hostname", "UNIQUE"]]'
          tasks:
            server:
              goal: RUNNING
              cmd: run
              cpus: 1
              memory: 256
              volume:
                path: data
                type: ROOT
                size: 50
            sidecar:
              goal: RUNNING
              essential: false
              cmd: watch
              cpus: 0.1
              memory: 32
      """;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Simulation deployed() {
    return Simulation.ofText(DATA).agents(5).start().awaitPlan("deploy").complete().advance(MINUTE);
  }

  private static PodRecord one(Simulation sim) {
    return sim.pod("data-1").record().orElseThrow();
  }

  private static ImmutableSet<ResourceId> resourcesOf(PodRecord pod) {
    return pod.holdings().stream().map(Holding::id).collect(ImmutableSet.toImmutableSet());
  }

  @Test
  void a_restarted_pod_comes_back_where_it_was_with_new_tasks() {
    Simulation sim = deployed();
    PodRecord before = one(sim);

    assertThat(sim.pod("data-1").restart().affected()).containsExactly("server", "sidecar");
    sim.advance(MINUTE);

    assertThat(sim.pod("data-1")).isRunning().onTheSameAgent();
    assertThat(one(sim).holdings()).isEqualTo(before.holdings());
    assertThat(sim.task("data-1", "server").id())
        .isNotEqualTo(before.task("server").orElseThrow().taskId());
  }

  @Test
  void one_task_is_restarted_and_the_other_goes_on() {
    Simulation sim = deployed();
    TaskId server = sim.task("data-1", "server").id();
    TaskId sidecar = sim.task("data-1", "sidecar").id();

    sim.pod("data-1").restart("server");
    sim.advance(MINUTE);

    assertThat(sim.task("data-1", "server").id()).isNotEqualTo(server);
    assertThat(sim.task("data-1", "server")).isAtItsGoal();
    assertThat(sim.task("data-1", "sidecar").id()).isEqualTo(sidecar);
  }

  @Test
  void what_does_not_exist_is_named_with_what_does() {
    Simulation sim = deployed();

    CommandAnswer pod = sim.pod("data-7").replace();
    CommandAnswer task = sim.pod("data-1").restart("sever");

    assertThat(pod.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(pod.message()).contains("data-7").contains("data-0, data-1, data-2");
    assertThat(task.message()).contains("'sever'").contains("server, sidecar");
  }

  @Test
  void a_replaced_pod_gets_fresh_resources_and_the_old_ones_are_given_back() {
    Simulation sim = deployed();
    ImmutableSet<ResourceId> before = resourcesOf(one(sim));

    sim.pod("data-1").replace();
    sim.advance(MINUTE);

    assertThat(sim.pod("data-1")).isRunning().withFreshVolume();
    assertThat(resourcesOf(one(sim))).doesNotContainAnyElementsOf(before);

    sim.advance(Duration.ofMinutes(30));
    assertThat(sim).hasNothingToCleanUp();
    CallLog calls = CallLog.of(sim);
    sim.advance(Duration.ofDays(1));
    assertThat(calls.all()).hasOnlyElementsOfType(MesosCall.Reconcile.class);
  }

  @Test
  void a_pod_moves_when_its_agent_is_marked_gone() {
    Simulation sim = deployed();

    sim.agentOf("data-1").markGone();
    sim.advance(Duration.ofMinutes(2));

    assertThat(sim.pod("data-1")).isRunning().onAnotherAgent();
    assertThat(sim).hasNothingToCleanUp();
  }

  @Test
  void a_pod_that_had_failed_moves_too_though_no_task_tells_that_its_agent_is_gone() {
    Simulation sim = deployed();
    SimulatedAgent agent = sim.agentOf("data-1").partition();
    sim.advance(Duration.ofMinutes(3));
    assertThat(sim.task("data-1", "server").record().orElseThrow().state())
        .isEqualTo(TaskState.UNREACHABLE);

    sim.restartScheduler();
    agent.markGone();
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim.pod("data-1")).isRunning().onAnotherAgent();
  }

  @Test
  void replacing_does_not_wait_for_an_agent_out_of_reach_whose_leftovers_are_ended_on_return() {
    Simulation sim = deployed();
    TaskId server = sim.task("data-1", "server").id();
    TaskId sidecar = sim.task("data-1", "sidecar").id();
    SimulatedAgent agent = sim.agentOf("data-1").partition();
    sim.advance(Duration.ofMinutes(3));

    sim.pod("data-1").replace();
    sim.advance(MINUTE);
    assertThat(sim.pod("data-1")).isRunning().onAnotherAgent();
    assertThat(sim.processes()).contains(server, sidecar);

    agent.heal();
    sim.advance(Duration.ofMinutes(30));
    assertThat(sim.processes()).doesNotContain(server, sidecar).hasSize(6);
    assertThat(sim).hasNothingToCleanUp();
  }

  @Test
  void pods_of_agents_out_of_reach_are_replaced_one_after_the_other_by_the_policy() {
    String policy =
        "replacement-failure-policy: {permanent-failure-timeout-secs: 600, min-replace-delay-secs: 300}\n";
    Simulation sim =
        Simulation.ofText(DATA + policy)
            .agents(5)
            .start()
            .awaitPlan("deploy")
            .complete()
            .advance(MINUTE);
    TaskId server = sim.task("data-1", "server").id();
    SimulatedAgent first = sim.agentOf("data-1").partition();
    sim.agentOf("data-2").partition();

    sim.advance(MINUTE.multipliedBy(10));
    assertThat(sim.plan("recovery").status()).isEqualTo(Status.WAITING);
    sim.advance(MINUTE.multipliedBy(3));
    assertThat(sim.pod("data-1")).isRunning().onAnotherAgent();
    assertThat(sim.task("data-2", "server").record().orElseThrow().state())
        .isEqualTo(TaskState.UNREACHABLE);

    sim.advance(MINUTE.multipliedBy(5));
    assertThat(sim.pod("data-2")).isRunning().onAnotherAgent();
    assertThat(sim.plan("recovery").status()).isEqualTo(Status.COMPLETE);

    first.heal();
    sim.advance(MINUTE.multipliedBy(30));
    assertThat(sim.processes()).doesNotContain(server);
  }

  @Test
  void leftovers_of_an_agent_that_is_marked_gone_are_forgotten() {
    Simulation sim = deployed();
    SimulatedAgent agent = sim.agentOf("data-1").partition();
    sim.advance(Duration.ofMinutes(3));
    sim.pod("data-1").replace();
    sim.advance(MINUTE);
    assertThat(sim.state().released()).isNotEmpty();

    agent.markGone();
    sim.advance(Duration.ofMinutes(30));

    assertThat(sim).hasNothingToCleanUp();
  }

  @Test
  void a_scheduler_that_dies_after_the_command_goes_on_with_it() {
    Simulation sim = deployed();

    sim.pod("data-1").replace();
    sim.restartScheduler().advance(Duration.ofMinutes(2));

    assertThat(sim.pod("data-1")).isRunning().withFreshVolume();
  }
}
