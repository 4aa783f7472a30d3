package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerScript.Life;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Acknowledgement, resending, replay and reconciliation: sections 13 and 14 of the record. */
final class UpdatesTest {

  private final Lab lab = Lab.withAgents(1);
  private final Lab.Scheduler scheduler = lab.subscribe();

  @Test
  void one_update_of_a_task_is_on_its_way_at_a_time_and_is_sent_again() {
    scheduler.stopAcknowledging();
    lab.life("a", Life.endingAfter(Duration.ofSeconds(1), 0));
    scheduler.launch(task("a"));
    lab.passSeconds(5);
    assertThat(scheduler.states("a")).containsExactly(TaskState.STARTING);
    lab.passSeconds(6);
    assertThat(scheduler.states("a")).containsExactly(TaskState.STARTING, TaskState.STARTING);
    assertThat(scheduler.statuses("a").get(0)).isEqualTo(scheduler.statuses("a").get(1));
    lab.passSeconds(16);
    assertThat(scheduler.states("a")).hasSize(2);

    scheduler.acknowledge(scheduler.last("a"));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.RUNNING);
    scheduler.acknowledge(scheduler.last("a"));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.FINISHED);
  }

  @Test
  void a_resubscription_replays_the_first_unacknowledged_update_of_each_task() {
    lab.life("a", Life.endingAfter(Duration.ofSeconds(2), 0));
    scheduler.launch(task("a"), task("b"));
    scheduler.stopAcknowledging();
    lab.passSeconds(4);
    lab.disconnect(scheduler);
    Lab.Scheduler back = lab.subscribe(Lab.framework(Lab.ROLE).withId(scheduler.frameworkId()));
    assertThat(back.states("a")).containsExactly(TaskState.STARTING);
    assertThat(back.states("b")).containsExactly(TaskState.STARTING);
    lab.passSeconds(1);
    assertThat(back.states("a"))
        .containsExactly(TaskState.STARTING, TaskState.RUNNING, TaskState.FINISHED);
    assertThat(back.states("b")).containsExactly(TaskState.STARTING, TaskState.RUNNING);
  }

  @Test
  void a_second_subscription_ends_the_first() {
    Lab.Scheduler second = lab.subscribe(Lab.framework(Lab.ROLE).withId(scheduler.frameworkId()));
    assertThat(scheduler.events()).endsWith(new MesosEvent.Error("Framework failed over"));
    assertThat(scheduler.isClosed()).isTrue();
    assertThat(second.offers()).hasSize(1);
    assertThat(lab.model().streamOf(scheduler.frameworkId())).contains(second.stream());
  }

  @Test
  void a_framework_that_does_not_come_back_is_removed_with_its_tasks() {
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    lab.disconnect(scheduler);
    assertThat(lab.model().standingOf(scheduler.frameworkId()))
        .isEqualTo(FrameworkStanding.DISCONNECTED);
    lab.pass(Duration.ofHours(1).plusSeconds(5));
    assertThat(lab.containers().runningTasks()).isEmpty();
    assertThat(lab.model().standingOf(scheduler.frameworkId()))
        .isEqualTo(FrameworkStanding.UNKNOWN);
    Lab.Scheduler late = lab.subscribe(Lab.framework(Lab.ROLE).withId(scheduler.frameworkId()));
    assertThat(late.events()).containsExactly(new MesosEvent.Error("Framework has been removed"));
    assertThat(late.isClosed()).isTrue();
  }

  @Test
  void a_teardown_ends_all_tasks_with_three_seconds_grace() {
    lab.life("a", Life.ignoringTerm());
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    scheduler.call(new MesosCall.Teardown());
    assertThat(scheduler.isClosed()).isTrue();
    lab.passSeconds(2.9);
    assertThat(lab.containers().runningTasks()).containsExactly(new TaskId("a"));
    lab.passSeconds(0.2);
    assertThat(lab.containers().runningTasks()).isEmpty();
    ClusterView.Framework completed = lab.model().view().completedFrameworks().get(0);
    assertThat(completed.completedTasks())
        .extracting(ClusterView.Task::state)
        .containsExactly(TaskState.KILLED);
  }

  @Test
  void heartbeats_come_every_fifteen_seconds() {
    lab.passSeconds(46);
    assertThat(scheduler.events(MesosEvent.Heartbeat.class)).hasSize(4);
  }

  @Test
  void explicit_reconciliation_tells_the_latest_state_whatever_agent_is_named() {
    scheduler.launch(Lab.withCheck(task("a")));
    lab.passSeconds(2);
    for (String agent : ImmutableList.of(lab.agentId(1).value(), "other")) {
      scheduler.forgetEvents();
      scheduler.reconcile("a", new AgentId(agent));
      TaskStatus answer = scheduler.last("a");
      assertThat(answer.state()).isEqualTo(TaskState.RUNNING);
      assertThat(answer.reason()).isEqualTo(StatusReason.RECONCILIATION);
      assertThat(answer.message()).isEqualTo("Reconciliation: Latest task state");
      assertThat(answer.uuid()).isNull();
      assertThat(answer.containerStatus()).isNotNull();
      assertThat(answer.checkResult()).isNotNull();
      assertThat(answer.source()).isEqualTo(TaskStatus.Source.MASTER);
    }
  }

  @Test
  void a_task_that_has_not_started_is_staging() {
    scheduler.launch(task("a"));
    scheduler.reconcile("a", null);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.STAGING);
    assertThat(scheduler.last("a").executorId()).isNotNull();
  }

  @Test
  void an_ended_task_is_gone_on_its_agent_and_unknown_without_one() {
    lab.life("a", Life.endingAfter(Duration.ofSeconds(1), 0));
    scheduler.launch(task("a"));
    lab.passSeconds(3);
    scheduler.reconcile("a", lab.agentId(1));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.GONE);
    assertThat(scheduler.last("a").message())
        .isEqualTo("Reconciliation: Task is unknown to the agent");
    scheduler.reconcile("a", null);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.UNKNOWN);
    assertThat(scheduler.last("a").message()).isEqualTo("Reconciliation: Task is unknown");
    assertThat(scheduler.last("a").agentId()).isNull();
    scheduler.kill("a");
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.UNKNOWN);
  }

  @Test
  void implicit_reconciliation_tells_of_what_has_not_ended_as_far_as_the_framework_knows() {
    lab.life("ended", Life.endingAfter(Duration.ofSeconds(1), 0));
    lab.life("unheard", Life.endingAfter(Duration.ofSeconds(1), 0));
    scheduler.launch(task("ended"));
    lab.passSeconds(3);
    scheduler.call(new MesosCall.Revive(ImmutableList.of()));
    scheduler.stopAcknowledging();
    scheduler.launch(task("unheard"));
    lab.passSeconds(3);
    scheduler.forgetEvents();
    scheduler.call(new MesosCall.Reconcile(ImmutableList.of()));
    assertThat(scheduler.statuses())
        .extracting(status -> status.taskId().value())
        .containsExactly("unheard");
    assertThat(scheduler.last("unheard").state()).isEqualTo(TaskState.STARTING);
  }

  @Test
  void a_kill_that_names_another_agent_does_nothing() {
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    scheduler.forgetEvents();
    scheduler.call(new MesosCall.Kill(new TaskId("a"), new AgentId("other"), null));
    lab.passSeconds(1);
    assertThat(scheduler.statuses()).isEmpty();
  }

  @Test
  void a_task_id_may_be_used_again_after_its_last_update_was_acknowledged() {
    lab.life("a", Life.endingAfter(Duration.ofSeconds(1), 0));
    scheduler.launch(task("a"));
    lab.passSeconds(3);
    scheduler.call(new MesosCall.Revive(ImmutableList.of()));
    scheduler.launch(task("a"));
    lab.passSeconds(3);
    assertThat(scheduler.states("a")).hasSize(6);
  }
}
