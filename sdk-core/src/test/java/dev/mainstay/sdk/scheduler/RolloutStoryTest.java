package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.TaskBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.RolloutSpec.MaxUnavailable;
import dev.mainstay.sdk.spec.RolloutSpec.OnFailure;
import dev.mainstay.sdk.state.HistoryRecord;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an update goes on from one pod to the next, and what is done when one does not come up. */
final class RolloutStoryTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static RolloutSpec policy(
      @Nullable Integer most,
      @Nullable Duration bake,
      @Nullable Duration deadline,
      @Nullable OnFailure onFailure) {
    return new RolloutSpec(
        most == null ? null : new MaxUnavailable(most, false), bake, deadline, onFailure);
  }

  private static RolloutSpec most(int number) {
    return policy(number, null, null, null);
  }

  private static RolloutSpec bake(Duration time) {
    return policy(null, time, null, null);
  }

  private static RolloutSpec deadline(Duration time, OnFailure onFailure) {
    return policy(null, null, time, onFailure);
  }

  private static TaskBuilder server(String value) {
    return task("server").volume("data", 100).env("A", value);
  }

  private static ServiceBuilder service(int count, String value, @Nullable RolloutSpec rollout) {
    var type = pod("hello").count(count).task(server(value));
    return hello().pod(rollout == null ? type : type.rollout(rollout));
  }

  private static ServiceBuilder parallel(int count, String value, RolloutSpec rollout) {
    return service(count, value, rollout).phase("hello", StrategyKind.PARALLEL);
  }

  private static CoreStory deployed(int count) {
    CoreStory story = CoreStory.of(service(count, "a", null)).subscribed();
    for (int index = 0; index < count; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server");
    }
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    story.takeKills();
    return story;
  }

  /** The pod's task, told to end, does; and is launched again. */
  private static CoreStory relaunched(CoreStory story, int index) {
    return story.status("hello-" + index + "-server", TaskState.KILLED).offer("agent-" + index);
  }

  private static CoreStory restarted(CoreStory story, int index) {
    return relaunched(story, index).running("hello-" + index + "-server");
  }

  private static ImmutableList<String> kills(CoreStory story) {
    return story.takeKills().stream()
        .map(id -> id.value().replaceAll(".*__(hello-[0-9]+)-.*", "$1"))
        .collect(ImmutableList.toImmutableList());
  }

  private static CoreStory operate(CoreStory story, PlanAction action, String step) {
    return story.command(
        new OperatorCommand.OperatePlan(action, "update", "", step, ImmutableSortedMap.of()));
  }

  private static ImmutableList<String> history(CoreStory story) {
    return story.state().history().stream()
        .map(HistoryRecord::text)
        .collect(ImmutableList.toImmutableList());
  }

  private static String target(CoreStory story) {
    return story.state().targetRecord().orElseThrow().configId().value();
  }

  // max-unavailable

  @Test
  void a_parallel_update_takes_down_no_more_than_may_be_away_at_once() {
    CoreStory story = deployed(4);
    story.target("new", parallel(4, "b", most(2)));
    assertThat(kills(story)).containsExactlyInAnyOrder("hello-0", "hello-1");
    assertThat(story.told())
        .contains(
            "hello-2:[server] PENDING waits: 2 of at most 2 'hello' are unavailable: hello-0, hello-1");

    restarted(story, 1);
    assertThat(kills(story)).containsExactly("hello-2");
    restarted(story, 0);
    assertThat(kills(story)).containsExactly("hello-3");
    restarted(restarted(story, 2), 3);
    assertThat(story.plan().status()).isEqualTo(Status.COMPLETE);
  }

  @Test
  void a_serial_update_waits_while_another_pod_is_away() {
    CoreStory story = deployed(3);
    story.target("new", service(3, "b", most(1)));
    assertThat(kills(story)).containsExactly("hello-0");
    story.status("hello-2-server", TaskState.UNREACHABLE);
    restarted(story, 0);
    assertThat(kills(story)).isEmpty();
    assertThat(story.told())
        .contains("hello-1:[server] PENDING waits: 1 of at most 1 'hello' is unavailable: hello-2");

    story.status("hello-2-server", TaskState.RUNNING);
    assertThat(kills(story)).containsExactly("hello-1");
  }

  @Test
  void a_pod_that_is_away_already_goes_first_when_others_wait_for_it() {
    CoreStory story = deployed(3);
    story.status("hello-2-server", TaskState.FAILED);
    story.target("new", service(3, "b", most(1)));
    assertThat(kills(story)).isEmpty();
    assertThat(story.told())
        .containsExactly(
            "hello-0:[server] PENDING waits: 1 of at most 1 'hello' is unavailable: hello-2",
            "hello-1:[server] PENDING",
            "hello-2:[server] PREPARED waits for its reservations on agent-2");

    story.offer("agent-2").running("hello-2-server");
    assertThat(story.task("hello-2-server").launch().config()).isEqualTo(new ConfigId("new"));
    assertThat(kills(story)).as("and the order goes on").containsExactly("hello-0");
  }

  @Test
  void a_share_of_the_count_is_rounded_down() {
    CoreStory story = deployed(5);
    RolloutSpec share = new RolloutSpec(new MaxUnavailable(50, true), null, null, null);
    story.target("new", parallel(5, "b", share));
    assertThat(kills(story)).containsExactlyInAnyOrder("hello-0", "hello-1");
  }

  @Test
  void a_new_instance_is_added_while_others_wait() {
    CoreStory story = deployed(2);
    story.target("new", parallel(3, "b", most(1)));
    assertThat(kills(story)).containsExactly("hello-0");
    assertThat(story.deploy())
        .containsExactly(
            "hello-0:[server] PREPARED", "hello-1:[server] PENDING", "hello-2:[server] PREPARED");
  }

  @Test
  void another_policy_touches_no_pod_and_holds_at_once() {
    CoreStory story = deployed(3);
    story.target("new", parallel(3, "b", most(1)));
    assertThat(kills(story)).containsExactly("hello-0");
    story.target("faster", parallel(3, "b", most(3)));
    assertThat(kills(story)).containsExactlyInAnyOrder("hello-1", "hello-2");
    restarted(restarted(restarted(story, 0), 1), 2);
    story.target("again", parallel(3, "b", most(1)));
    assertThat(story.plan().status()).isEqualTo(Status.COMPLETE);
    assertThat(kills(story)).isEmpty();
  }

  // bake-time

  @Test
  void a_step_is_complete_when_its_tasks_were_ready_for_the_bake_time() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", bake(MINUTE)));
    restarted(story, 0);
    assertThat(kills(story)).containsExactly("hello-0");
    assertThat(story.told())
        .containsExactly(
            "hello-0:[server] STARTED bakes until 03:05:05 UTC", "hello-1:[server] PENDING");

    story.advance(Duration.ofSeconds(59));
    assertThat(kills(story)).isEmpty();
    story.advance(Duration.ofSeconds(1));
    assertThat(kills(story)).containsExactly("hello-1");
    assertThat(story.deploy().get(0)).endsWith("COMPLETE");
  }

  @Test
  void a_task_that_is_not_ready_for_a_while_bakes_anew() {
    TaskBuilder checked = server("b").readiness();
    CoreStory story = deployed(2);
    story.target("new", hello().pod(pod("hello").count(2).task(checked).rollout(bake(MINUTE))));
    restarted(story, 0).checked("hello-0-server", 0);
    story.advance(Duration.ofSeconds(50)).checked("hello-0-server", 1);
    story.advance(Duration.ofSeconds(30)).checked("hello-0-server", 0);
    kills(story);
    story.advance(Duration.ofSeconds(59));
    assertThat(kills(story)).isEmpty();
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
    story.advance(Duration.ofSeconds(1));
    assertThat(kills(story)).containsExactly("hello-1");
  }

  @Test
  void the_bake_time_goes_on_over_a_restart_of_the_scheduler() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", bake(MINUTE)));
    restarted(story, 0).advance(Duration.ofSeconds(40)).restarted();
    story.status("hello-0-server", TaskState.RUNNING).status("hello-1-server", TaskState.RUNNING);
    assertThat(story.told().get(0)).endsWith("bakes until 03:05:05 UTC");
    kills(story);
    story.advance(Duration.ofSeconds(20));
    assertThat(kills(story)).containsExactly("hello-1");
  }

  @Test
  void nothing_has_baked_before_the_master_told_that_it_still_runs() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", bake(MINUTE)));
    restarted(story, 0).advance(Duration.ofSeconds(40));
    kills(story);
    story.disconnected().advance(Duration.ofMinutes(5)).restarted();
    assertThat(story.deploy().get(0)).endsWith("STARTED");
    story.status("hello-1-server", TaskState.RUNNING).status("hello-0-server", TaskState.RUNNING);
    assertThat(story.deploy().get(0)).endsWith("COMPLETE");
    assertThat(kills(story)).containsExactly("hello-1");
  }

  @Test
  void a_task_that_ends_within_the_bake_time_stops_the_rollout_and_is_brought_back() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", bake(MINUTE)));
    restarted(story, 0).advance(Duration.ofSeconds(30));
    kills(story);
    story.status("hello-0-server", TaskState.FAILED);
    assertThat(story.plan().status()).isEqualTo(Status.WAITING);
    assertThat(story.told().get(0))
        .startsWith(
            "hello-0:[server] WAITING failed: server failed within the bake time; the rollout is paused, 'plan resume' goes on");
    assertThat(history(story))
        .contains(
            "failed its rollout policy: server failed within the bake time; the rollout is paused");

    story.offer("agent-0").running("hello-0-server").advance(Duration.ofMinutes(2));
    assertThat(story.task("hello-0-server").launch().config()).isEqualTo(new ConfigId("new"));
    assertThat(story.plan().status()).as("until an operator says so").isEqualTo(Status.WAITING);
    assertThat(kills(story)).isEmpty();

    operate(story, PlanAction.CONTINUE, "");
    assertThat(kills(story)).containsExactly("hello-1");
  }

  @Test
  void a_pod_that_fails_long_after_its_bake_time_is_recoverys_business() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", bake(MINUTE)));
    restarted(story, 0).advance(MINUTE);
    story.status("hello-0-server", TaskState.FAILED);
    assertThat(story.deploy().get(0)).endsWith("COMPLETE");
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
  }

  // deadline and on-failure

  @Test
  void a_step_that_is_not_complete_in_time_stops_the_plan_until_an_operator_says_so() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", deadline(MINUTE, OnFailure.PAUSE)));
    relaunched(story, 0).advance(Duration.ofSeconds(59));
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
    story.advance(Duration.ofSeconds(2));
    assertThat(story.told())
        .containsExactly(
            "hello-0:[server] WAITING failed: not complete within 1m: server staging; the rollout is paused, 'plan resume' goes on (server staging)",
            "hello-1:[server] PENDING");

    kills(story);
    story.running("hello-0-server");
    assertThat(story.deploy().get(0)).endsWith("COMPLETE");
    assertThat(story.plan().status()).isEqualTo(Status.WAITING);
    assertThat(kills(story)).isEmpty();
    operate(story, PlanAction.CONTINUE, "");
    assertThat(kills(story)).containsExactly("hello-1");
  }

  @Test
  void an_operators_word_gives_the_step_as_much_time_again() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", deadline(MINUTE, OnFailure.PAUSE)));
    relaunched(story, 0).advance(MINUTE);
    operate(story, PlanAction.CONTINUE, "");
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
    story.advance(Duration.ofSeconds(59));
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
    story.advance(Duration.ofSeconds(1));
    assertThat(story.plan().status()).isEqualTo(Status.WAITING);
  }

  @Test
  void a_deadline_holds_over_a_restart_of_the_scheduler() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", deadline(Duration.ofMinutes(10), OnFailure.PAUSE)));
    relaunched(story, 0).advance(Duration.ofMinutes(8)).restarted();
    story.status("hello-0-server", TaskState.STAGING).status("hello-1-server", TaskState.RUNNING);
    story.advance(Duration.ofSeconds(119));
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
    story.advance(Duration.ofSeconds(1));
    assertThat(story.plan().status()).isEqualTo(Status.WAITING);
    story.restarted();
    assertThat(story.plan().status()).as("and is not forgotten").isEqualTo(Status.WAITING);
  }

  @Test
  void a_scheduler_that_was_away_gives_a_step_the_time_to_be_heard_of() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", deadline(Duration.ofMinutes(5), OnFailure.ROLLBACK)));
    relaunched(story, 0).disconnected().advance(Duration.ofHours(1)).restarted();
    story.status("hello-1-server", TaskState.RUNNING).status("hello-0-server", TaskState.STAGING);
    story.advance(Duration.ofSeconds(30)).running("hello-0-server");
    assertThat(story.deploy().get(0)).endsWith("COMPLETE");
    assertThat(target(story)).isEqualTo("new");
  }

  @Test
  void a_launch_that_mesos_refuses_is_a_failure() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", deadline(MINUTE, OnFailure.CONTINUE)));
    relaunched(story, 0);
    kills(story);
    story.status("hello-0-server", TaskState.ERROR);
    assertThat(story.told().get(0))
        .contains("ERROR failed: server: ")
        .contains("the rollout goes on");
    assertThat(kills(story)).containsExactly("hello-1");
  }

  @Test
  void with_continue_the_next_steps_go_on_and_the_failed_one_is_not_forgotten() {
    CoreStory story = deployed(3);
    story.target("new", service(3, "b", deadline(MINUTE, OnFailure.CONTINUE)));
    relaunched(story, 0);
    kills(story);
    story.advance(MINUTE);
    assertThat(kills(story)).containsExactly("hello-1");
    assertThat(story.told().get(0))
        .isEqualTo(
            "hello-0:[server] STARTING failed: not complete within 1m: server staging; the rollout goes on (server staging)");

    restarted(restarted(story, 1), 2);
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
    story.running("hello-0-server");
    assertThat(story.plan().status()).isEqualTo(Status.COMPLETE);
    assertThat(story.told().get(0)).isEqualTo("hello-0:[server] COMPLETE");
  }

  @Test
  void with_continue_a_failed_pod_still_counts_as_away() {
    CoreStory story = deployed(4);
    story.target("new", service(4, "b", policy(2, null, MINUTE, OnFailure.CONTINUE)));
    relaunched(story, 0).advance(MINUTE);
    relaunched(story, 1).advance(MINUTE);
    assertThat(kills(story)).containsExactly("hello-0", "hello-1");
    assertThat(story.told().get(2))
        .contains("waits: 2 of at most 2 'hello' are unavailable: hello-0, hello-1");
  }

  @Test
  void a_failed_rollout_goes_back_to_what_was_rolled_out_completely() {
    CoreStory story = deployed(3);
    story.target("bad", service(3, "b", policy(1, null, MINUTE, OnFailure.ROLLBACK)));
    restarted(story, 0);
    relaunched(story, 1);
    kills(story);
    story.advance(MINUTE);
    assertThat(target(story)).isEqualTo(CONFIG.value());
    assertThat(history(story))
        .contains("failed its rollout policy: not complete within 1m: server staging; goes back");
    assertThat(story.state().history())
        .filteredOn(entry -> entry.by().equals("rollout policy"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.text())
                    .startsWith("became the target: rollback; ")
                    .contains("pods.hello.tasks.server.env.")
                    .endsWith("; restarts 2 pods"));
    assertThat(kills(story)).containsExactly("hello-0");
    restarted(story, 0);
    assertThat(kills(story)).containsExactly("hello-1");
    restarted(story, 1);
    assertThat(story.plan().status()).isEqualTo(Status.COMPLETE);
    assertThat(story.task("hello-2-server").launch().config()).isEqualTo(CONFIG);
    assertThat(story.launched()).hasSize(3 + 2 + 2);
  }

  @Test
  void a_rollback_under_a_limit_mends_the_broken_pod_first() {
    CoreStory story = CoreStory.of(service(3, "a", most(1))).subscribed();
    for (int index = 0; index < 3; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server");
    }
    story.target("bad", service(3, "b", policy(1, null, MINUTE, OnFailure.ROLLBACK)));
    restarted(story, 0);
    relaunched(story, 1);
    kills(story);
    story.advance(MINUTE);
    assertThat(target(story)).isEqualTo(CONFIG.value());
    assertThat(kills(story)).containsExactly("hello-1");
    restarted(story, 1);
    assertThat(kills(story)).containsExactly("hello-0");
    restarted(story, 0);
    assertThat(story.plan().status()).isEqualTo(Status.COMPLETE);
  }

  @Test
  void a_rollback_that_fails_itself_is_paused() {
    RolloutSpec policy = deadline(MINUTE, OnFailure.ROLLBACK);
    CoreStory story = CoreStory.of(service(2, "a", policy)).subscribed();
    story.offer("agent-0").running("hello-0-server").offer("agent-1").running("hello-1-server");
    story.target("bad", service(2, "b", policy));
    relaunched(story, 0).advance(MINUTE);
    assertThat(target(story)).isEqualTo(CONFIG.value());
    relaunched(story, 0).advance(Duration.ofMinutes(5));
    assertThat(target(story)).isEqualTo(CONFIG.value());
    assertThat(story.plan().status()).isEqualTo(Status.WAITING);
    assertThat(story.told().get(0))
        .contains("paused, as this is the last configuration that was rolled out completely");
  }

  @Test
  void a_first_deployment_has_nothing_to_go_back_to() {
    CoreStory story =
        CoreStory.of(service(2, "a", deadline(MINUTE, OnFailure.ROLLBACK))).subscribed();
    story.advance(Duration.ofHours(1));
    assertThat(story.plan().status()).as("no offer came").isNotEqualTo(Status.WAITING);
    story.offer("agent-0").advance(MINUTE);
    assertThat(story.plan().status()).isEqualTo(Status.WAITING);
    assertThat(story.told().get(0)).contains("nothing was rolled out completely before");

    story.status("hello-0-server", TaskState.FAILED).offer("agent-0");
    assertThat(story.launched())
        .as("it is tried on")
        .containsExactly("hello-0-server", "hello-0-server");
    story.running("hello-0-server");
    story.command(
        new OperatorCommand.OperatePlan(
            PlanAction.CONTINUE, "deploy", "", "", ImmutableSortedMap.of()));
    story.offer("agent-1").running("hello-1-server");
    assertThat(story.plan().status()).isEqualTo(Status.COMPLETE);
  }

  @Test
  void a_change_that_may_not_be_taken_back_is_paused() {
    CoreStory story = deployed(1);
    story.target("more", service(2, "a", deadline(MINUTE, OnFailure.ROLLBACK)));
    story.offer("agent-1").advance(MINUTE);
    assertThat(target(story)).isEqualTo("more");
    assertThat(story.told().get(1)).contains("paused, as the change back to").contains("count");
  }

  @Test
  void a_new_target_supersedes_a_stopped_rollout() {
    CoreStory story = deployed(2);
    story.target("bad", service(2, "b", deadline(MINUTE, OnFailure.PAUSE)));
    relaunched(story, 0).advance(MINUTE);
    story.target("good", service(2, "c", deadline(MINUTE, OnFailure.PAUSE)));
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
    restarted(restarted(story, 0), 1);
    assertThat(story.plan().status()).isEqualTo(Status.COMPLETE);
    assertThat(story.pod("hello-0").rollout()).isNull();
  }

  @Test
  void a_failed_step_may_be_restarted_or_forced() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", deadline(MINUTE, OnFailure.PAUSE)));
    relaunched(story, 0).advance(MINUTE);
    operate(story, PlanAction.RESTART, "hello-0:[server]");
    assertThat(story.plan().status()).isEqualTo(Status.IN_PROGRESS);
    relaunched(story, 0).advance(MINUTE);
    assertThat(story.plan().status()).isEqualTo(Status.WAITING);
    kills(story);
    operate(story, PlanAction.FORCE_COMPLETE, "hello-0:[server]");
    assertThat(kills(story)).containsExactly("hello-1");
  }

  @Test
  void an_interrupted_plan_is_not_held_to_its_deadlines() {
    CoreStory story = deployed(2);
    story.target("new", service(2, "b", deadline(MINUTE, OnFailure.ROLLBACK)));
    relaunched(story, 0);
    operate(story, PlanAction.INTERRUPT, "");
    story.advance(Duration.ofHours(1));
    assertThat(target(story)).isEqualTo("new");
    operate(story, PlanAction.CONTINUE, "");
    story.advance(Duration.ofSeconds(59)).running("hello-0-server");
    assertThat(story.deploy().get(0)).endsWith("COMPLETE");
  }

  @Test
  void the_policy_is_shown_with_its_phase() {
    CoreStory story = deployed(1);
    story.target("new", service(1, "b", policy(1, MINUTE, Duration.ofMinutes(10), null)));
    assertThat(story.plan().phases().get(0).rollout())
        .isEqualTo("at most 1 unavailable, bake time 1m, deadline 10m, on failure pause");
  }

  @Test
  void pods_of_another_type_are_no_concern() {
    CoreStory story =
        CoreStory.of(
                hello().pod(pod("hello").task(server("a"))).pod(pod("world").task(server("a"))))
            .subscribed();
    story.offer("agent-0").running("hello-0-server").offer("agent-1").running("world-0-server");
    story.status("world-0-server", TaskState.UNREACHABLE);
    kills(story);
    story.target(
        "new",
        hello()
            .pod(pod("hello").task(server("b")).rollout(most(1)))
            .pod(pod("world").task(server("b"))));
    assertThat(kills(story)).containsExactly("hello-0");
    assertThat(story.state().pod(new PodId("world", 0))).isPresent();
  }
}
