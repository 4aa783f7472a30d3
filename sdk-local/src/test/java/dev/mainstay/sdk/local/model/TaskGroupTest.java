package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.task;
import static dev.mainstay.sdk.local.model.Lab.withGrace;
import static dev.mainstay.sdk.local.model.Lab.withMaxCompletion;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ExecutorId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerScript.Life;
import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.Offer;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Life and death of groups: sections 0, 3, 4 and 10 of the record of a real Mesos's pods. */
final class TaskGroupTest {

  private final Lab lab = Lab.withAgents(1);
  private final Lab.Scheduler scheduler = lab.subscribe();

  @Test
  void a_group_starts_runs_and_finishes() {
    lab.life("a", Life.endingAfter(Duration.ofSeconds(2), 0));
    scheduler.launch(task("a"));
    lab.passSeconds(5);

    assertThat(scheduler.states("a"))
        .containsExactly(TaskState.STARTING, TaskState.RUNNING, TaskState.FINISHED);
    TaskStatus running = scheduler.statuses("a").get(1);
    assertThat(running.source()).isEqualTo(TaskStatus.Source.EXECUTOR);
    assertThat(running.message()).isNull();
    assertThat(running.reason()).isNull();
    assertThat(running.uuid()).isNotNull();
    assertThat(Objects.requireNonNull(running.containerStatus()).parentContainerId()).isNotNull();
    assertThat(Objects.requireNonNull(running.containerStatus()).executorPid()).isNotNull();
    assertThat(scheduler.last("a").message()).isEqualTo("Command exited with status 0");
    assertThat(scheduler.failures())
        .containsExactly(new MesosEvent.Failure(lab.agentId(1), new ExecutorId("executor-1"), 0));
  }

  @Test
  void running_is_told_only_when_all_of_the_group_are_launched() {
    lab.life("slow", Life.FOREVER.withSetup(Duration.ofSeconds(6)));
    scheduler.launch(task("quick"), task("slow"));
    lab.passSeconds(5);
    assertThat(scheduler.states("quick")).containsExactly(TaskState.STARTING);

    lab.passSeconds(2);
    assertThat(scheduler.states("quick")).containsExactly(TaskState.STARTING, TaskState.RUNNING);
    assertThat(scheduler.states("slow")).containsExactly(TaskState.STARTING, TaskState.RUNNING);
  }

