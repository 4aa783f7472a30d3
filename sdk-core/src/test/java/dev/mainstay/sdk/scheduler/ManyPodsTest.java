package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.evaluate.OfferOutcome;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import org.junit.jupiter.api.Test;

/** Work stays in proportion to what changed. */
final class ManyPodsTest {

  private static final int PODS = 1_000;

  @Test
  void a_thousand_pods_cost_one_evaluation_a_launch_and_one_a_refused_offer() {
    CoreStory story =
        CoreStory.of(
            hello()
                .pod(pod("hello").count(PODS).task(task("server")))
                .phase("hello", StrategyKind.PARALLEL));
    story.subscribed();

    int offers = 0;
    while (story.launched().size() < PODS) {
      int before = story.launched().size();
      story.offer("agent-" + offers++);
      assertThat(story.launched().size()).isGreaterThan(before);
      assertThat(refusals(story)).isLessThanOrEqualTo(1);
    }
    assertThat(story.launched()).doesNotHaveDuplicates();
    assertThat(story.takeSent(MesosCall.Accept.class)).hasSize(offers);
  }

  private static int refusals(CoreStory story) {
    OfferOutcome last = story.core().snapshot().recentOutcomes().reverse().get(0);
    return last.refused().size();
  }

  @Test
  void a_status_changes_the_record_of_its_own_pod_alone() {
    CoreStory story =
        CoreStory.of(
            hello()
                .pod(pod("hello").count(10).task(task("server")))
                .phase("hello", StrategyKind.PARALLEL));
    story.subscribed().offer("agent-1");
    var others = story.state().pods().stream().filter(pod -> pod.id().index() != 3).toList();

    story.status("hello-3-server", TaskState.RUNNING);

    assertThat(story.state().pods().stream().filter(pod -> pod.id().index() != 3).toList())
        .isEqualTo(others);
  }
}
