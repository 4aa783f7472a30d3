package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.Statuses;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tasks that end, and how they come back. */
final class RecoveryStoryTest {

  private static final AgentId AGENT = new AgentId("agent-1");

  private static CoreStory deployed() {
    return CoreStory.of(hello().pod(pod("hello").task(task("server").volume("data", 100))))
        .subscribed()
        .offer("agent-1")
        .running("hello-0-server");
  }

  private static CoreStory deployedPair() {
    return CoreStory.of(
            hello().pod(pod("hello").task(task("server")).task(task("sidecar").notEssential())))
        .subscribed()
        .offer("agent-1")
        .running("hello-0-server", "hello-0-sidecar");
  }

  @Test
  void a_crashed_task_comes_back_once_its_task_and_executor_reservations_are_offered() {
    CoreStory story = deployed();
    TaskId first = story.taskId("hello-0-server");
    story.status("hello-0-server", TaskState.FAILED);

    story.offer("agent-2");
    story.offerFragment("agent-1", "hello-0", "server-resource-set");
    story.offerFragment("agent-1", "hello-0", "");
    assertThat(story.launched()).hasSize(1);

    story.offer("agent-1").running("hello-0-server");
    assertThat(story.launched()).hasSize(2);
    assertThat(story.taskId("hello-0-server")).isNotEqualTo(first);
    assertThat(story.mesos().reservations("agent-1"))
        .hasSameSizeAs(story.pod("hello-0").holdings());
  }

  @Test
  void an_offer_of_another_agent_is_not_said_to_find_nobody_waiting() {
    CoreStory story = deployed().status("hello-0-server", TaskState.FAILED).offer("agent-2");
    assertThat(story.core().snapshot().recentOutcomes().reverse().get(0).reason())
        .isEqualTo("each pod that waits belongs elsewhere");
  }

  @Test
  void fragments_are_let_go_at_once_so_that_they_merge() {
    CoreStory story = deployed();
    story.status("hello-0-server", TaskState.FAILED);
    story.takeSent(MesosCall.class);

    story.offerFragment("agent-1", "hello-0", "server-resource-set");
    assertThat(story.takeSent(MesosCall.Decline.class))
        .extracting(MesosCall.Decline::refuse)
        .containsExactly(Duration.ZERO);
  }

  @Test
  void a_task_that_dies_again_and_again_is_delayed_longer_and_longer() {
    CoreStory story = deployedNever();

    story.status("hello-0-server", TaskState.FAILED).offer("agent-1");
    assertThat(story.launched()).hasSize(2);

    story.status("hello-0-server", TaskState.FAILED).offer("agent-1");
    assertThat(story.launched()).hasSize(2);
    assertThat(story.deploy()).containsExactly("hello-0:[server] DELAYED");

    story.advance(Duration.ofSeconds(1)).offer("agent-1");
    assertThat(story.launched()).hasSize(3);

    story
        .status("hello-0-server", TaskState.FAILED)
        .advance(Duration.ofSeconds(1))
        .offer("agent-1");
    assertThat(story.launched()).hasSize(3);
    story.advance(Duration.ofSeconds(1)).offer("agent-1");
    assertThat(story.launched()).hasSize(4);
  }

  @Test
  void a_task_that_lives_long_but_never_gets_ready_is_delayed_too() {
    CoreStory story = deployedNever();
    for (int failures = 1; failures <= 4; failures++) {
      story.advance(Duration.ofMinutes(3)).status("hello-0-server", TaskState.FAILED);
      assertThat(story.pod("hello-0").backoff().failures()).isEqualTo(failures);
      story.advance(Duration.ofMinutes(1)).offer("agent-1").running("hello-0-server");
    }
    story
        .checked("hello-0-server", 0)
        .advance(Duration.ofMinutes(3))
        .status("hello-0-server", TaskState.FAILED);
    assertThat(story.pod("hello-0").backoff().failures()).isEqualTo(1);
  }