  @Test
  void a_finished_task_leaves_its_siblings_alone() {
    lab.life("a", Life.endingAfter(Duration.ofSeconds(1), 0));
    scheduler.launch(task("a"), task("b"));
    lab.passSeconds(10);

    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.FINISHED);
    assertThat(scheduler.last("b").state()).isEqualTo(TaskState.RUNNING);
    assertThat(scheduler.failures()).isEmpty();
  }

  @Test
  void one_failed_task_ends_its_group() {
    lab.life("a", Life.endingAfter(Duration.ofSeconds(1), 1));
    scheduler.launch(task("a"), task("b"));
    lab.passSeconds(10);

    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.FAILED);
    assertThat(scheduler.last("a").message()).isEqualTo("Command exited with status 1");
    assertThat(scheduler.states("b"))
        .containsExactly(
            TaskState.STARTING, TaskState.RUNNING, TaskState.KILLING, TaskState.KILLED);
    assertThat(scheduler.last("b").message())
        .isEqualTo("Command terminated with signal Terminated");
    assertThat(scheduler.failures()).extracting(MesosEvent.Failure::status).containsExactly(0);
  }

  @Test
  void siblings_of_a_killed_task_are_signalled_when_it_is_dead_and_get_three_seconds() {
    lab.life("a", Life.ignoringTerm());
    lab.life("b", Life.ignoringTerm());
    scheduler.launch(task("a"), withGrace(task("b"), Duration.ofSeconds(8)));
    lab.passSeconds(1);
    scheduler.kill("a");
    lab.passSeconds(2.9);
    assertThat(scheduler.last("b").state()).isEqualTo(TaskState.RUNNING);

    lab.passSeconds(0.2);
    assertThat(scheduler.last("a").message()).isEqualTo("Command terminated with signal Killed");
    assertThat(scheduler.last("b").state()).isEqualTo(TaskState.KILLING);

    lab.passSeconds(3);
    assertThat(scheduler.last("b").state()).isEqualTo(TaskState.KILLED);
  }

  @Test
  void groups_of_one_executor_live_and_die_apart() {
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    scheduler.call(new MesosCall.Revive(ImmutableList.of()));
    Offer rest = scheduler.lastOffer();
    assertThat(rest.executorIds()).containsExactly(new ExecutorId("executor-1"));
    scheduler.accept(rest, scheduler.group(Lab.executor("executor-1"), rest.agentId(), task("b")));
    lab.passSeconds(1);
    assertThat(scheduler.states("b")).containsExactly(TaskState.STARTING, TaskState.RUNNING);
    assertThat(lab.commands().stream().filter(ContainerCommand.LaunchExecutor.class::isInstance))
        .hasSize(1);

    scheduler.kill("b");
    lab.passSeconds(5);
    assertThat(scheduler.last("b").state()).isEqualTo(TaskState.KILLED);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void a_group_for_an_executor_that_is_ending_fails() {
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    scheduler.call(new MesosCall.Revive(ImmutableList.of()));
    Offer rest = scheduler.lastOffer();
    scheduler.kill("a");
    lab.passSeconds(0.07);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);

    scheduler.accept(rest, scheduler.group(Lab.executor("executor-1"), rest.agentId(), task("b")));
    lab.passSeconds(1);
    assertThat(scheduler.states("b")).containsExactly(TaskState.FAILED);
    assertThat(scheduler.last("b").reason()).isEqualTo(StatusReason.EXECUTOR_TERMINATED);
    assertThat(scheduler.last("b").message()).isEqualTo("Executor terminated");
  }

  @Test
  void a_kill_before_the_delivery_ends_the_whole_group() {
    scheduler.launch(task("a"), task("b"));
    scheduler.kill("a");
    lab.passSeconds(2);

    for (String id : ImmutableList.of("a", "b")) {
      assertThat(scheduler.states(id)).containsExactly(TaskState.KILLED);
      assertThat(scheduler.last(id).reason()).isEqualTo(StatusReason.TASK_KILLED_DURING_LAUNCH);
      assertThat(scheduler.last(id).source()).isEqualTo(TaskStatus.Source.AGENT);
      assertThat(scheduler.last(id).message())
          .isEqualTo("A task within the task group was killed before delivery to the executor");
    }
    assertThat(scheduler.failures()).extracting(MesosEvent.Failure::status).containsExactly(-1);
  }

  @Test
  void a_kill_between_starting_and_running_is_ignored() {
    lab.life("a", Life.FOREVER.withSetup(Duration.ofSeconds(5)));
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    scheduler.kill("a");
    lab.passSeconds(20);
    assertThat(scheduler.states("a")).containsExactly(TaskState.STARTING, TaskState.RUNNING);

    scheduler.kill("a");
    lab.passSeconds(1);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);
  }

  @Test
  void the_grace_of_a_kill_is_the_calls_else_the_tasks_and_a_second_kill_changes_nothing() {
    lab.life("a", Life.ignoringTerm());
    scheduler.launch(withGrace(task("a"), Duration.ofSeconds(20)));
    lab.passSeconds(1);
    scheduler.kill("a");
    lab.passSeconds(1);
    scheduler.call(new MesosCall.Kill(new TaskId("a"), null, Duration.ofSeconds(1)));
    lab.passSeconds(18);
    assertThat(scheduler.states("a")).endsWith(TaskState.RUNNING, TaskState.KILLING);
    lab.passSeconds(2);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);
  }

  @Test
  void a_task_that_exits_by_itself_after_a_kill_is_killed_all_the_same() {
    lab.life("a", Life.FOREVER.withTermExitCode(7));
    scheduler.launch(task("a"));
    lab.passSeconds(1);
    scheduler.kill("a");
    lab.passSeconds(1);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);
    assertThat(scheduler.last("a").message()).isEqualTo("Command exited with status 7");
  }

  @Test
  void a_failed_launch_comes_without_running_and_ends_the_group() {
    lab.life(
        "a",
        Life.failingToLaunch(
            ContainerEvent.LaunchFailed.Cause.FETCH, "Command exited with status 1"));
    scheduler.launch(task("a"), task("b"));
    lab.passSeconds(2);
    assertThat(scheduler.states("a")).containsExactly(TaskState.STARTING, TaskState.FAILED);
    assertThat(scheduler.last("a").message()).isEqualTo("Command exited with status 1");
    assertThat(scheduler.last("a").reason()).isNull();
    assertThat(scheduler.states("b"))
        .containsExactly(
            TaskState.STARTING, TaskState.RUNNING, TaskState.KILLING, TaskState.KILLED);
  }

  @Test
  void a_task_over_its_completion_time_fails_without_grace() {
    scheduler.launch(withMaxCompletion(task("a"), Duration.ofSeconds(5)));
    lab.passSeconds(6);
    assertThat(scheduler.states("a"))
        .containsExactly(TaskState.STARTING, TaskState.RUNNING, TaskState.FAILED);
    assertThat(scheduler.last("a").reason()).isEqualTo(StatusReason.MAX_COMPLETION_TIME_REACHED);
    assertThat(scheduler.last("a").message()).isEqualTo("Command terminated with signal Killed");
  }

  @Test
  void the_death_of_the_executor_fails_its_tasks() {
    scheduler.launch(task("a"), task("b"));
    lab.passSeconds(1);
    ContainerId executor = lab.containers().containerOf(new TaskId("a")).orElseThrow().parent();
    scheduler.forgetEvents();
    lab.containers().killExecutor(executor, 9, lab.now());
    lab.passSeconds(1);

    assertThat(scheduler.failures()).extracting(MesosEvent.Failure::status).containsExactly(9);
    assertThat(scheduler.events().get(0)).isInstanceOf(MesosEvent.Failure.class);
    assertThat(scheduler.last("a").reason()).isEqualTo(StatusReason.EXECUTOR_TERMINATED);
    assertThat(scheduler.last("a").source()).isEqualTo(TaskStatus.Source.AGENT);
    assertThat(scheduler.last("b").state()).isEqualTo(TaskState.FAILED);
  }

  @Test
  void shutdown_kills_all_tasks_and_destroys_what_does_not_end() {
    lab.life("b", Life.ignoringTerm());
    ExecutorInfo usual = Lab.executor("e");
    Offer offer = scheduler.lastOffer();
    ExecutorInfo hasty =
        new ExecutorInfo(
            usual.kind(),
            usual.executorId(),
            null,
            null,
            null,
            usual.resources(),
            "e",
            ImmutableList.of(),
            Duration.ofSeconds(1));
    scheduler.accept(offer, scheduler.group(hasty, offer.agentId(), task("a"), task("b")));
    lab.passSeconds(1);
    scheduler.call(new MesosCall.Shutdown(new ExecutorId("e"), offer.agentId()));
    lab.passSeconds(2);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);
    assertThat(scheduler.states("b")).endsWith(TaskState.KILLING, TaskState.FAILED);
    assertThat(scheduler.last("b").message()).isEqualTo("Executor terminated");
  }

  @Test
  void a_command_task_has_an_executor_of_its_own_and_no_failure_event() {
    lab.life("a", Life.endingAfter(Duration.ofSeconds(2), 7));
    Offer offer = scheduler.lastOffer();
    TaskInfo task = Lab.on(offer.agentId(), task("a"));
    scheduler.accept(offer, new Operation.Launch(null, ImmutableList.of(task)));
    lab.passSeconds(5);
    assertThat(scheduler.states("a"))
        .containsExactly(TaskState.STARTING, TaskState.RUNNING, TaskState.FAILED);
    TaskStatus last = scheduler.last("a");
    assertThat(last.message()).isEqualTo("Command exited with status 7");
    assertThat(last.executorId()).isEqualTo(new ExecutorId("a"));
    assertThat(Objects.requireNonNull(last.containerStatus()).parentContainerId()).isNull();
    assertThat(Objects.requireNonNull(last.containerStatus()).executorPid()).isNotNull();
    assertThat(scheduler.failures()).isEmpty();
  }
}
