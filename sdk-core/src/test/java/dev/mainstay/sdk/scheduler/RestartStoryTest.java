package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.scheduler.CoreStory.CrashPoint;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A scheduler that is killed anywhere goes on from its records and launches nothing twice. */
final class RestartStoryTest {

  private static final String[] AGENTS = {"agent-1", "agent-2", "agent-3"};

  private static CoreStory story() {
    return CoreStory.of(
        hello()
            .pod(
                pod("node")
                    .count(2)
                    .oneOnEachHost()
                    .volume("shared", 50)
                    .task(task("format").goal(Goal.ONCE).volume("data", 100))
                    .task(task("server").onResourcesOf("format"))
                    .task(task("sidecar").notEssential()))
            .pod(pod("web").task(task("http").port("http", 0)))
            .phase(
                "node",
                StrategyKind.SERIAL,
                ServiceBuilder.steps(-1, List.of("format"), List.of("server", "sidecar")))
            .phase("web", StrategyKind.SERIAL));
  }

  @ParameterizedTest
  @EnumSource(CrashPoint.class)
  void a_deployment_ends_the_same_wherever_the_scheduler_is_killed(CrashPoint point) {
    CoreStory undisturbed = story().subscribed().settle(AGENTS);
    assertThat(undisturbed.launched()).doesNotHaveDuplicates();

    for (int decision = 0; decision < undisturbed.decisions(); decision++) {
      CoreStory crashed = story().crashAt(decision, point).subscribed().settle(AGENTS);

      String where = "killed at decision " + decision + " " + point;
      assertThat(crashed.deploy()).as(where).isEqualTo(undisturbed.deploy());
      assertThat(ImmutableSet.copyOf(crashed.launched()))
          .as(where)
          .isEqualTo(ImmutableSet.copyOf(undisturbed.launched()));
      assertThat(reservations(crashed)).as(where).isEqualTo(reservations(undisturbed));
    }
  }

  /** Nothing is left over, whatever happened. */
  private static int reservations(CoreStory story) {
    int sum = 0;
    for (String agent : AGENTS) {
      sum += story.mesos().reservations(agent).size();
    }
    return sum;
  }
}
