package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.OfferBuilder.offer;
import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.TaskBuilder;
import dev.mainstay.sdk.scheduler.CoreStory.CrashPoint;
import dev.mainstay.sdk.scheduler.ToyMesos.Answer;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods that return to their agent in a configuration that asks for other resources. */
final class ResizeStoryTest {

  private static final String[] AGENTS = {"agent-1", "agent-2"};

  private static ServiceBuilder service(TaskBuilder server, TaskBuilder... others) {
    var pod = pod("hello").volume("shared", 50).task(server.volume("data", 100).port("http", 0));
    Stream.of(others).forEach(pod::task);
    return hello().pod(pod);
  }

  private static ServiceBuilder small() {
    return service(task("server"), task("sidecar"));
  }

  private static ServiceBuilder large() {
    return service(task("server").cpus(2), task("sidecar"));
  }

  /** The pod ran on agent-1, its tasks ended, and the target is now another. */
  private static CoreStory ended(ServiceBuilder target) {
    CoreStory story = CoreStory.of(small()).subscribed().offer("agent-1");
    story.running("hello-0-server", "hello-0-sidecar");
    story.status("hello-0-server", TaskState.FAILED).status("hello-0-sidecar", TaskState.KILLED);
    return story.targets(target);
  }

  private static List<String> operations(CoreStory story) {
    return story.takeSent(MesosCall.Accept.class).get(0).operations().stream()
        .map(operation -> operation.getClass().getSimpleName().toUpperCase(Locale.ROOT))
        .toList();
  }

  /** {@code cpus 0.5} for each resource of an owner that the pod holds. */
  private static List<String> holds(CoreStory story, String owner) {
    return story.pod("hello-0").holdings().stream()
        .filter(holding -> holding.owner().equals(owner))
        .map(holding -> holding.name() + " " + text(holding.resource()))
        .toList();
  }

  private static String text(Resource resource) {
    return resource.value() instanceof ResourceValue.Amount amount
        ? amount.scalar().toString()
        : resource.value() instanceof ResourceValue.Ranges ranges ? ranges.ranges().toString() : "";
  }

  private static List<String> volumes(CoreStory story) {
    return story.mesos().reservations("agent-1").stream()
        .flatMap(resource -> resource.persistence().stream())
        .map(volume -> volume.id())
        .toList();
  }

  @Test
  void an_amount_is_changed_in_the_accept_that_launches_the_pod_again() {
    CoreStory story = ended(large());
    List<String> volumes = volumes(story);

    story.offer("agent-1");
    assertThat(operations(story))
        .containsExactly("UNRESERVE", "RESERVE", "LAUNCHGROUP", "LAUNCHGROUP");
    assertThat(holds(story, "server-resource-set"))
        .containsExactlyInAnyOrder("cpus 2", "mem 64", "http [31000-31000]", "data 100");
    assertThat(volumes(story)).isEqualTo(volumes);
    assertThat(story.state().released()).isEmpty();

    story.running("hello-0-server", "hello-0-sidecar");
    assertThat(story.deploy()).containsExactly("hello-0:[server, sidecar] COMPLETE");
    assertThat(story.pod("hello-0").holdings()).allMatch(Holding::isHeld);
    assertThat(story.mesos().reservations("agent-1"))
        .hasSameSizeAs(story.pod("hello-0").holdings());
  }

  @Test
  void what_a_task_that_is_gone_had_is_given_back_and_a_new_one_gets_its_own() {
    CoreStory story = ended(service(task("server"), task("backup").volume("dump", 10)));

    story.offer("agent-1");
    assertThat(operations(story))
        .containsExactly(
            "UNRESERVE", "UNRESERVE", "RESERVE", "CREATE", "LAUNCHGROUP", "LAUNCHGROUP");
    assertThat(holds(story, "sidecar-resource-set")).isEmpty();
    assertThat(holds(story, "backup-resource-set"))
        .containsExactly("cpus 0.5", "mem 64", "dump 10");
    assertThat(story.state().released()).isEmpty();
  }

