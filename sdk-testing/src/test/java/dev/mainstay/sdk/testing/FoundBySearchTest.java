package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.PlanAction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What searches found in updates and plans, each kept as the shortest story that shows it. */
final class FoundBySearchTest {

  private static final String YAML =
      """
      name: found
      pods:
        web:
          count: %d
          allow-decommission: true
          tasks:
            server: {goal: RUNNING, cmd: ./serve %s, cpus: %s, memory: 64}
            chore: {goal: ONCE, cmd: ./tend, cpus: 0.1, memory: 32}
      plans:
        deploy:
          phases:
            web: {pod: web, steps: [{default: [[server]]}]}
        update:
          phases:
            web: {pod: web, strategy: serial-canary, steps: [{default: [[server]]}]}
        tend:
          phases:
            web: {pod: web, steps: [{default: [[chore]]}]}
      """;

  private static String yaml(int count, String argument, String cpus) {
    return YAML.formatted(count, argument, cpus);
  }

  private static Simulation deployed(int count) {
    return Simulation.ofText(yaml(count, "a", "0.1"))
        .agents(4)
        .start()
        .awaitPlan("deploy")
        .complete();
  }

  @Test
  void a_pod_out_of_reach_is_not_placed_anew_by_an_update_while_it_may_live() {
    Simulation sim = deployed(1);
    SimulatedAgent agent = sim.agentOf("web-0");
    agent.partition();
    sim.advance(Duration.ofMinutes(5));
    sim.operator().updateSpec(yaml(1, "a", "0.2"));
    sim.operator().plan(PlanAction.CONTINUE, "update", "web", "");
    sim.advance(Duration.ofMinutes(30));
    assertThat(sim.processes()).hasSize(1);

    agent.heal();
    sim.awaitPlan("update").complete();
    assertThat(sim.processes()).hasSize(1);
  }

  @Test
  void a_canary_phase_that_had_nothing_to_do_can_be_run_again() {
    Simulation sim = deployed(3);
    sim.operator().updateSpec(yaml(3, "a", "0.1").replace("./tend", "./care"));
    sim.awaitPlan("update").complete();

    sim.operator().plan(PlanAction.RESTART, "update");
    sim.awaitPlan("update").status(Status.WAITING);
    sim.operator().plan(PlanAction.CONTINUE, "update", "web", "");
    sim.await("the canary", () -> sim.plan("update").completeSteps() == 1);
    sim.operator().plan(PlanAction.CONTINUE, "update", "web", "");
    sim.awaitPlan("update").complete();
  }

  @Test
  void a_run_of_a_plan_does_without_instances_that_the_service_has_no_more() {
    Simulation sim = deployed(2);
    sim.operator().updateSpec(yaml(3, "a", "0.1"));
    sim.operator().startPlan("tend");
    sim.await("work of the plan", () -> sim.plan("tend").completeSteps() == 2);

    sim.operator().updateSpec(yaml(2, "a", "0.1"));
    sim.awaitPlan("tend").complete();
    assertThat(sim.state().planRun("tend").orElseThrow().isActive()).isFalse();
  }
}
