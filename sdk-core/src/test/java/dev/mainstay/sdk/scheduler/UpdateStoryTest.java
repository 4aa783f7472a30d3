package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.ServiceBuilder.steps;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Phase;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.planner.ServicePlans;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.TaskBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import dev.mainstay.sdk.state.TargetRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that runs gets another target. */
final class UpdateStoryTest {

  private static ServiceBuilder service(int count, TaskBuilder... tasks) {
    var pod = pod("hello").count(count);
    for (TaskBuilder task : tasks) {
      pod = pod.task(task);
    }
    return hello().pod(pod);
  }

  private static CoreStory deployed(int count) {
    CoreStory story = CoreStory.of(service(count, task("server").volume("data", 100))).subscribed();
    for (int index = 0; index < count; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server");
    }
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    return story;
  }

  private static TargetRecord target(CoreStory story) {
    return story.state().targetRecord().orElseThrow();
  }

  @Test
  void a_complete_deployment_is_known_for_good() {
    CoreStory story = deployed(1);
    assertThat(target(story).deployed()).isEqualTo(CONFIG);
    story.status("hello-0-server", TaskState.FAILED);
    assertThat(target(story).deployed()).isEqualTo(CONFIG);
    assertThat(story.core().snapshot().deploy().name()).isEqualTo(Plan.DEPLOY);
  }

