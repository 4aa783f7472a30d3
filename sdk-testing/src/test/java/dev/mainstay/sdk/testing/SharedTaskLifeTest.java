package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.PlanAction;
import dev.mainstay.sdk.state.HistoryRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans that name the same task do its work once each, and leave each other's alone. */
final class SharedTaskLifeTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final String SPEC =
      """
      name: ring
      pods:
        node:
          count: 3
          resource-sets:
            main: {cpus: 0.5, memory: 64}
            tool: {cpus: 0.1, memory: 32}
          tasks:
            server: {goal: RUNNING, cmd: serve, resource-set: main}
            roles: {goal: FINISH, cmd: roles, resource-set: tool}
            snapshot: {goal: FINISH, cmd: snapshot, resource-set: tool}
      plans:
        deploy:
          phases:
            node: {pod: node, steps: [{default: [[server]]}]}
            roles: &roles {pod: node, steps: [{default: [[roles]]}]}
        roles:
          phases:
            roles: *roles
        backup:
          phases:
            node: &snapshots {pod: node, steps: [{default: [[snapshot]]}]}
        archive:
          phases:
            node: *snapshots
      """;

  private static Simulation deployed() {
    return Simulation.ofText(SPEC).agents(4).start().awaitPlan("deploy").complete();
  }

  private static void complete(Simulation sim, String plan) {
    sim.await(plan, LIMIT, () -> sim.plan(plan).status() == Status.COMPLETE);
  }

  private static long launches(Simulation sim, String pod, String task) {
    return sim.state().history().stream()
        .filter(entry -> entry.kind() == HistoryRecord.Kind.LAUNCH && entry.subject().equals(pod))
        .filter(entry -> entry.text().startsWith("launched " + task + " on "))
        .count();
  }

  @Test
  void two_plans_at_the_same_time_each_do_the_work_once() {
    Simulation sim = deployed();
    sim.operator().startPlan("backup");
    sim.operator().startPlan("archive");
    complete(sim, "backup");
    complete(sim, "archive");
    sim.advance(Duration.ofHours(1));
    assertThat(List.of("node-0", "node-1", "node-2"))
        .allMatch(pod -> launches(sim, pod, "snapshot") == 2);
  }

  @Test
  void a_step_of_the_deployment_that_was_restarted_stays_done_when_another_plan_runs_its_task() {
    Simulation sim = deployed();
    sim.operator().plan(PlanAction.RESTART, "deploy", "roles", "");
    complete(sim, "deploy");
    sim.operator().startPlan("roles");
    complete(sim, "roles");
    sim.advance(Duration.ofHours(1));
    assertThat(sim.plan("deploy").status()).isEqualTo(Status.COMPLETE);
    assertThat(launches(sim, "node-0", "roles")).isEqualTo(3);
  }

  @Test
  void what_is_remembered_of_a_task_is_bounded_by_what_runs() {
    Simulation sim = deployed();
    for (int run = 0; run < 5; run++) {
      sim.operator().startPlan("backup");
      complete(sim, "backup");
      sim.operator().startPlan("archive");
      complete(sim, "archive");
    }
    assertThat(
            sim.state()
                .pod(PodId.parse("node-0"))
                .orElseThrow()
                .task("snapshot")
                .orElseThrow()
                .goal())
        .satisfies(goal -> assertThat(goal.before()).isEmpty());
  }
}
