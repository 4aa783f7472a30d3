package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.ServiceBuilder.steps;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.planner.DecommissionPlanner;
import dev.mainstay.sdk.sample.PodBuilder;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instances hand over what they have before they are given up: plan {@code decommission}. */
final class DrainStoryTest {

  private static PodBuilder pods(int count) {
    return pod("hello")
        .count(count)
        .task(task("server").volume("data", 100))
        .task(task("drain").goal(Goal.ONCE).cpus(0.1))
        .task(task("verify").goal(Goal.FINISH).onResourcesOf("drain"));
  }

  private static ServiceBuilder plain(int count) {
    return hello()
        .pod(pods(count))
        .phase("hello", StrategyKind.SERIAL, steps(StepSpec.DEFAULT, ImmutableList.of("server")));
  }

  private static ServiceBuilder service(int count) {
    return plain(count)
        .draining("hello", steps(StepSpec.DEFAULT, List.of("drain"), List.of("verify")));
  }

  private static CoreStory deployed(ServiceBuilder service, int count) {
    CoreStory story = CoreStory.of(service).subscribed();
    for (int index = 0; index < count; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server");
    }
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    story.takeKills();
    return story;
  }

  private static CoreStory draining() {
    return deployed(service(3), 3).target("fewer", service(2)).offer("agent-2");
  }

