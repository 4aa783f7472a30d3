package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.ServiceBuilder.steps;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.planner.ReplacementTimes;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.RolloutSpec;
import dev.mainstay.sdk.spec.RolloutSpec.OnFailure;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The machine's clock is set back while no scheduler runs: what is stored lies ahead. */
final class ClockStoryTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofMinutes(20);

  private static CoreStory setBack(CoreStory story) {
    return story.passes(Duration.ofHours(-2)).restarted();
  }

  private static ServiceBuilder service(int count, String value) {
    return hello()
        .pod(
            pod("hello")
                .count(count)
                .rollout(new RolloutSpec(null, MINUTE, TIMEOUT, OnFailure.PAUSE))
                .task(task("server").volume("data", 100).env("A", value)))
        .replacement(TIMEOUT, TIMEOUT);
  }

  private static CoreStory deployed(int count) {
    CoreStory story = CoreStory.of(service(count, "a")).subscribed();
    for (int index = 0; index < count; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server").advance(MINUTE);
    }
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    return story;
  }

  @Test
  void what_bakes_does_so_for_the_bake_time() {
    CoreStory story = CoreStory.of(service(1, "a")).subscribed().offer("agent-0");
    setBack(story.running("hello-0-server"))
        .status("hello-0-server", TaskState.RUNNING)
        .advance(MINUTE);
    assertThat(story.deploy()).containsExactly("hello-0:[server] COMPLETE");
  }

  @Test
  void the_deadline_of_a_step_comes_in_its_time() {
    CoreStory story = CoreStory.of(service(1, "a")).subscribed().offer("agent-0");
    setBack(story).status("hello-0-server", TaskState.STARTING).advance(TIMEOUT);
    assertThat(story.pod("hello-0").rollout()).asString().contains("not complete within 20m");
  }

  @Test
  void a_pod_that_fails_is_replaced_in_its_time_after_another_that_was() {
    CoreStory story = deployed(2).status("hello-0-server", TaskState.UNREACHABLE).advance(TIMEOUT);
    assertThat(story.pod("hello-0").replacedAt()).isNotNull();
    story.offer("agent-7").running("hello-0-server");

    setBack(story).status("hello-0-server", TaskState.RUNNING);
    story.status("hello-1-server", TaskState.UNREACHABLE).advance(TIMEOUT);
    assertThat(story.pod("hello-1").replacedAt()).isNotNull();
  }

  @Test
  void one_that_failed_before_is_replaced_in_its_time() {
    CoreStory story = setBack(deployed(1).status("hello-0-server", TaskState.UNREACHABLE));
    story.status("hello-0-server", TaskState.UNREACHABLE).advance(TIMEOUT);
    assertThat(story.pod("hello-0").replacedAt()).isNotNull();
    assertThat(ReplacementTimes.HEARING).isLessThan(TIMEOUT);
  }

  private static ServiceBuilder draining(int count) {
    return hello()
        .pod(
            pod("hello")
                .count(count)
                .task(task("server").volume("data", 100))
                .task(task("drain").goal(Goal.ONCE).cpus(0.1)))
        .phase("hello", StrategyKind.SERIAL, steps(StepSpec.DEFAULT, ImmutableList.of("server")))
        .draining("hello", steps(StepSpec.DEFAULT, List.of("drain")));
  }

  @Test
  void a_pod_that_had_begun_to_leave_and_stays_is_restarted_once() {
    CoreStory story = CoreStory.of(draining(2)).subscribed();
    for (int index = 0; index < 2; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server");
    }
    story.target("fewer", draining(1)).offer("agent-1").running("hello-1-drain");

    setBack(story).advance(MINUTE).target("again", draining(2)).takeKills();
    story.status("hello-1-drain", TaskState.KILLED).status("hello-1-server", TaskState.KILLED);
    story.advance(MINUTE).offer("agent-1").running("hello-1-server").advance(MINUTE);
    assertThat(story.launched()).endsWith("hello-1-server");
    assertThat(story.takeKills()).isEmpty();
    assertThat(story.task("hello-1-server").describe()).isEqualTo("ready");
  }

  @Test
  void a_back_off_is_no_longer_than_any() {
    CoreStory story = deployed(1);
    for (int failures = 0; failures < 3; failures++) {
      story.status("hello-0-server", TaskState.FAILED).advance(MINUTE);
      story.offer("agent-0").running("hello-0-server");
    }
    story.status("hello-0-server", TaskState.FAILED);
    setBack(story).advance(Duration.ofMinutes(5)).offer("agent-0").running("hello-0-server");
    assertThat(story.task("hello-0-server").describe()).isEqualTo("ready");
  }
}