  @Test
  void the_room_of_what_is_given_up_counts_for_what_takes_its_place() {
    CoreStory story = ended(large());

    story.offer(offer("agent-1").cpus(1.4));
    assertThat(story.takeSent(MesosCall.Accept.class)).isEmpty();
    assertThat(story.state().released()).isEmpty();
    assertThat(story.core().snapshot().recentOutcomes().reverse().get(0).refused().toString())
        .contains("hello-0 on agent-1")
        .contains("cpus: asked 2, available 1.9");
    assertThat(story.mesos().isSuppressed()).isFalse();

    story.offer(offer("agent-1").cpus(1.5)).running("hello-0-server", "hello-0-sidecar");
    assertThat(story.deploy()).containsExactly("hello-0:[server, sidecar] COMPLETE");
  }

  @Test
  void a_pod_waits_until_all_that_it_gives_up_is_offered() {
    CoreStory story = ended(large());

    story.offerFragment("agent-1", "hello-0", Holding.EXECUTOR);
    assertThat(story.takeSent(MesosCall.Accept.class)).isEmpty();

    story.offer("agent-1");
    assertThat(story.takeSent(MesosCall.Accept.class)).hasSize(1);
  }

  /** The server runs, its backup is to be launched beside it, and has nothing reserved. */
  private static CoreStory joining() {
    return CoreStory.of(
            service(task("server"), task("backup"))
                .phase(
                    "hello",
                    StrategyKind.SERIAL,
                    ServiceBuilder.steps(-1, List.of("server"), List.of("backup"))))
        .subscribed()
        .offer("agent-1")
        .losesReservationsOf("hello-0", "backup-resource-set")
        .running("hello-0-server");
  }

  @Test
  void a_task_joins_a_pod_that_runs_with_resources_of_its_own() {
    CoreStory story = joining();
    assertThat(story.mesos().isSuppressed()).isFalse();
    PodRecord before = story.pod("hello-0");
    story.takeSent(MesosCall.class);

    story.offer("agent-1");
    assertThat(operations(story)).containsExactly("RESERVE", "LAUNCHGROUP");
    assertThat(story.pod("hello-0").executor()).isEqualTo(before.executor());
    assertThat(story.pod("hello-0").holdings()).containsAll(before.holdings());
    assertThat(holds(story, "backup-resource-set")).containsExactly("cpus 0.5", "mem 64");
  }

  @Test
  void a_refused_reserve_leaves_the_pod_its_data_and_is_told_and_made_again() {
    CoreStory story = ended(large());
    List<String> volumes = volumes(story);

    story.nextAccept(Answer.RESERVE_REFUSED).offer("agent-1");
    assertThat(story.pod("hello-0").error()).isEmpty();
    assertThat(story.pod("hello-0").backoff().failures()).isPositive();
    assertThat(story.pod("hello-0").backoff().lastFailure())
        .isEqualTo("a reservation of the pod failed: refused");
    assertThat(volumes(story)).isEqualTo(volumes);

    story.settle(AGENTS);
    assertThat(volumes(story)).isEqualTo(volumes);
    assertThat(holds(story, "server-resource-set")).contains("cpus 2");
    assertThat(story.mesos().reservations("agent-2")).isEmpty();
  }

  @Test
  void a_refused_create_of_a_new_volume_leaves_the_pod_the_volumes_that_it_has() {
    CoreStory story = ended(service(task("server"), task("sidecar").volume("dump", 10)));
    List<String> volumes = volumes(story);

    story.nextAccept(Answer.CREATE_REFUSED).offer("agent-1");
    assertThat(volumes(story)).isEqualTo(volumes);
    assertThat(story.pod("hello-0").backoff().lastFailure())
        .isEqualTo("a reservation of the pod failed: refused");

    story.settle(AGENTS);
    assertThat(volumes(story)).containsAll(volumes).hasSize(3);
    assertThat(story.mesos().reservations("agent-1"))
        .hasSameSizeAs(story.pod("hello-0").holdings());
  }

