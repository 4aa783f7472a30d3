package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.planner.DecommissionPlanner;
import dev.mainstay.sdk.planner.RecoveryPlanner;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.Statuses;
import dev.mainstay.sdk.scheduler.CoreStory.CrashPoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service gets fewer instances. */
final class DecommissionStoryTest {

  private static final String[] AGENTS = {"agent-0", "agent-1", "agent-2"};

  private static ServiceBuilder service(int count) {
    return hello().pod(pod("hello").count(count).task(task("server").volume("data", 100)));
  }

  private static CoreStory deployed(int count) {
    CoreStory story = CoreStory.of(service(count)).subscribed();
    for (int index = 0; index < count; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server");
    }
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    story.takeKills();
    return story;
  }

  private static ImmutableList<String> steps(CoreStory story) {
    return PlanViews.of(DecommissionPlanner.of(story.state()), story.state(), ServiceBuilder.START)
        .phases()
        .stream()
        .flatMap(phase -> phase.steps().stream())
        .map(step -> step.name() + " " + step.status())
        .collect(ImmutableList.toImmutableList());
  }

  private static Status recovery(CoreStory story) {
    return PlanViews.of(
            RecoveryPlanner.recovery(story.state().target().orElseThrow().id(), story.state()),
            story.state(),
            ServiceBuilder.START)
        .status();
  }