  private static ImmutableList<StepView> views(CoreStory story) {
    return PlanViews.of(
            DecommissionPlanner.of(story.state()),
            story.state(),
            ServiceBuilder.START.plusSeconds(1))
        .phases()
        .stream()
        .flatMap(phase -> phase.steps().stream())
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> shown(CoreStory story) {
    return views(story).stream()
        .map(step -> step.name() + " " + step.status())
        .collect(ImmutableList.toImmutableList());
  }

  private static OperatorCommand force(String step) {
    return operate(PlanAction.FORCE_COMPLETE, step);
  }

  private static OperatorCommand operate(PlanAction action, String step) {
    return new OperatorCommand.OperatePlan(
        action, Plan.DECOMMISSION, "", step, ImmutableSortedMap.of());
  }

  private static CoreStory drained(CoreStory story, String pod, String agent) {
    return story
        .offer(agent)
        .running(pod + "-drain")
        .status(pod + "-drain", TaskState.FINISHED)
        .offer(agent)
        .running(pod + "-verify")
        .status(pod + "-verify", TaskState.FINISHED);
  }

  @Test
  void the_tasks_of_the_plan_run_in_order_in_the_running_pod_before_it_is_killed() {
    CoreStory story = draining();
    assertThat(story.launched()).endsWith("hello-2-drain");
    assertThat(story.task("hello-2-drain").launch().environment())
        .containsEntry("TARGET_COUNT", "2");
    assertThat(story.mesos().isAlive(story.taskId("hello-2-server"))).isTrue();
    story.running("hello-2-drain");
    assertThat(shown(story))
        .containsExactly(
            "hello-2:[drain] STARTED",
            "hello-2:[verify] PENDING",
            "hello-2:[kill] PENDING",
            "hello-2:[unreserve] PENDING",
            "hello-2:[erase] PENDING");
    assertThat(story.takeKills()).isEmpty();

    story.status("hello-2-drain", TaskState.FINISHED).offer("agent-2");
    assertThat(story.launched()).endsWith("hello-2-verify");
    assertThat(story.takeKills()).isEmpty();
    story.running("hello-2-verify").status("hello-2-verify", TaskState.FINISHED);
    assertThat(story.takeKills()).containsExactly(story.taskId("hello-2-server"));
    assertThat(shown(story).subList(0, 3))
        .containsExactly(
            "hello-2:[drain] COMPLETE", "hello-2:[verify] COMPLETE", "hello-2:[kill] STARTED");
    story.status("hello-2-server", TaskState.KILLED).offer("agent-2");
    assertThat(shown(story)).isEmpty();
    assertThat(story.mesos().reservations("agent-2")).isEmpty();
  }

  @Test
  void one_instance_is_drained_after_the_other() {
    CoreStory story = deployed(service(3), 3).target("fewer", service(1));
    story.offer("agent-1").offer("agent-2");
    assertThat(story.launched()).endsWith("hello-2-drain").doesNotContain("hello-1-drain");
    drained(story, "hello-2", "agent-2").offer("agent-1");
    assertThat(story.launched()).doesNotContain("hello-1-drain");
    story.status("hello-2-server", TaskState.KILLED).offer("agent-1");
    assertThat(story.launched()).endsWith("hello-1-drain");
    assertThat(story.task("hello-1-drain").launch().environment())
        .containsEntry("TARGET_COUNT", "1");
  }

  @Test
  void a_failing_task_is_tried_again_with_pauses_and_holds_the_kill_up() {
    CoreStory story = draining();
    for (int failure = 0; failure < 4; failure++) {
      story.running("hello-2-drain").status("hello-2-drain", TaskState.FAILED);
      assertThat(story.takeKills()).isEmpty();
      assertThat(story.pod("hello-2").replacement()).isNull();
      story.advance(Duration.ofMinutes(6)).offer("agent-2");
    }
    assertThat(story.launched().stream().filter("hello-2-drain"::equals)).hasSize(5);
    story.running("hello-2-drain").status("hello-2-drain", TaskState.FAILED);
    StepView step = views(story).get(0);
    assertThat(step.status()).isEqualTo(Status.DELAYED);
    assertThat(step.message()).contains("drain failed");

    story.command(force("hello-2:[drain]"));
    story.advance(Duration.ofMinutes(6)).offer("agent-2");
    assertThat(story.launched()).endsWith("hello-2-verify");
    story.command(force("hello-2:[verify]"));
    assertThat(story.takeKills()).contains(story.taskId("hello-2-server"));
  }

  @Test
  void an_instance_that_the_target_has_again_stops_draining_and_is_restarted() {
    CoreStory story = draining().running("hello-2-drain");
    story.target("again", service(3));
    assertThat(story.takeKills())
        .containsExactlyInAnyOrder(story.taskId("hello-2-server"), story.taskId("hello-2-drain"));
    assertThat(shown(story)).isEmpty();
    story.status("hello-2-drain", TaskState.KILLED).status("hello-2-server", TaskState.KILLED);
    story.advance(Duration.ofSeconds(5)).offer("agent-2").running("hello-2-server");
    assertThat(story.launched()).endsWith("hello-2-server");
    story.advance(Duration.ofMinutes(5)).offer("agent-2");
    assertThat(story.takeKills()).as("it is restarted once").isEmpty();
    assertThat(story.mesos().reservations("agent-2")).as("its data stays").isNotEmpty();
    assertThat(story.task("hello-2-server").isRunning()).isTrue();
  }

  @Test
  void an_instance_that_leaves_once_more_is_drained_once_more() {
    CoreStory story = draining().running("hello-2-drain");
    story.status("hello-2-drain", TaskState.FINISHED).target("again", service(3));
    story.status("hello-2-server", TaskState.KILLED).advance(Duration.ofSeconds(5));
    story.offer("agent-2").running("hello-2-server");
    story.target("fewer").offer("agent-2");
    assertThat(story.launched().stream().filter("hello-2-drain"::equals)).hasSize(2);
    assertThat(shown(story)).contains("hello-2:[drain] STARTING", "hello-2:[kill] PENDING");
  }

  @Test
  void an_instance_whose_agent_is_away_waits_and_can_be_forced() {
    CoreStory story = deployed(service(3), 3).status("hello-2-server", TaskState.UNREACHABLE);
    story.target("fewer", service(2));
    story.advance(Duration.ofHours(1));
    assertThat(story.pod("hello-2").replacement()).isNull();
    assertThat(views(story).get(0).message())
        .isEqualTo("waits for agent-2, which cannot be reached");
    story.command(force(""));
    assertThat(story.state().pods())
        .extracting(pod -> pod.id().toString())
        .containsExactly("hello-0", "hello-1");
  }

  @Test
  void a_plan_that_comes_with_the_target_drains_what_runs_as_the_target_defines_it() {
    CoreStory story = deployed(plain(3), 3).target("fewer", service(2)).offer("agent-2");
    assertThat(story.launched()).endsWith("hello-2-drain");
    assertThat(story.task("hello-2-drain").launch().config().value()).isEqualTo("fewer");
  }

  @Test
  void a_type_that_the_target_lacks_is_drained_as_its_own_configuration_says() {
    CoreStory story = deployed(service(1).pod(pod("other").count(0).task(task("server"))), 1);
    story.target("none", hello().pod(pod("other").count(0).task(task("server"))));
    story.offer("agent-0");
    assertThat(story.launched()).endsWith("hello-0-drain");
    assertThat(story.task("hello-0-drain").launch().environment())
        .containsEntry("TARGET_COUNT", "0");
  }

  @ParameterizedTest
  @EnumSource
  void a_crash_anywhere_neither_repeats_nor_forgets_the_draining(CoreStory.CrashPoint point) {
    int decisions = drainedAway(draining()).decisions();
    for (int crash = draining().decisions(); crash < decisions; crash++) {
      CoreStory story = drainedAway(draining().crashAt(crash, point));
      String where = "crash at %d %s".formatted(crash, point);
      assertThat(story.state().pods()).as(where).hasSize(2);
      assertThat(story.mesos().reservations("agent-2")).as(where).isEmpty();
      assertThat(story.launched().stream().filter("hello-2-drain"::equals)).as(where).hasSize(1);
      assertThat(story.launched().stream().filter("hello-2-verify"::equals)).as(where).isNotEmpty();
    }
  }

  private static CoreStory drainedAway(CoreStory story) {
    story.mesos().comeAlive();
    story.running("hello-2-drain").status("hello-2-drain", TaskState.FINISHED);
    for (int round = 0; round < 40 && story.state().pods().size() > 2; round++) {
      story.advance(Duration.ofSeconds(30)).offer("agent-2");
      boolean verifies =
          story.state().pods().size() > 2
              && story.pod("hello-2").task("verify").filter(task -> task.isRunning()).isPresent();
      if (verifies) {
        story.status("hello-2-verify", TaskState.FINISHED);
      }
    }
    return story;
  }

  @Test
  void another_target_for_which_the_same_leave_neither_drains_again_nor_ends_what_drains() {
    CoreStory story = draining().running("hello-2-drain");
    story.target("other", service(2).replacement(Duration.ofHours(5), Duration.ofHours(1)));
    assertThat(story.takeKills()).isEmpty();
    story.status("hello-2-drain", TaskState.FINISHED).offer("agent-2");
    story.running("hello-2-verify");
    story.target("fewer");
    assertThat(story.takeKills()).isEmpty();
    story.status("hello-2-verify", TaskState.FINISHED);
    assertThat(story.takeKills()).containsExactly(story.taskId("hello-2-server"));
    assertThat(story.launched()).filteredOn("hello-2-drain"::equals).hasSize(1);
  }

  @Test
  void what_an_operator_said_of_an_instance_that_leaves_holds_for_later_targets() {
    CoreStory story = deployed(service(3), 3);
    story.target("fewer", service(2)).command(operate(PlanAction.INTERRUPT, ""));
    story
        .target("other", service(2).replacement(Duration.ofHours(5), Duration.ofHours(1)))
        .offer("agent-2");
    assertThat(story.launched()).doesNotContain("hello-2-drain");
    story.target("fewest", service(1)).offer("agent-1").offer("agent-2");
    assertThat(story.launched()).doesNotContain("hello-2-drain", "hello-1-drain");
    assertThat(story.takeKills()).isEmpty();
    story.command(operate(PlanAction.CONTINUE, "")).offer("agent-2");
    assertThat(story.launched()).endsWith("hello-2-drain");

    story.command(force("hello-2:[drain]")).command(force("hello-2:[verify]"));
    assertThat(story.pod("hello-2").replacement()).isNotNull();
  }

  @Test
  void what_was_said_of_a_scale_in_that_was_taken_back_is_nothing_to_the_next_one() {
    CoreStory story = deployed(service(3), 3);
    story.target("fewer", service(2)).command(operate(PlanAction.INTERRUPT, ""));
    story.target("again", service(3));
    story.target("later", service(2).replacement(Duration.ofHours(5), Duration.ofHours(1)));
    assertThat(story.offer("agent-2").launched()).endsWith("hello-2-drain");
  }

  @Test
  void a_step_that_was_forced_stays_so_when_more_instances_leave() {
    CoreStory story = draining().command(operate(PlanAction.INTERRUPT, ""));
    story.command(force("hello-2:[drain]"));
    story.target("fewest", service(1));
    assertThat(shown(story)).startsWith("hello-2:[drain] COMPLETE");
  }

  @Test
  void an_instance_that_came_back_in_between_is_drained_again() {
    CoreStory story =
        drained(
            draining().command(operate(PlanAction.INTERRUPT, "hello-2:[kill]")),
            "hello-2",
            "agent-2");
    assertThat(story.takeKills()).isEmpty();
    story.target("again", service(3)).target("fewer2", service(2));
    assertThat(shown(story)).startsWith("hello-2:[drain] PREPARED");
  }
}