  @Test
  void a_failure_before_a_task_ran_points_to_the_fetcher_when_there_was_something_to_fetch() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server").config("a.conf", "x"))))
            .subscribed()
            .offer("agent-1")
            .status("hello-0-server", TaskState.STARTING);
    story.status(
        saying(story.taskId("hello-0-server"), TaskState.FAILED, "Command exited with status 1"));
    assertThat(story.task("hello-0-server").describe())
        .isEqualTo(
            "failed: Command exited with status 1 before it ran, as when a URI cannot be fetched;"
                + " see './mainstay logs hello-0-server --stderr'");
  }

  @Test
  void a_failure_after_a_task_ran_says_what_mesos_says() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server").config("a.conf", "x"))))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server");
    story.status(
        saying(story.taskId("hello-0-server"), TaskState.FAILED, "Command exited with status 1"));
    assertThat(story.task("hello-0-server").describe())
        .isEqualTo("failed: Command exited with status 1");
  }

  @Test
  void a_task_that_is_not_ready_says_how_its_check_failed_last() {
    CoreStory story = deployedNever().checked("hello-0-server", 3);
    assertThat(story.task("hello-0-server").describe())
        .isEqualTo("running, not ready: readiness check exited with status 3");
    story.checked("hello-0-server", null);
    assertThat(story.task("hello-0-server").describe()).contains("exited with status 3");
    story.checked("hello-0-server", 0);
    assertThat(story.task("hello-0-server").describe()).isEqualTo("ready");
  }

  private static TaskStatus saying(TaskId task, TaskState state, String message) {
    TaskStatus status = Statuses.status(task, state, AGENT, UUID.randomUUID());
    return new TaskStatus(
        status.taskId(),
        status.state(),
        message,
        status.source(),
        null,
        status.agentId(),
        status.executorId(),
        status.timestamp(),
        status.uuid(),
        status.healthy(),
        status.checkResult(),
        status.containerStatus(),
        status.unreachableTime(),
        status.labels());
  }

  /** Never ready, so that the step stays open. */
  private static CoreStory deployedNever() {
    return CoreStory.of(hello().pod(pod("hello").task(task("server").readiness())))
        .subscribed()
        .offer("agent-1")
        .running("hello-0-server");
  }

  @Test
  void a_kill_by_a_health_check_after_a_long_life_is_the_first_failure_again() {
    CoreStory story = deployed();
    for (int day = 0; day < 5; day++) {
      story.advance(Duration.ofDays(1)).status("hello-0-server", TaskState.KILLING);
      story.status("hello-0-server", TaskState.KILLED).offer("agent-1").running("hello-0-server");
    }
    assertThat(story.launched()).hasSize(6);
    assertThat(story.pod("hello-0").backoff().failures()).isEqualTo(1);
  }

  @Test
  void a_task_that_fails_again_and_again_beside_one_that_is_well_is_delayed_all_the_same() {
    CoreStory story =
        CoreStory.of(
                hello()
                    .pod(
                        pod("hello")
                            .task(task("server").notEssential())
                            .task(task("sidecar").notEssential())))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server", "hello-0-sidecar")
            .advance(Duration.ofDays(1));
    for (int failures = 1; failures <= 4; failures++) {
      story.status("hello-0-sidecar", TaskState.FAILED);
      assertThat(story.pod("hello-0").backoff().failures()).isEqualTo(failures);
      story.advance(Duration.ofMinutes(1)).offer("agent-1").running("hello-0-sidecar");
    }
  }

  @Test
  void a_success_of_what_was_to_finish_ends_the_failures_before_it() {
    CoreStory story =
        CoreStory.of(
                hello()
                    .pod(
                        pod("hello")
                            .task(task("init").goal(Goal.FINISH))
                            .task(task("server").onResourcesOf("init")))
                    .phase(
                        "hello",
                        StrategyKind.SERIAL,
                        ServiceBuilder.steps(-1, List.of("init"), List.of("server"))))
            .subscribed()
            .offer("agent-1");
    for (int failures = 1; failures <= 8; failures++) {
      story.running("hello-0-init").status("hello-0-init", TaskState.FAILED);
      assertThat(story.pod("hello-0").backoff().failures()).isEqualTo(failures);
      story.advance(Duration.ofMinutes(6)).offer("agent-1");
    }
    story.running("hello-0-init").status("hello-0-init", TaskState.FINISHED).offer("agent-1");
    story.running("hello-0-server").status("hello-0-server", TaskState.FAILED).offer("agent-1");
    assertThat(story.launched()).endsWith("hello-0-server", "hello-0-server");
  }

  @Test
  void the_end_of_an_essential_task_restarts_the_others() {
    CoreStory story = deployedPair();
    TaskId sidecar = story.taskId("hello-0-sidecar");
    story.takeKills();

    story.status("hello-0-server", TaskState.FAILED).offer("agent-1");
    assertThat(story.takeKills()).containsExactly(sidecar);
    assertThat(story.launched()).containsExactly("hello-0-server", "hello-0-sidecar");

    story.status("hello-0-sidecar", TaskState.KILLED).offer("agent-1");
    assertThat(story.launched().subList(2, 4)).containsExactly("hello-0-server", "hello-0-sidecar");
  }

  @Test
  void the_end_of_another_task_restarts_it_alone() {
    CoreStory story = deployedPair();
    story.takeKills();

    story.status("hello-0-sidecar", TaskState.FAILED).offer("agent-1");

    assertThat(story.takeKills()).isEmpty();
    assertThat(story.launched().subList(2, 3)).containsExactly("hello-0-sidecar");
  }

  @Test
  void a_kill_is_repeated_with_doubling_pauses_until_the_task_is_over() {
    CoreStory story = deployedPair();
    TaskId sidecar = story.taskId("hello-0-sidecar");
    story.status("hello-0-server", TaskState.FAILED).takeKills();

    assertThat(story.advance(Duration.ofSeconds(5)).takeKills()).containsExactly(sidecar);
    assertThat(story.advance(Duration.ofSeconds(9)).takeKills()).isEmpty();
    assertThat(story.advance(Duration.ofSeconds(1)).takeKills()).containsExactly(sidecar);
    assertThat(story.advance(Duration.ofMinutes(30)).takeKills().size()).isBetween(28, 33);

    story.status("hello-0-sidecar", TaskState.KILLED).takeKills();
    assertThat(story.advance(Duration.ofMinutes(30)).takeKills()).isEmpty();
  }

  @Test
  void a_finish_task_is_not_ended_with_the_others() {
    CoreStory story =
        CoreStory.of(
                hello()
                    .pod(pod("hello").task(task("server")).task(task("backup").goal(Goal.FINISH))))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server", "hello-0-backup");
    story.takeKills();

    story.status("hello-0-server", TaskState.FAILED);
    assertThat(story.takeKills()).isEmpty();
  }

  @Test
  void an_unreachable_task_is_waited_for() {
    CoreStory story = deployed();

    story.status("hello-0-server", TaskState.UNREACHABLE);
    story.advance(Duration.ofHours(1)).offer("agent-2").offer("agent-1");
    assertThat(story.launched()).hasSize(1);

    story.status(Statuses.status(story.taskId("hello-0-server"), TaskState.RUNNING, AGENT, null));
    assertThat(story.task("hello-0-server").condition().ready()).isTrue();
    assertThat(story.takeKills()).isEmpty();
  }

  @Test
  void an_unknown_task_is_waited_for_until_its_reservation_is_offered() {
    CoreStory story = deployed();

    story.status(Statuses.status(story.taskId("hello-0-server"), TaskState.UNKNOWN, AGENT, null));
    story.advance(Duration.ofHours(1)).offer("agent-2");
    assertThat(story.launched()).hasSize(1);
    assertThat(story.task("hello-0-server").state()).isEqualTo(TaskState.UNKNOWN);

    diesUnseen(story, "hello-0-server");
    story.offer("agent-1").offer("agent-1");
    assertThat(story.launched()).hasSize(2);
  }

  /** The agent forgets the task without any update. */
  private static void diesUnseen(CoreStory story, String task) {
    story.mesos().happened(Statuses.status(story.taskId(task), TaskState.GONE, AGENT, null));
    story.mesos().next();
  }

  @Test
  void a_late_or_doubled_starting_changes_nothing() {
    CoreStory story = deployed();
    story.status("hello-0-server", TaskState.STARTING).status("hello-0-server", TaskState.STAGING);
    assertThat(story.task("hello-0-server").state()).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void a_running_task_that_nobody_knows_is_killed_and_acknowledged() {
    CoreStory story = deployed();
    story.takeKills();
    TaskId stranger = new TaskId("hello__hello-0-server__old");

    story.status(Statuses.status(stranger, TaskState.RUNNING, AGENT, story.mesos().uuid()));
    assertThat(story.takeKills()).containsExactly(stranger);

    story.status(Statuses.status(stranger, TaskState.KILLED, AGENT, story.mesos().uuid()));
    assertThat(story.takeKills()).isEmpty();
  }

  @Test
  void a_stale_offer_of_a_joining_task_leaves_the_others_alone() {
    CoreStory story =
        CoreStory.of(
                hello()
                    .pod(pod("node").task(task("first")).task(task("second")))
                    .phase(
                        "node",
                        StrategyKind.SERIAL,
                        ServiceBuilder.steps(0, List.of("first"), List.of("second"))))
            .subscribed()
            .offer("agent-1")
            .running("node-0-first");

    story.nextAccept(ToyMesos.Answer.STALE_OFFER).offer("agent-1");
    assertThat(story.takeKills()).isEmpty();
    assertThat(story.pod("node-0").backoff().failures()).isZero();

    story.offer("agent-1").running("node-0-second");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  @Test
  void an_executor_that_dies_at_its_start_backs_off_and_one_that_was_ending_does_not() {
    CoreStory story = CoreStory.of(hello().pod(pod("hello").task(task("server"))));
    story.subscribed().offer("agent-1");

    story.status(executorTerminated(story, "hello-0-server"));
    assertThat(story.pod("hello-0").backoff().failures()).isEqualTo(1);

    CoreStory pair = deployedPair();
    pair.advance(Duration.ofSeconds(1)).status("hello-0-sidecar", TaskState.FAILED);
    pair.advance(Duration.ofSeconds(1)).offer("agent-1");
    int before = pair.pod("hello-0").backoff().failures();
    pair.status(executorTerminated(pair, "hello-0-sidecar"));
    assertThat(pair.pod("hello-0").backoff().failures()).isEqualTo(before);
  }

  private static TaskStatus executorTerminated(CoreStory story, String task) {
    return Statuses.because(
        Statuses.status(story.taskId(task), TaskState.FAILED, AGENT, story.mesos().uuid()),
        StatusReason.EXECUTOR_TERMINATED,
        "Executor terminated");
  }
}
