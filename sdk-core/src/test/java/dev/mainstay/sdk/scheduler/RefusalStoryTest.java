package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.scheduler.ToyMesos.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ACCEPTs that Mesos refuses, in whole or in part. */
final class RefusalStoryTest {

  private static CoreStory withVolume() {
    return CoreStory.of(
        hello().pod(pod("hello").task(task("server").volume("data", 100)).task(task("sidecar"))));
  }

  @Test
  void a_stale_offer_gives_up_nothing_that_was_reserved_and_is_tried_elsewhere() {
    CoreStory story = withVolume().subscribed();

    story.nextAccept(Answer.STALE_OFFER).offer("agent-1");
    assertThat(story.state().released()).isEmpty();
    assertThat(story.pod("hello-0").holdings()).isEmpty();
    assertThat(story.pod("hello-0").backoff().failures()).isZero();

    story.offer("agent-2").running("hello-0-server", "hello-0-sidecar");
    assertThat(story.deploy()).containsExactly("hello-0:[server, sidecar] COMPLETE");
  }

  @Test
  void a_stale_offer_of_a_returning_pod_keeps_its_reservations() {
    CoreStory story = withVolume().subscribed().offer("agent-1");
    story.running("hello-0-server", "hello-0-sidecar");
    int holdings = story.pod("hello-0").holdings().size();
    story.status("hello-0-server", TaskState.FAILED).status("hello-0-sidecar", TaskState.KILLED);

    story.nextAccept(Answer.STALE_OFFER).offer("agent-1");
    assertThat(story.pod("hello-0").holdings()).hasSize(holdings);
    assertThat(story.state().released()).isEmpty();

    story.offer("agent-1").running("hello-0-server", "hello-0-sidecar");
    assertThat(story.pod("hello-0").holdings()).hasSize(holdings);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESERVE_REFUSED", "CREATE_REFUSED"})
  void what_was_refused_is_told_in_the_step_and_in_the_history(Answer refusal) {
    CoreStory story = withVolume().subscribed().nextAccept(refusal).offer("agent-1");
    PlanView plan =
        PlanViews.of(
            story.core().snapshot().deploy(),
            story.state(),
            ServiceBuilder.START.plus(Duration.ofMinutes(10)));
    assertThat(plan.phases().get(0).steps().get(0).message())
        .contains("a reservation of the pod failed: refused");
    assertThat(story.state().history())
        .filteredOn(entry -> entry.text().startsWith("a reservation of the pod failed"))
        .hasSize(1)
        .allMatch(entry -> entry.subject().equals("hello-0"));
    story.settle("agent-1", "agent-2");
    assertThat(story.deploy()).containsExactly("hello-0:[server, sidecar] COMPLETE");
  }

  @Test
  void a_refused_reserve_is_tried_again_with_back_off() {
    CoreStory story = withVolume().subscribed();

    story.nextAccept(Answer.RESERVE_REFUSED).offer("agent-1");
    assertThat(story.state().released()).isEmpty();
    assertThat(story.pod("hello-0").holdings()).isEmpty();
    assertThat(story.pod("hello-0").error()).isEmpty();
    assertThat(story.pod("hello-0").backoff().failures()).isPositive();

    story.advance(Duration.ofMinutes(1)).offer("agent-2");
    story.running("hello-0-server", "hello-0-sidecar");
    assertThat(story.deploy()).containsExactly("hello-0:[server, sidecar] COMPLETE");
  }

  @Test
  void a_refused_create_ends_what_was_started_without_it_and_is_cleaned_up() {
    CoreStory story = withVolume().subscribed();

    story.nextAccept(Answer.CREATE_REFUSED).offer("agent-1");
    assertThat(story.takeKills()).contains(story.taskId("hello-0-sidecar"));
    assertThat(story.state().released()).isNotEmpty();

    story.advance(Duration.ofMinutes(1)).offer("agent-2");
    assertThat(story.launched()).containsExactly("hello-0-server", "hello-0-sidecar");

    story.status("hello-0-sidecar", TaskState.KILLED).offer("agent-2");
    story.running("hello-0-server", "hello-0-sidecar").offer("agent-1");
    assertThat(story.mesos().reservations("agent-1")).isEmpty();
    assertThat(story.state().released()).isEmpty();
  }

  @Test
  void leftovers_are_asked_for_every_ten_minutes() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server").volume("data", 100))));
    story.subscribed().nextAccept(Answer.CREATE_REFUSED).offer("agent-1");
    story.advance(Duration.ofMinutes(1)).offer("agent-2").running("hello-0-server");
    assertThat(story.mesos().isSuppressed()).isTrue();

    story.takeSent(MesosCall.class);
    story.advance(Duration.ofMinutes(11));
    assertThat(story.takeSent(MesosCall.Revive.class)).hasSize(1);

    story.offer("agent-1");
    assertThat(story.state().released()).isEmpty();
    assertThat(story.mesos().reservations("agent-1")).isEmpty();
    story.advance(Duration.ofHours(1));
    assertThat(story.takeSent(MesosCall.Revive.class)).isEmpty();
  }

  @Test
  void a_refused_launch_on_good_reservations_is_an_error_without_another_try() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server"))))
            .subscribed()
            .nextAccept(Answer.LAUNCH_REFUSED)
            .offer("agent-1");

    assertThat(story.deploy()).containsExactly("hello-0:[server] ERROR");
    assertThat(story.pod("hello-0").error()).contains("server").contains("more than available");

    story.advance(Duration.ofHours(1)).offer("agent-1").offer("agent-2");
    assertThat(story.launched()).hasSize(1);
    assertThat(story.state().released()).isEmpty();
  }

  @Test
  void an_accept_that_was_lost_is_found_out_and_made_again() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server").volume("data", 100))));

    story.subscribed().nextAccept(Answer.LOST).offer("agent-1");
    story.settle("agent-2");

    assertThat(story.launched()).hasSize(2);
    assertThat(story.mesos().reservations("agent-1")).isEmpty();
  }

  @Test
  void an_accept_that_the_master_refuses_is_made_again_and_its_offers_are_given_back() {
    CoreStory story = CoreStory.of(hello().pod(pod("hello").task(task("server")))).subscribed();
    story.nextAccept(Answer.LOST).offer("agent-1");
    MesosCall.Accept accept = story.takeSent(MesosCall.Accept.class).get(0);

    story.callFailed(accept, true).advance(Duration.ofSeconds(5));
    assertThat(story.takeSent(MesosCall.Decline.class))
        .extracting(MesosCall.Decline::offerIds)
        .containsExactly(accept.offerIds());

    story.offer("agent-2").running("hello-0-server");
    assertThat(story.deploy()).containsExactly("hello-0:[server] COMPLETE");
  }

  @Test
  void an_accept_with_an_unknown_outcome_is_asked_for() {
    CoreStory story = CoreStory.of(hello().pod(pod("hello").task(task("server")))).subscribed();
    story.offer("agent-1");
    MesosCall.Accept accept = story.takeSent(MesosCall.Accept.class).get(0);

    story.callFailed(accept, false).advance(Duration.ofSeconds(5));
    assertThat(story.takeSent(MesosCall.Reconcile.class)).hasSize(1);

    story.running("hello-0-server");
    assertThat(story.launched()).hasSize(1);
    assertThat(story.deploy()).containsExactly("hello-0:[server] COMPLETE");
  }
}
