package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.Statuses;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told to and asked of the master besides. */
final class MasterStoryTest {

  private static CoreStory deployed() {
    return CoreStory.of(hello().pod(pod("hello").task(task("server"))))
        .subscribed()
        .offer("agent-1")
        .running("hello-0-server");
  }

  @Test
  void an_idle_service_suppresses_offers_and_revives_when_work_comes() {
    CoreStory story = deployed();
    assertThat(story.mesos().isSuppressed()).isTrue();

    story.takeSent(MesosCall.class);
    story.advance(Duration.ofMinutes(2)).status("hello-0-server", TaskState.FAILED);
    assertThat(story.takeSent(MesosCall.Revive.class)).hasSize(1);
    assertThat(story.mesos().isSuppressed()).isFalse();
  }

  @Test
  void revives_at_most_once_a_second() {
    CoreStory story =
        CoreStory.of(
            hello()
                .pod(pod("hello").count(20).task(task("server")))
                .phase("hello", StrategyKind.PARALLEL));
    story.subscribed().offer("agent-1").offer("agent-1");
    for (int index = 0; index < 20; index++) {
      story.running("hello-" + index + "-server");
    }
    story.advance(Duration.ofMinutes(1)).takeSent(MesosCall.class);

    for (int index = 0; index < 20; index++) {
      story.status("hello-" + index + "-server", TaskState.FAILED);
    }
    story.advance(Duration.ofMillis(900));
    assertThat(story.takeSent(MesosCall.Revive.class)).hasSize(1);
    story.advance(Duration.ofMillis(100));
    assertThat(story.takeSent(MesosCall.Revive.class)).hasSize(1);
  }

  @Test
  void reconciles_with_back_off_until_answered_then_asks_for_all_once() {
    CoreStory story = deployed().restarted();
    assertThat(asked(story)).isEqualTo(List.of(1));

    assertThat(asked(story.advance(Duration.ofSeconds(5)))).isEqualTo(List.of(1));
    assertThat(asked(story.advance(Duration.ofSeconds(9)))).isEmpty();
    assertThat(asked(story.advance(Duration.ofSeconds(1)))).isEqualTo(List.of(1));

    story.status(
        Statuses.status(
            story.taskId("hello-0-server"), TaskState.RUNNING, new AgentId("agent-1"), null));
    assertThat(asked(story)).isEqualTo(List.of(0));
    assertThat(asked(story.advance(Duration.ofMinutes(50)))).isEmpty();
  }

  @Test
  void asks_for_all_tasks_every_hour_as_an_update_may_be_lost_without_a_trace() {
    CoreStory story = deployed();
    story.takeSent(MesosCall.class);

    assertThat(asked(story.advance(Duration.ofMinutes(60)))).containsExactly(0);
    assertThat(asked(story.advance(Duration.ofSeconds(5)))).containsExactly(1);
  }

  @Test
  void asks_by_name_for_no_task_that_was_heard_of() {
    CoreStory story = deployed();
    story.takeSent(MesosCall.class);
    story.advance(Duration.ofMinutes(60));

    story.status(
        Statuses.status(
            story.taskId("hello-0-server"), TaskState.RUNNING, new AgentId("agent-1"), null));

    assertThat(asked(story.advance(Duration.ofMinutes(50)))).containsExactly(0);
  }

  @Test
  void says_again_that_no_offers_are_wanted_when_nobody_knows_whether_it_was_heard() {
    CoreStory story = deployed();
    MesosCall suppress = story.takeSent(MesosCall.Suppress.class).get(0);

    story.handle(new SchedulerEvent.CallFailed(suppress, false, "no answer"));

    assertThat(story.takeSent(MesosCall.Suppress.class)).isEmpty();
    assertThat(story.advance(Duration.ofSeconds(5)).takeSent(MesosCall.Suppress.class)).hasSize(1);
  }

  /** How many tasks each RECONCILE asked for; 0 stands for all. */
  private static List<Integer> asked(CoreStory story) {
    return story.takeSent(MesosCall.Reconcile.class).stream()
        .map(call -> call.tasks().size())
        .toList();
  }

  @Test
  void a_launch_of_which_nothing_is_heard_is_asked_for_after_a_minute() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server")))).subscribed().offer("agent-1");
    story.takeSent(MesosCall.class);

    assertThat(asked(story.advance(Duration.ofSeconds(59)))).isEmpty();
    assertThat(asked(story.advance(Duration.ofSeconds(10)))).isEqualTo(List.of(1));
  }

  @Test
  void sends_nothing_while_disconnected() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server")))).subscribed().offer("agent-1");
    story.disconnected().takeSent(MesosCall.class);

    story.advance(Duration.ofHours(2));
    assertThat(story.takeSent(MesosCall.class)).isEmpty();

    story.subscribed();
    assertThat(story.takeSent(MesosCall.Reconcile.class)).hasSize(1);
  }

  @Test
  void a_kill_is_sent_again_after_a_new_subscription() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server")).task(task("other"))))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server", "hello-0-other")
            .status("hello-0-server", TaskState.FAILED);
    story.takeKills();

    story.restarted();
    assertThat(story.takeKills()).containsExactly(story.taskId("hello-0-other"));
  }

  @Test
  void a_decline_that_failed_is_sent_again() {
    CoreStory story = deployed().offer("agent-2");
    MesosCall.Decline decline = story.takeSent(MesosCall.Decline.class).get(0);

    story.callFailed(decline, false).advance(Duration.ofSeconds(5));
    assertThat(story.takeSent(MesosCall.Decline.class))
        .extracting(MesosCall.Decline::offerIds)
        .containsExactly(decline.offerIds());
  }
}