  @Test
  void pods_are_restarted_one_after_the_other_on_what_they_hold() {
    CoreStory story = deployed(2);
    var volume = story.pod("hello-0").holdings();
    story.takeKills();

    story.target("new", service(2, task("server").volume("data", 100).env("A", "b")));
    assertThat(story.core().snapshot().deploy().name()).isEqualTo(Plan.UPDATE);
    assertThat(story.takeKills()).hasSize(1).allMatch(id -> id.value().contains("hello-0"));
    assertThat(story.deploy())
        .containsExactly("hello-0:[server] PREPARED", "hello-1:[server] PENDING");

    story.status("hello-0-server", TaskState.KILLED).offer("agent-0");
    assertThat(story.launched())
        .containsExactly("hello-0-server", "hello-1-server", "hello-0-server");
    assertThat(story.pod("hello-0").holdings()).isEqualTo(volume);
    assertThat(story.takeKills()).isEmpty();

    story.running("hello-0-server");
    assertThat(story.takeKills()).hasSize(1).allMatch(id -> id.value().contains("hello-1"));
    story.status("hello-1-server", TaskState.KILLED).offer("agent-1").running("hello-1-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    assertThat(target(story).deployed()).isEqualTo(new ConfigId("new"));
    assertThat(target(story).previous()).isEqualTo(CONFIG);
  }

  @Test
  void a_pod_that_an_update_brings_up_is_not_shown_as_recovering_and_another_that_failed_is() {
    CoreStory story = deployed(2);
    story.target("new", service(2, task("server").volume("data", 100).env("A", "b")));
    assertThat(recovering(story)).isEmpty();
    story.status("hello-0-server", TaskState.KILLED);
    assertThat(recovering(story)).isEmpty();
    story.offer("agent-0").status("hello-1-server", TaskState.FAILED);
    assertThat(recovering(story)).containsExactly("hello-1");
    story.running("hello-0-server");
    assertThat(recovering(story)).isEmpty();
  }

  private static ImmutableList<String> recovering(CoreStory story) {
    return ServicePlans.find(ServicePlans.of(story.state()), Plan.RECOVERY)
        .orElseThrow()
        .phases()
        .stream()
        .map(Phase::name)
        .collect(ImmutableList.toImmutableList());
  }

  @Test
  void what_runs_the_same_is_not_touched() {
    CoreStory story = deployed(2);
    story.target("new", service(3, task("server").volume("data", 100)));
    assertThat(story.takeKills()).isEmpty();
    assertThat(story.deploy())
        .containsExactly(
            "hello-0:[server] COMPLETE", "hello-1:[server] COMPLETE", "hello-2:[server] PREPARED");
    story.offer("agent-2").running("hello-2-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  @Test
  void a_pod_that_comes_back_from_an_update_has_to_be_ready_anew() {
    CoreStory story = deployed(2);
    story.target("bad", service(2, task("server").volume("data", 100).env("A", "bad")));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-0");
    story.target(CONFIG.value());
    story.status("hello-0-server", TaskState.KILLED).offer("agent-0");
    assertThat(story.deploy())
        .containsExactly("hello-0:[server] STARTING", "hello-1:[server] COMPLETE");
    story.running("hello-0-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  @Test
  void a_pod_that_the_update_did_not_come_to_recovers_in_its_own_configuration() {
    CoreStory story = deployed(2);
    story.target("new", service(2, task("server").volume("data", 100).env("A", "b")));
    story.status("hello-1-server", TaskState.FAILED).offer("agent-1");
    assertThat(story.task("hello-1-server").launch().config()).isEqualTo(CONFIG);
  }

  @Test
  void a_new_target_supersedes_one_that_fails() {
    CoreStory story = deployed(2);
    story.target("bad", service(2, task("server").volume("data", 100).env("A", "bad")));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-0");
    story.status("hello-0-server", TaskState.ERROR);
    assertThat(story.deploy().get(0)).endsWith("ERROR");

    story.target(CONFIG.value());
    assertThat(story.deploy())
        .containsExactly("hello-0:[server] PREPARED", "hello-1:[server] COMPLETE");
    story.offer("agent-0").running("hello-0-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    assertThat(story.task("hello-0-server").launch().config()).isEqualTo(CONFIG);
  }

  @Test
  void pods_are_brought_back_to_what_they_were_one_after_the_other_too() {
    CoreStory story = deployed(2);
    story.target("never-ready", service(2, task("server").volume("data", 100).env("A", "bad")));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-0");
    story.command(operatePlan(PlanAction.FORCE_COMPLETE, "update", "hello", "hello-0:[server]"));
    story.status("hello-1-server", TaskState.KILLED).offer("agent-1");
    story.takeKills();

    story.target(CONFIG.value());
    story.status("hello-0-server", TaskState.KILLED).offer("agent-0");
    assertThat(story.deploy().get(0)).isEqualTo("hello-0:[server] STARTING");
    assertThat(story.task("hello-1-server").endWanted()).isNull();
    story.running("hello-0-server");
    assertThat(story.deploy().get(0)).isEqualTo("hello-0:[server] COMPLETE");
    assertThat(story.task("hello-1-server").endWanted()).isNotNull();
  }

  private static OperatorCommand operatePlan(
      PlanAction action, String plan, String phase, String step) {
    return new OperatorCommand.OperatePlan(action, plan, phase, step, ImmutableSortedMap.of());
  }

  @Test
  void a_pod_without_data_whose_resources_change_is_placed_anew() {
    CoreStory story = CoreStory.of(service(1, task("server"))).subscribed();
    story.offer("agent-0").running("hello-0-server");
    story.target("new", service(1, task("server").cpus(2)));
    story.status("hello-0-server", TaskState.KILLED);
    assertThat(story.pod("hello-0").holdings()).isEmpty();
    assertThat(story.state().released()).isNotEmpty();
    story.offer("agent-1").running("hello-0-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  @Test
  void a_pod_that_cannot_be_reached_is_not_placed_anew_while_it_may_live() {
    CoreStory story = CoreStory.of(service(1, task("server"))).subscribed();
    story.offer("agent-0").running("hello-0-server");
    story.status("hello-0-server", TaskState.UNREACHABLE);
    story.target("new", service(1, task("server").cpus(2)));
    story.offer("agent-1");
    assertThat(story.launched()).containsExactly("hello-0-server");

    story.status("hello-0-server", TaskState.RUNNING);
    assertThat(story.takeKills()).isNotEmpty();
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1").running("hello-0-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  @Test
  void steps_of_a_pod_are_run_in_order_again() {
    ServiceBuilder before = withSteps("a");
    CoreStory story = CoreStory.of(before).subscribed();
    story.offer("agent-0").running("hello-0-init").status("hello-0-init", TaskState.FINISHED);
    story.offer("agent-0").running("hello-0-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));

    story.target("new", withSteps("b"));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-0");
    assertThat(story.launched()).containsExactly("hello-0-init", "hello-0-server", "hello-0-init");
    story.running("hello-0-init").status("hello-0-init", TaskState.FINISHED).offer("agent-0");
    assertThat(story.launched()).endsWith("hello-0-init", "hello-0-server");
  }

  private static ServiceBuilder withSteps(String value) {
    return service(
            1, task("init").goal(Goal.FINISH).env("A", value), task("server").onResourcesOf("init"))
        .phase(
            "hello",
            StrategyKind.SERIAL,
            steps(StepSpec.DEFAULT, List.of("init"), List.of("server")));
  }

  @Test
  void another_update_in_between_is_a_conflict() {
    CoreStory story = deployed(1);
    var next = ServiceBuilder.configuration(new ConfigId("late"), service(1, task("x")).build());
    story.target("new", service(2, task("server").volume("data", 100)));
    story.command(new OperatorCommand.SetTarget(CONFIG, next));
    assertThat(target(story).configId()).isEqualTo(new ConfigId("new"));
  }

  @Test
  void a_scheduler_that_dies_in_an_update_goes_on_with_it() {
    CoreStory story = deployed(2);
    story.target("new", service(2, task("server").volume("data", 100).env("A", "b")));
    story.restarted();
    assertThat(story.takeKills()).hasSize(1).allMatch(id -> id.value().contains("hello-0"));
    assertThat(story.deploy())
        .containsExactly("hello-0:[server] PREPARED", "hello-1:[server] PENDING");
  }

  @Test
  void a_start_with_another_target_begins_the_update_though_nothing_else_happens() {
    CoreStory story = deployed(2);
    story.targets(service(2, task("server").volume("data", 100).env("A", "b")));
    assertThat(story.takeKills()).hasSize(1).allMatch(id -> id.value().contains("hello-0"));
  }

  /** What the predecessor's service test asks for as testFailureDuringDeployment. */
  @Test
  void pods_are_repaired_before_during_and_after_a_change_of_configuration() {
    CoreStory story = CoreStory.of(helloWorld("a")).subscribed();
    story.offer("agent-0").running("hello-0-server");
    story.offer("agent-1").running("world-0-server");
    story.offer("agent-2").running("world-1-server");
    story.status("world-0-server", TaskState.FAILED);

    story.target("new", helloWorld("b")).restarted();
    story.status("hello-0-server", TaskState.FAILED);
    story.command(new OperatorCommand.ReplacePod(PodId.parse("world-0")));
    assertThat(story.deploy())
        .containsExactly(
            "hello-0:[server] PREPARED", "world-0:[server] PENDING", "world-1:[server] PENDING");

    story.offer("agent-3").running("world-0-server");
    assertThat(configOf(story, "world-0-server"))
        .as("replaced as it was")
        .isEqualTo(CONFIG.value());
    story.offer("agent-0").running("hello-0-server");
    assertThat(configOf(story, "hello-0-server")).as("deployed, not recovered").isEqualTo("new");

    story.status("world-1-server", TaskState.FAILED).offer("agent-2").running("world-1-server");
    assertThat(configOf(story, "world-1-server")).as("before its turn").isEqualTo(CONFIG.value());

    story.status("world-0-server", TaskState.KILLED).offer("agent-3").running("world-0-server");
    assertThat(configOf(story, "world-0-server")).isEqualTo("new");
    story.status("world-1-server", TaskState.KILLED).offer("agent-2").running("world-1-server");
    assertThat(configOf(story, "world-1-server")).isEqualTo("new");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  private static ServiceBuilder helloWorld(String value) {
    return hello()
        .pod(pod("hello").task(task("server").env("A", value)))
        .pod(pod("world").count(2).task(task("server").env("A", value)));
  }

  private static String configOf(CoreStory story, String task) {
    return story.task(task).launch().config().value();
  }
}
