package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import org.junit.jupiter.api.Test;

/** What the goals of tasks, and essential, mean: as the predecessor's reference of YAML says it. */
final class GoalStoryTest {

  private static ServiceBuilder service(Goal goal, String value) {
    return hello()
        .pod(pod("hello").task(task("server")).task(task("job").goal(goal).env("A", value)));
  }

  private static CoreStory deployed(Goal goal) {
    CoreStory story =
        CoreStory.of(service(goal, "a"))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server", "hello-0-job")
            .status("hello-0-job", TaskState.FINISHED);
    assertThat(story.deploy()).containsExactly("hello-0:[server, job] COMPLETE");
    story.takeKills();
    return story;
  }

  @Test
  void a_running_task_that_exits_with_success_is_launched_again_with_the_pods_others() {
    CoreStory story =
        CoreStory.of(hello().pod(pod("hello").task(task("server")).task(task("other"))))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server", "hello-0-other");
    TaskId other = story.taskId("hello-0-other");
    story.takeKills();

    story.status("hello-0-server", TaskState.FINISHED);
    assertThat(story.takeKills()).containsExactly(other);
    story.status("hello-0-other", TaskState.KILLED).offer("agent-1");
    assertThat(story.launched().subList(2, 4)).containsExactly("hello-0-server", "hello-0-other");
  }

  @Test
  void a_non_essential_task_that_exits_with_success_is_launched_again_alone() {
    CoreStory story =
        CoreStory.of(
                hello().pod(pod("hello").task(task("server")).task(task("monitor").notEssential())))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server", "hello-0-monitor");
    story.takeKills();

    story.status("hello-0-monitor", TaskState.FINISHED).offer("agent-1");
    assertThat(story.takeKills()).isEmpty();
    assertThat(story.launched().subList(2, 3)).containsExactly("hello-0-monitor");
  }

  @Test
  void a_finish_task_that_fails_is_tried_again_and_the_others_go_on() {
    CoreStory story =
        CoreStory.of(service(Goal.FINISH, "a"))
            .subscribed()
            .offer("agent-1")
            .running("hello-0-server", "hello-0-job");
    story.takeKills();
    story.status("hello-0-job", TaskState.FAILED).offer("agent-1");
    assertThat(story.takeKills()).isEmpty();
    assertThat(story.launched()).containsExactly("hello-0-server", "hello-0-job", "hello-0-job");
  }

  @Test
  void a_finish_task_that_succeeded_is_not_run_again_when_the_pod_fails() {
    CoreStory story = deployed(Goal.FINISH);
    story.status("hello-0-server", TaskState.FAILED).offer("agent-1").running("hello-0-server");
    assertThat(story.launched()).containsExactly("hello-0-server", "hello-0-job", "hello-0-server");
  }

  @Test
  void a_finish_task_is_run_again_when_its_definition_changes() {
    CoreStory story = deployed(Goal.FINISH).target("new", service(Goal.FINISH, "b"));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1");
    assertThat(story.launched().subList(2, 4)).containsExactly("hello-0-server", "hello-0-job");
  }

  @Test
  void a_once_task_is_not_run_again_when_its_definition_changes() {
    CoreStory story = deployed(Goal.ONCE).target("new", service(Goal.ONCE, "b"));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1").running("hello-0-server");
    assertThat(story.launched()).containsExactly("hello-0-server", "hello-0-job", "hello-0-server");
    assertThat(story.deploy()).containsExactly("hello-0:[server, job] COMPLETE");
  }

  @Test
  void what_has_finished_is_not_run_again_when_the_pod_is_replaced() {
    CoreStory story = deployed(Goal.ONCE);
    story
        .command(new OperatorCommand.ReplacePod(new PodId("hello", 0)))
        .status("hello-0-server", TaskState.KILLED)
        .offer("agent-2")
        .running("hello-0-server");
    assertThat(story.launched()).containsExactly("hello-0-server", "hello-0-job", "hello-0-server");
  }

  @Test
  void an_operators_restart_ends_what_runs_and_not_what_has_finished() {
    CoreStory story = deployed(Goal.FINISH);
    story.command(new OperatorCommand.RestartPod(new PodId("hello", 0), ImmutableSet.of()));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1");
    assertThat(story.launched()).containsExactly("hello-0-server", "hello-0-job", "hello-0-server");
  }
}
