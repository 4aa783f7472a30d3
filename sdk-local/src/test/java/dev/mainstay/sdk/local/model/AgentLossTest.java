package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.task;
import static dev.mainstay.sdk.local.model.Lab.withGrace;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerScript.Life;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Agents and masters that die, come back, are drained or marked: sections 10, 11 and 13 of the
 * record.
 */
final class AgentLossTest {

  private final Lab lab = Lab.withAgents(2);
  private final Lab.Scheduler scheduler = lab.subscribe();

  private void runOnSecondAgent(String... tasks) {
    Offer offer = scheduler.offers().get(1);
    scheduler.accept(
        offer,
        scheduler.group(
            Lab.executor("e"),
            offer.agentId(),
            List.of(tasks).stream().map(Lab::task).toArray(TaskInfo[]::new)));
    lab.passSeconds(1);
    scheduler.forgetEvents();
  }

  @Test
  void a_killed_agent_is_noticed_by_a_rescind_alone_and_comes_back_with_its_tasks() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    assertThat(scheduler.events()).hasSize(1).allMatch(MesosEvent.Rescind.class::isInstance);
    scheduler.reconcile("a", null);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.RUNNING);
    lab.passSeconds(5);
    scheduler.forgetEvents();
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(3);
    assertThat(scheduler.statuses()).isEmpty();
    assertThat(scheduler.lastOffer().executorIds()).hasSize(1);
    scheduler.kill("a");
    lab.passSeconds(1);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLING);
    lab.passSeconds(1);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);
    lab.passSeconds(2);
    assertThat(scheduler.failures()).hasSize(1);
  }

  @Test
  void what_ends_while_its_agent_is_down_is_told_after_the_return_and_a_kill_is_kept() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    lab.containers().kill(new TaskId("a"), 9, lab.now());
    lab.passSeconds(5);
    assertThat(scheduler.statuses()).isEmpty();
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(3);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.FAILED);
    lab.passSeconds(2);
    assertThat(scheduler.failures()).hasSize(1);
  }

  @Test
  void a_kill_for_a_dead_agent_is_delivered_when_it_returns() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    scheduler.kill("a");
    lab.passSeconds(5);
    assertThat(scheduler.statuses()).isEmpty();
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(4);
    assertThat(scheduler.states("a")).containsExactly(TaskState.KILLING, TaskState.KILLED);
  }

  @Test
  void an_executor_that_ended_unnoticed_with_its_last_task_told_has_no_failure_event() {
    runOnSecondAgent("a");
    lab.containers().kill(new TaskId("a"), 9, lab.now());
    lab.pass(Duration.ofMillis(20));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.FAILED);
    assertThat(scheduler.failures()).isEmpty();
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    lab.passSeconds(1);
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(5);
    assertThat(scheduler.failures()).isEmpty();
    assertThat(scheduler.lastOffer().executorIds()).isEmpty();
  }

  @Test
  void an_executor_that_does_not_come_back_to_its_agent_is_gone_with_its_tasks() {
    runOnSecondAgent("a", "b");
    ContainerId task = lab.containers().containerOf(new TaskId("a")).orElseThrow();
    lab.handle(
        new ClusterInput.ExecutorStopped(new ContainerId(task.agentId(), task.executor(), null)));
    lab.passSeconds(5);
    assertThat(scheduler.statuses()).isEmpty();
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(5);
    assertThat(scheduler.statuses())
        .allMatch(status -> status.state() == TaskState.GONE)
        .allMatch(status -> status.reason() == StatusReason.EXECUTOR_REREGISTRATION_TIMEOUT)
        .allMatch(status -> "Executor did not reregister within 2secs".equals(status.message()))
        .hasSize(2);
    assertThat(scheduler.failures()).extracting(MesosEvent.Failure::status).containsExactly(9);
  }

  @Test
  void an_agent_answers_pings_from_its_start_on() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    lab.passSeconds(74);
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(5);
    assertThat(scheduler.statuses()).isEmpty();
  }

  @Test
  void executors_that_died_with_their_agent_fail_their_tasks() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), false));
    lab.passSeconds(3);
    assertThat(scheduler.last("a").reason()).isEqualTo(StatusReason.EXECUTOR_TERMINATED);
    assertThat(scheduler.failures()).extracting(MesosEvent.Failure::status).containsExactly(9);
  }

  @Test
  void an_agent_that_stays_away_is_unreachable_and_its_return_is_told() {
    runOnSecondAgent("a", "b");
    lab.handle(new ClusterInput.AgentPartitioned(lab.agentId(2)));
    lab.passSeconds(74);
    assertThat(scheduler.statuses()).isEmpty();
    lab.passSeconds(2);
    TaskStatus lost = scheduler.last("a");
    assertThat(lost.state()).isEqualTo(TaskState.UNREACHABLE);
    assertThat(lost.reason()).isEqualTo(StatusReason.AGENT_REMOVED);
    assertThat(lost.message()).isEqualTo("health check timed out");
    assertThat(lost.unreachableTime()).isNotNull();
    assertThat(lost.executorId()).isNotNull();
    assertThat(lost.uuid()).isNull();
    assertThat(scheduler.failures())
        .containsExactly(new MesosEvent.Failure(lab.agentId(2), null, null));
    assertThat(lab.model().view().agents()).hasSize(1);

    scheduler.reconcile("a", lab.agentId(2));
    assertThat(scheduler.last("a").message()).isEqualTo("Reconciliation: Task is unreachable");
    scheduler.reconcile("a", null);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.UNKNOWN);
    scheduler.kill("a");
    lab.containers().kill(new TaskId("b"), 9, lab.now());
    lab.passSeconds(1);
    scheduler.forgetEvents();

    lab.handle(new ClusterInput.AgentHealed(lab.agentId(2)));
    lab.passSeconds(5);
    assertThat(scheduler.statuses("b").get(0).reason()).isEqualTo(StatusReason.AGENT_REREGISTERED);
    assertThat(scheduler.statuses("b").get(0).message())
        .isEqualTo("Unreachable agent re-reregistered");
    assertThat(scheduler.states("b")).containsExactly(TaskState.FAILED, TaskState.FAILED);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);
    scheduler.reconcile("a", lab.agentId(2));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.GONE);
  }

  @Test
  void a_short_partition_delays_updates() {
    lab.life("a", Life.endingAfter(Duration.ofSeconds(5), 0));
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentPartitioned(lab.agentId(2)));
    lab.passSeconds(10);
    assertThat(scheduler.statuses()).isEmpty();
    lab.handle(new ClusterInput.AgentHealed(lab.agentId(2)));
    lab.passSeconds(3);
    assertThat(scheduler.states("a")).containsExactly(TaskState.FINISHED);
    lab.passSeconds(3);
    assertThat(lab.model().view().frameworks().get(0).executors()).isEmpty();
  }

  @Test
  void an_agent_that_stops_in_the_orderly_way_loses_its_tasks() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentStopped(lab.agentId(2)));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.LOST);
    assertThat(scheduler.last("a").message())
        .isEqualTo("Agent agent2.local removed: the agent unregistered");
    assertThat(scheduler.failures())
        .containsExactly(new MesosEvent.Failure(lab.agentId(2), null, null));
    lab.passSeconds(4);
    assertThat(lab.containers().runningTasks()).isEmpty();
    scheduler.reconcile("a", lab.agentId(2));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.UNKNOWN);

    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(3);
    scheduler.reconcile("a", lab.agentId(2));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.GONE);
    assertThat(scheduler.offered()).isEqualTo("ports:[31000-31999]; cpus:2; mem:4096; disk:20000");
  }

  @Test
  void an_agent_marked_gone_never_comes_back() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.MarkAgentGone(lab.agentId(2)));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.GONE_BY_OPERATOR);
    assertThat(scheduler.last("a").reason()).isEqualTo(StatusReason.AGENT_REMOVED_BY_OPERATOR);
    assertThat(scheduler.last("a").message()).isEqualTo("Agent has been marked gone");
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    lab.passSeconds(5);
    assertThat(lab.model().view().agents()).hasSize(1);
    scheduler.reconcile("a", lab.agentId(2));
    assertThat(scheduler.last("a").message()).isEqualTo("Reconciliation: Task is gone");
    lab.handle(new ClusterInput.MarkAgentGone(new AgentId("nope")));
    assertThat(lab.refusals())
        .containsExactly(new ClusterOutput.CallRefused(404, "Agent 'nope' not found"));
  }

  @Test
  void after_a_masters_restart_nothing_is_known_until_the_agents_are_back() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.MasterRestarted());
    assertThat(scheduler.isClosed()).isTrue();
    Lab.Scheduler back = lab.subscribe(Lab.framework(Lab.ROLE).withId(scheduler.frameworkId()));
    assertThat(back.frameworkId()).isEqualTo(scheduler.frameworkId());
    back.reconcile("a", lab.agentId(2));
    back.reconcile("a", null);
    back.call(new MesosCall.Reconcile(ImmutableList.of()));
    lab.passSeconds(1);
    assertThat(back.statuses()).isEmpty();
    assertThat(back.offers()).isEmpty();

    lab.passSeconds(2);
    assertThat(back.offers()).hasSize(2);
    assertThat(back.statuses()).isEmpty();
    back.reconcile("a", null);
    assertThat(back.last("a").state()).isEqualTo(TaskState.RUNNING);
    back.kill("a");
    lab.passSeconds(1);
    assertThat(back.last("a").state()).isEqualTo(TaskState.KILLED);
    assertThat(back.failures()).hasSize(1);
  }

  @Test
  void a_drained_agent_ends_its_tasks_and_is_offered_again_after_reactivation() {
    lab.life("a", Life.ignoringTerm());
    Offer offer = scheduler.offers().get(1);
    scheduler.accept(
        offer,
        scheduler.group(
            Lab.executor("e"), offer.agentId(), withGrace(task("a"), Duration.ofSeconds(10))));
    lab.passSeconds(1);
    scheduler.forgetEvents();
    lab.handle(new ClusterInput.DrainAgent(lab.agentId(2), Duration.ofSeconds(3), false));
    lab.handle(new ClusterInput.ReactivateAgent(lab.agentId(2)));
    assertThat(lab.refusals())
        .containsExactly(
            new ClusterOutput.CallRefused(400, "Agent is still in the DRAINING state"));
    lab.passSeconds(3.2);
    assertThat(scheduler.states("a")).containsExactly(TaskState.KILLING, TaskState.KILLED);
    assertThat(scheduler.statuses("a"))
        .allMatch(status -> status.reason() == StatusReason.AGENT_DRAINING);
    ClusterView.Agent drained = lab.model().view().agents().get(1);
    assertThat(drained.active()).isFalse();
    assertThat(drained.drain()).matches(drain -> drain != null && drain.drained());
    lab.passSeconds(5);
    assertThat(scheduler.offers()).isEmpty();

    lab.handle(new ClusterInput.ReactivateAgent(lab.agentId(2)));
    lab.passSeconds(0.3);
    assertThat(scheduler.offers()).hasSize(1);
  }

  @Test
  void an_agent_that_leaves_while_it_is_drained_is_offered_when_it_comes_back() {
    runOnSecondAgent("a");
    scheduler.stopAcknowledging();
    lab.handle(new ClusterInput.DrainAgent(lab.agentId(2), null, false));
    lab.passSeconds(2);
    lab.handle(new ClusterInput.AgentStopped(lab.agentId(2)));
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    scheduler.forgetEvents();
    lab.passSeconds(10);

    assertThat(scheduler.offers()).isNotEmpty();
    assertThat(lab.model().view().agents().get(1).drain()).isNull();
  }

  @Test
  void an_agent_out_of_reach_is_drained_when_it_comes_back() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentPartitioned(lab.agentId(2)));
    lab.handle(new ClusterInput.DrainAgent(lab.agentId(2), null, false));
    lab.passSeconds(120);
    assertThat(lab.containers().runningTasks()).hasSize(1);

    lab.handle(new ClusterInput.AgentHealed(lab.agentId(2)));
    lab.passSeconds(5);
    assertThat(lab.containers().runningTasks()).isEmpty();
    assertThat(lab.model().view().agents().get(1).drain())
        .matches(drain -> drain != null && drain.drained());
  }

  @Test
  void an_agent_that_was_told_to_leave_starts_again_only_when_all_under_it_has_ended() {
    lab.life("a", Life.ignoringTerm());
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentStopped(lab.agentId(2)));
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    scheduler.forgetEvents();
    lab.passSeconds(3);
    assertThat(scheduler.offers()).isEmpty();

    lab.passSeconds(10);
    assertThat(lab.containers().runningTasks()).isEmpty();
    assertThat(scheduler.offers()).isNotEmpty();
  }

  @Test
  void an_agent_that_crashes_while_it_leaves_starts_again() {
    lab.life("a", Life.ignoringTerm());
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentStopped(lab.agentId(2)));
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    lab.passSeconds(60);
    lab.handle(new ClusterInput.AgentRestarted(lab.agentId(2), true));
    scheduler.forgetEvents();
    lab.passSeconds(10);

    assertThat(lab.containers().runningTasks()).isEmpty();
    assertThat(scheduler.offers()).isNotEmpty();
  }

  @Test
  void an_agent_marked_gone_while_a_new_master_waits_for_it_stays_gone() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.AgentCrashed(lab.agentId(2)));
    lab.handle(new ClusterInput.MasterRestarted());
    Lab.Scheduler back = lab.subscribe(Lab.framework(Lab.ROLE).withId(scheduler.frameworkId()));
    lab.passSeconds(5);
    lab.handle(new ClusterInput.MarkAgentGone(lab.agentId(2)));
    lab.pass(Duration.ofMinutes(15));

    back.reconcile("a", lab.agentId(2));
    assertThat(back.last("a").state()).isEqualTo(TaskState.GONE_BY_OPERATOR);
  }

  @Test
  void draining_for_good_tells_gone_by_operator_and_removes_the_agent() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.DrainAgent(lab.agentId(2), null, true));
    lab.passSeconds(1);
    assertThat(scheduler.states("a")).containsExactly(TaskState.GONE_BY_OPERATOR);
    assertThat(scheduler.last("a").source()).isEqualTo(TaskStatus.Source.EXECUTOR);
    assertThat(lab.model().view().goneAgents()).containsExactly(lab.agentId(2));
  }

  @Test
  void a_deactivated_agent_is_not_offered_and_its_tasks_run_on() {
    runOnSecondAgent("a");
    lab.handle(new ClusterInput.DeactivateAgent(lab.agentId(2)));
    lab.passSeconds(5);
    assertThat(scheduler.events(MesosEvent.Rescind.class)).hasSize(1);
    assertThat(scheduler.offers()).isEmpty();
    scheduler.kill("a");
    lab.passSeconds(1);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);
  }
}
