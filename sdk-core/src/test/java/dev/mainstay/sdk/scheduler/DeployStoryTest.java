package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** First deployments. */
final class DeployStoryTest {

  @Test
  void deploys_one_pod_after_the_other() {
    CoreStory story = CoreStory.of(hello().pod(pod("hello").count(2).task(task("server"))));

    story.subscribed().offer("agent-1");
    assertThat(story.launched()).containsExactly("hello-0-server");
    assertThat(story.deploy())
        .containsExactly("hello-0:[server] STARTING", "hello-1:[server] PENDING");

    story.status("hello-0-server", TaskState.STARTING).offer("agent-1");
    assertThat(story.launched()).containsExactly("hello-0-server");

    story.status("hello-0-server", TaskState.RUNNING).offer("agent-2");
    assertThat(story.launched()).containsExactly("hello-0-server", "hello-1-server");

    story.running("hello-1-server");
    assertThat(story.deploy())
        .containsExactly("hello-0:[server] COMPLETE", "hello-1:[server] COMPLETE");
  }

  @Test
  void waits_until_a_task_is_ready() {
    CoreStory story = CoreStory.of(hello().pod(pod("hello").task(task("server").readiness())));

    story.subscribed().offer("agent-1").running("hello-0-server");
    assertThat(story.deploy()).containsExactly("hello-0:[server] STARTED");

    story.checked("hello-0-server", 1);
    assertThat(story.deploy()).containsExactly("hello-0:[server] STARTED");

    story.checked("hello-0-server", 0);
    assertThat(story.deploy()).containsExactly("hello-0:[server] COMPLETE");
  }

  @Test
  void an_empty_check_result_does_not_clear_readiness_and_an_end_does() {
    CoreStory story = CoreStory.of(hello().pod(pod("hello").task(task("server").readiness())));
    story.subscribed().offer("agent-1").running("hello-0-server").checked("hello-0-server", 0);

    story.checked("hello-0-server", null);
    assertThat(story.task("hello-0-server").condition().ready()).isTrue();

    story.status("hello-0-server", TaskState.FAILED);
    assertThat(story.task("hello-0-server").condition().ready()).isFalse();
    assertThat(story.deploy()).containsExactly("hello-0:[server] COMPLETE");
  }

  @Test
  void runs_the_steps_of_a_pod_in_order_on_one_reservation() {
    CoreStory story =
        CoreStory.of(
            hello()
                .pod(
                    pod("node")
                        .task(task("format").goal(Goal.ONCE).volume("data", 100))
                        .task(task("server").onResourcesOf("format")))
                .phase(
                    "node",
                    StrategyKind.SERIAL,
                    ServiceBuilder.steps(0, List.of("format"), List.of("server"))));

    story.subscribed().offer("agent-1").running("node-0-format").offer("agent-1");
    assertThat(story.launched()).containsExactly("node-0-format");

    story.status("node-0-format", TaskState.FINISHED).offer("agent-2").offer("agent-1");
    assertThat(story.launched()).containsExactly("node-0-format", "node-0-server");

    story.running("node-0-server");
    assertThat(story.deploy())
        .containsExactly("node-0:[format] COMPLETE", "node-0:[server] COMPLETE");
    assertThat(story.mesos().reservations("agent-2")).isEmpty();
  }

  @Test
  void a_later_step_joins_the_running_executor() {
    CoreStory story =
        CoreStory.of(
            hello()
                .pod(pod("node").task(task("server")).task(task("sidecar").notEssential()))
                .phase(
                    "node",
                    StrategyKind.SERIAL,
                    ServiceBuilder.steps(0, List.of("server"), List.of("sidecar"))));

    story.subscribed().offer("agent-1").running("node-0-server");
    String executor = String.valueOf(story.pod("node-0").executor());
    story.offer("agent-1").running("node-0-sidecar");

    assertThat(story.launched()).containsExactly("node-0-server", "node-0-sidecar");
    assertThat(String.valueOf(story.pod("node-0").executor())).isEqualTo(executor);
  }

  @Test
  void a_once_task_that_failed_is_tried_again_and_one_that_succeeded_is_not() {
    CoreStory story = CoreStory.of(hello().pod(pod("hello").task(task("format").goal(Goal.ONCE))));
    story.subscribed().offer("agent-1").running("hello-0-format");

    story.status("hello-0-format", TaskState.FAILED).offer("agent-1").running("hello-0-format");
    assertThat(story.launched()).containsExactly("hello-0-format", "hello-0-format");

    story.status("hello-0-format", TaskState.FINISHED);
    story.offer("agent-1").advance(Duration.ofMinutes(1)).offer("agent-1");
    assertThat(story.launched()).containsExactly("hello-0-format", "hello-0-format");
    assertThat(story.deploy()).containsExactly("hello-0:[format] COMPLETE");
  }

  @Test
  void a_template_that_does_not_render_launches_nothing_and_says_why() {
    CoreStory story =
        CoreStory.of(
            hello()
                .pod(
                    pod("hello")
                        .task(
                            task("server")
                                .config("page", "{{#MESOS_SANDBOX}}x{{/MESOS_SANDBOX}}"))));

    story.subscribed().offer("agent-1").advance(Duration.ofMinutes(1)).offer("agent-1");

    assertThat(story.launched()).isEmpty();
    assertThat(story.mesos().reservations("agent-1")).isEmpty();
    assertThat(story.deploy()).containsExactly("hello-0:[server] ERROR");
    assertThat(story.pod("hello-0").error()).contains("MESOS_SANDBOX").contains("page.mustache");
  }
}