  @Test
  void a_stale_offer_counts_as_no_failure_and_leaves_nothing_behind() {
    CoreStory story = ended(large());

    story.nextAccept(Answer.STALE_OFFER).offer("agent-1");
    assertThat(story.pod("hello-0").backoff().lastFailure()).doesNotContain("reservation");
    assertThat(holds(story, "server-resource-set")).noneMatch(text -> text.startsWith("cpus"));

    story.offer("agent-1").running("hello-0-server", "hello-0-sidecar");
    assertThat(story.deploy()).containsExactly("hello-0:[server, sidecar] COMPLETE");
    assertThat(story.state().released()).isEmpty();
    assertThat(story.mesos().reservations("agent-1"))
        .hasSameSizeAs(story.pod("hello-0").holdings());
  }

  @Test
  void an_accept_that_was_lost_is_found_out_and_made_again_on_the_same_volumes() {
    CoreStory story = ended(large());
    List<String> volumes = volumes(story);

    story.nextAccept(Answer.LOST).offer("agent-1").settle(AGENTS);
    assertThat(volumes(story)).isEqualTo(volumes);
    assertThat(holds(story, "server-resource-set")).contains("cpus 2");
    assertThat(story.mesos().reservations("agent-1"))
        .hasSameSizeAs(story.pod("hello-0").holdings());

    // What was only asked for, and never made, is not waited for for ever.
    story.advance(Duration.ofMinutes(31)).offer("agent-1");
    story.advance(Duration.ofMinutes(10)).offer("agent-1");
    story.advance(Duration.ofMinutes(10)).offer("agent-1");
    assertThat(story.state().released()).isEmpty();
  }

  @Test
  void a_lost_accept_of_a_task_that_joins_is_made_again_while_the_others_run() {
    CoreStory story = joining();

    story.nextAccept(Answer.LOST).offer("agent-1").mesos().comeAlive();
    for (int round = 0; round < 30; round++) {
      story.advance(Duration.ofSeconds(5)).offer("agent-1");
    }
    assertThat(story.launched())
        .containsExactly("hello-0-server", "hello-0-backup", "hello-0-backup");
    assertThat(story.task("hello-0-backup").isRunning()).isTrue();
    assertThat(story.mesos().reservations("agent-1"))
        .hasSameSizeAs(story.pod("hello-0").holdings());
  }

  @Test
  void a_change_of_mind_before_the_outcome_is_known_ends_with_what_was_wanted_last() {
    CoreStory story = ended(large());
    List<String> volumes = volumes(story);

    story.nextAccept(Answer.LOST).offer("agent-1");
    story.targets(service(task("server").cpus(0.3), task("sidecar"))).settle(AGENTS);
    assertThat(holds(story, "server-resource-set")).contains("cpus 0.3");
    assertThat(volumes(story)).isEqualTo(volumes);
    assertThat(story.mesos().reservations("agent-1"))
        .hasSameSizeAs(story.pod("hello-0").holdings());
  }

  @ParameterizedTest
  @EnumSource(CrashPoint.class)
  void a_resize_ends_the_same_wherever_the_scheduler_is_killed(CrashPoint point) {
    ServiceBuilder target =
        service(task("server").cpus(2).mem(32), task("backup").volume("dump", 10));
    CoreStory undisturbed = ended(target);
    int begin = undisturbed.decisions();
    undisturbed.settle(AGENTS);

    for (int decision = begin; decision < undisturbed.decisions(); decision++) {
      CoreStory crashed = ended(target);
      List<String> volumes = volumes(crashed);
      crashed.crashAt(decision, point).settle(AGENTS);

      String where = "killed at decision " + decision + " " + point;
      assertThat(volumes(crashed)).as(where).containsAll(volumes).hasSize(3);
      for (String owner :
          ImmutableList.of(Holding.EXECUTOR, "server-resource-set", "backup-resource-set")) {
        assertThat(holds(crashed, owner)).as(where).isEqualTo(holds(undisturbed, owner));
      }
      assertThat(crashed.mesos().reservations("agent-1"))
          .as(where)
          .hasSameSizeAs(crashed.pod("hello-0").holdings());
      assertThat(crashed.mesos().reservations("agent-2")).as(where).isEmpty();
    }
  }
}
