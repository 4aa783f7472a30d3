package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.RecoveryPlanner;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.TaskBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator has tasks idle, and work again. */
final class PauseStoryTest {

  private static final PodId POD = new PodId("hello", 0);
  private static final TaskBuilder SERVER = task("server").readiness().volume("data", 100);

  private static ServiceBuilder service(TaskBuilder server) {
    return hello().pod(pod("hello").task(server).task(task("sidecar").notEssential()));
  }

  private static CoreStory deployed() {
    CoreStory story =
        CoreStory.of(service(SERVER))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server", "hello-0-sidecar")
            .checked("hello-0-server", 0);
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    return story;
  }

  private static CoreStory paused() {
    CoreStory story =
        deployed()
            .command(new OperatorCommand.PausePod(POD, ImmutableSet.of("server")))
            .status("hello-0-server", TaskState.KILLED);
    story.takeSent(MesosCall.Accept.class);
    return story.offer("agent-1").running("hello-0-server");
  }

  private static TaskInfo lastLaunch(CoreStory story) {
    List<TaskInfo> tasks =
        story.takeSent(MesosCall.Accept.class).stream()
            .flatMap(accept -> accept.operations().stream())
            .filter(Operation.LaunchGroup.class::isInstance)
            .flatMap(operation -> ((Operation.LaunchGroup) operation).tasks().stream())
            .toList();
    return tasks.get(tasks.size() - 1);
  }

  private static String recovery(CoreStory story) {
    PlanView plan =
        PlanViews.of(
            RecoveryPlanner.recovery(CONFIG, story.state()), story.state(), ServiceBuilder.START);
    return plan.status()
        + ": "
        + plan.phases().stream()
            .flatMap(phase -> phase.steps().stream())
            .map(step -> step.name() + " " + step.status() + " " + step.message())
            .toList();
  }

  @Test
  void a_paused_task_idles_on_what_it_holds_and_the_others_go_on() {
    CoreStory story = deployed();
    var holdings = story.pod("hello-0").holdings();
    String sidecar = story.taskId("hello-0-sidecar").value();

    story.command(new OperatorCommand.PausePod(POD, ImmutableSet.of("server")));
    assertThat(story.takeKills()).containsExactly(story.taskId("hello-0-server"));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1");

    TaskInfo idle = lastLaunch(story);
    assertThat(idle.name()).isEqualTo("hello-0-server");
    assertThat(idle.command()).isNotNull();
    assertThat(idle.command().value()).contains("paused by the operator").contains("sleep");
    assertThat(idle.check()).isNull();
    assertThat(story.pod("hello-0").holdings()).isEqualTo(holdings);
    assertThat(story.taskId("hello-0-sidecar").value()).isEqualTo(sidecar);
  }

  @Test
  void idling_is_no_goal_and_plans_say_that_it_is_paused() {
    CoreStory story = paused();
    assertThat(story.task("hello-0-server").condition().ready()).isFalse();
    assertThat(recovery(story))
        .isEqualTo("WAITING: [hello-0:[server] WAITING server paused by the operator]");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  @Test
  void a_paused_task_that_dies_is_launched_to_idle_again_and_takes_no_other_with_it() {
    CoreStory story = paused();
    story.takeKills();
    story.status("hello-0-server", TaskState.FAILED);
    assertThat(story.takeKills()).isEmpty();
    story.offer("agent-1").running("hello-0-server");
    assertThat(story.task("hello-0-server").idles()).isTrue();
  }

  @Test
  void a_pause_outlives_the_scheduler_a_restart_of_the_pod_and_its_replacement() {
    CoreStory story = paused().restarted();
    assertThat(story.takeKills()).isEmpty();

    story.command(new OperatorCommand.RestartPod(POD, ImmutableSet.of()));
    story
        .status("hello-0-server", TaskState.KILLED)
        .status("hello-0-sidecar", TaskState.KILLED)
        .offer("agent-1")
        .running("hello-0-server", "hello-0-sidecar");
    assertThat(story.task("hello-0-server").idles()).isTrue();
    assertThat(story.task("hello-0-sidecar").idles()).isFalse();

    story.command(new OperatorCommand.ReplacePod(POD));
    story
        .status("hello-0-server", TaskState.KILLED)
        .status("hello-0-sidecar", TaskState.KILLED)
        .offer("agent-2")
        .running("hello-0-server");
    assertThat(story.task("hello-0-server").idles()).isTrue();
  }

  @Test
  void a_resumed_task_does_its_work_again() {
    CoreStory story = paused();
    story.takeKills();
    story.command(new OperatorCommand.ResumePod(POD, ImmutableSet.of()));
    assertThat(story.takeKills()).containsExactly(story.taskId("hello-0-server"));
    story
        .status("hello-0-server", TaskState.KILLED)
        .offer("agent-1")
        .running("hello-0-server")
        .checked("hello-0-server", 0);
    assertThat(story.task("hello-0-server").describe()).isEqualTo("ready");
    assertThat(recovery(story)).isEqualTo("COMPLETE: []");
  }

  @Test
  void a_task_that_never_came_to_its_goal_is_paused_and_resumed_too() {
    CoreStory story =
        CoreStory.of(service(SERVER)).subscribed().offer("agent-1").running("hello-0-server");
    story
        .command(new OperatorCommand.PausePod(POD, ImmutableSet.of("server")))
        .running("hello-0-sidecar")
        .status("hello-0-server", TaskState.KILLED)
        .offer("agent-1")
        .running("hello-0-server");
    assertThat(story.task("hello-0-server").idles()).isTrue();
    assertThat(story.deploy()).containsExactly("hello-0:[server, sidecar] WAITING");

    story
        .command(new OperatorCommand.ResumePod(POD, ImmutableSet.of("server")))
        .status("hello-0-server", TaskState.KILLED)
        .offer("agent-1")
        .running("hello-0-server")
        .checked("hello-0-server", 0);
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
  }

  @Test
  void an_update_of_a_paused_pod_leaves_it_paused_in_the_new_configuration() {
    CoreStory story = paused();
    story
        .target("new", service(SERVER.env("A", "b")))
        .status("hello-0-server", TaskState.KILLED)
        .status("hello-0-sidecar", TaskState.KILLED)
        .offer("agent-1")
        .running("hello-0-server", "hello-0-sidecar");
    assertThat(story.task("hello-0-server").idles()).isTrue();
    assertThat(story.task("hello-0-server").launch().config().value()).isEqualTo("new");
    assertThat(story.deploy()).containsExactly("hello-0:[server, sidecar] WAITING");
  }

  @Test
  void what_is_so_already_changes_nothing_and_what_does_not_exist_is_named() {
    CoreStory story = paused();
    story.takeKills();
    story.command(new OperatorCommand.PausePod(POD, ImmutableSet.of("server")));
    story.command(new OperatorCommand.PausePod(POD, ImmutableSet.of("sever")));
    story.command(new OperatorCommand.ResumePod(POD, ImmutableSet.of("sidecar")));
    assertThat(story.takeKills()).isEmpty();
    assertThat(story.pod("hello-0").paused()).containsExactly("server");
  }
}