  private static ImmutableList<String> pods(CoreStory story) {
    return story.state().pods().stream()
        .map(pod -> pod.id().toString())
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void instances_go_one_after_the_other_from_the_highest() {
    CoreStory story = deployed(3);
    assertThat(steps(story)).isEmpty();
    story.target("fewer", service(1));
    assertThat(story.takeKills()).hasSize(1).allMatch(id -> id.value().contains("hello-2"));
    assertThat(steps(story))
        .containsExactly(
            "hello-2:[kill] STARTED",
            "hello-2:[unreserve] PENDING",
            "hello-2:[erase] PENDING",
            "hello-1:[kill] PENDING",
            "hello-1:[unreserve] PENDING",
            "hello-1:[erase] PENDING");

    story.status("hello-2-server", TaskState.KILLED);
    assertThat(steps(story).subList(0, 3))
        .containsExactly(
            "hello-2:[kill] COMPLETE", "hello-2:[unreserve] STARTED", "hello-2:[erase] PENDING");
    assertThat(recovery(story)).isEqualTo(Status.COMPLETE);
    assertThat(story.advance(Duration.ofSeconds(2)).mesos().isSuppressed()).isFalse();
    story.offer("agent-2");
    assertThat(story.mesos().reservations("agent-2")).isEmpty();
    assertThat(pods(story)).containsExactly("hello-0", "hello-1");

    assertThat(story.takeKills()).hasSize(1).allMatch(id -> id.value().contains("hello-1"));
    story.status("hello-1-server", TaskState.KILLED).offer("agent-1");
    assertThat(pods(story)).containsExactly("hello-0");
    assertThat(steps(story)).isEmpty();
    assertThat(story.state().released()).isEmpty();
    assertThat(story.mesos().reservations("agent-0")).isNotEmpty();
    assertThat(story.mesos().isSuppressed()).isTrue();
  }

  @Test
  void nothing_goes_before_the_update_is_complete() {
    CoreStory story = deployed(3);
    story.target(
        "fewer",
        hello().pod(pod("hello").count(2).task(task("server").volume("data", 100).env("A", "b"))));
    for (int index = 0; index < 2; index++) {
      assertThat(story.state().pods()).allMatch(pod -> pod.replacement() == null);
      story.status("hello-" + index + "-server", TaskState.KILLED).offer("agent-" + index);
      story.running("hello-" + index + "-server");
    }
    assertThat(story.pod("hello-2").replacement()).isNotNull();
  }

  @Test
  void a_type_that_is_gone_goes_before_others() {
    ServiceBuilder both =
        hello().pod(pod("hello").count(2).task(task("server"))).pod(pod("web").task(task("http")));
    CoreStory story = CoreStory.of(both).subscribed().settle(AGENTS);
    story.target("fewer", hello().pod(pod("hello").count(1).task(task("server"))));
    assertThat(steps(story)).containsSubsequence("web-0:[erase] PENDING", "hello-1:[kill] PENDING");
    story.settle(AGENTS).advance(Duration.ofMinutes(1)).settle(AGENTS);
    assertThat(pods(story)).containsExactly("hello-0");
  }

  @Test
  void an_agent_that_is_away_holds_nothing_up() {
    CoreStory story = deployed(3);
    story.target("fewer", service(1));
    story.status(
        Statuses.status(
            story.taskId("hello-2-server"), TaskState.UNREACHABLE, new AgentId("agent-2"), null));
    assertThat(pods(story)).contains("hello-2");
    assertThat(story.pod("hello-1").replacement()).isNotNull();
    story.status("hello-1-server", TaskState.KILLED).offer("agent-1");
    assertThat(pods(story)).containsExactly("hello-0", "hello-2");
    assertThat(steps(story))
        .containsExactly(
            "hello-2:[kill] COMPLETE", "hello-2:[unreserve] STARTED", "hello-2:[erase] PENDING");

    story.mesos().comeAlive();
    story.advance(Duration.ofMinutes(10)).offer("agent-2");
    assertThat(pods(story)).contains("hello-2");
  }

  @Test
  void what_was_on_an_agent_that_is_gone_is_not_waited_for() {
    CoreStory story = deployed(2);
    story.target("fewer", service(1));
    story.status(
        Statuses.status(
            story.taskId("hello-1-server"),
            TaskState.GONE_BY_OPERATOR,
            new AgentId("agent-1"),
            story.mesos().uuid()));
    assertThat(pods(story)).containsExactly("hello-0");
    assertThat(story.state().released()).isEmpty();
  }

  @Test
  void an_instance_that_is_wanted_again_is_placed_anew_once_it_is_gone() {
    CoreStory story = deployed(2);
    story.target("fewer", service(1));
    story.target("more", service(2));
    assertThat(story.deploy())
        .containsExactly("hello-0:[server] COMPLETE", "hello-1:[server] PREPARED");
    story.status("hello-1-server", TaskState.KILLED);
    assertThat(pods(story)).containsExactly("hello-0");
    assertThat(story.deploy())
        .containsExactly("hello-0:[server] COMPLETE", "hello-1:[server] PREPARED");
    story.offer("agent-1").running("hello-1-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  @Test
  void no_further_instance_goes_while_the_plan_is_interrupted() {
    CoreStory story = deployed(3).target("fewer", service(1));
    story.command(operate(PlanAction.INTERRUPT));
    story.status("hello-2-server", TaskState.KILLED).offer("agent-2");
    assertThat(pods(story)).containsExactly("hello-0", "hello-1");
    story.restarted();
    assertThat(story.pod("hello-1").replacement()).isNull();

    story.command(operate(PlanAction.CONTINUE));
    assertThat(story.pod("hello-1").replacement()).isNotNull();
  }

  @Test
  void an_instance_of_an_interrupted_plan_that_is_forced_goes_at_once() {
    CoreStory story = deployed(3).target("fewer", service(1));
    story.command(operate(PlanAction.INTERRUPT));
    story.status("hello-2-server", TaskState.KILLED).offer("agent-2");
    assertThat(story.pod("hello-1").replacement()).isNull();
    story.command(operate(PlanAction.FORCE_COMPLETE));
    assertThat(story.pod("hello-1").replacement()).isNotNull();
  }

  @Test
  void an_operator_need_not_wait_for_what_an_agent_has_left_over() {
    CoreStory story = deployed(2).target("fewer", service(1));
    story.status("hello-1-server", TaskState.KILLED);
    assertThat(pods(story)).contains("hello-1");
    story.command(operate(PlanAction.FORCE_COMPLETE));
    assertThat(pods(story)).containsExactly("hello-0");
    assertThat(story.state().released()).isNotEmpty();
  }

  private static OperatorCommand operate(PlanAction action) {
    return new OperatorCommand.OperatePlan(
        action, Plan.DECOMMISSION, "", "", ImmutableSortedMap.of());
  }

  @Test
  void a_pod_that_is_given_up_for_good_is_not_replaced() {
    CoreStory story = deployed(2);
    story.target("fewer", service(1));
    story.command(new OperatorCommand.ReplacePod(story.pod("hello-1").id()));
    story.status("hello-1-server", TaskState.KILLED).offer("agent-1");
    assertThat(pods(story)).containsExactly("hello-0");
  }

  @ParameterizedTest
  @EnumSource(CrashPoint.class)
  void a_scale_in_ends_the_same_wherever_the_scheduler_is_killed(CrashPoint point) {
    CoreStory undisturbed = scaledIn(-1, point);
    for (int decision = 0; decision < undisturbed.decisions(); decision++) {
      CoreStory crashed = scaledIn(decision, point);
      String where = "killed at decision " + decision + " " + point;
      assertThat(pods(crashed)).as(where).isEqualTo(pods(undisturbed));
      assertThat(crashed.state().released()).as(where).isEmpty();
      for (String agent : AGENTS) {
        assertThat(crashed.mesos().reservations(agent))
            .as(where)
            .hasSameSizeAs(undisturbed.mesos().reservations(agent));
      }
    }
  }

  private static CoreStory scaledIn(int crash, CrashPoint point) {
    CoreStory story =
        CoreStory.of(
                hello()
                    .pod(
                        pod("hello")
                            .count(3)
                            .oneOnEachHost()
                            .task(task("server").volume("data", 100))))
            .subscribed()
            .settle(AGENTS);
    ServiceBuilder one =
        hello().pod(pod("hello").count(1).oneOnEachHost().task(task("server").volume("data", 100)));
    if (crash >= 0) {
      story.crashAt(crash, point);
    }
    story.target("fewer", one);
    if (story.state().target().orElseThrow().spec().pod(story.pod("hello-0").id()).count() == 3) {
      story.target("fewer", one);
    }
    for (int round = 0; round < 20 && pods(story).size() > 1; round++) {
      story.settle(AGENTS).advance(Duration.ofMinutes(1));
      for (String agent : AGENTS) {
        story.offer(agent);
      }
    }
    return story;
  }
}
