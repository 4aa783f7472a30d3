package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.planner.UninstallPlanner;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.Statuses;
import dev.mainstay.sdk.state.UninstallRecord;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service is removed. */
final class UninstallStoryTest {

  private static ServiceBuilder service(int count) {
    return hello().pod(pod("hello").count(count).task(task("server").volume("data", 100)));
  }

  private static CoreStory deployed(int count) {
    CoreStory story = CoreStory.of(service(count)).subscribed();
    for (int index = 0; index < count; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server");
    }
    story.takeKills();
    return story;
  }

  private static CoreStory removed(CoreStory story) {
    return story.event(new MesosEvent.Error("Framework has been removed"));
  }

  private static void hasNoRecord(CoreStory story) {
    assertThat(story.records())
        .as("what tells the next start")
        .singleElement()
        .isInstanceOfSatisfying(
            UninstallRecord.class, record -> assertThat(record.endedAt()).isNotNull());
    assertThat(story.stops()).hasSize(1);
    assertThat(story.stops().get(0).cause()).isEqualTo(Effect.Stop.Cause.UNINSTALLED);
  }

  @Test
  void everything_ends_is_given_back_and_forgotten() {
    CoreStory story = deployed(2).command(new OperatorCommand.Uninstall());
    assertThat(story.takeKills()).hasSize(2);
    story.status("hello-0-server", TaskState.KILLED).status("hello-1-server", TaskState.KILLED);
    assertThat(story.takeSent(MesosCall.Teardown.class)).isEmpty();
    story.advance(Duration.ofSeconds(2)).offer("agent-0").offer("agent-1");
    assertThat(story.mesos().reservations("agent-0")).isEmpty();
    assertThat(story.mesos().reservations("agent-1")).isEmpty();
    assertThat(story.takeSent(MesosCall.Teardown.class)).hasSize(1);
    removed(story);
    hasNoRecord(story);
  }

  @Test
  void nothing_is_launched_from_then_on() {
    CoreStory story = CoreStory.of(service(2)).subscribed();
    story.offer("agent-0").running("hello-0-server");
    story.command(new OperatorCommand.Uninstall());
    int launched = story.launched().size();
    story.offer("agent-1").status("hello-0-server", TaskState.FAILED).offer("agent-0");
    assertThat(story.launched()).hasSize(launched);
    removed(story);
    hasNoRecord(story);
  }

  @Test
  void a_scheduler_that_dies_goes_on() {
    CoreStory story = deployed(2).command(new OperatorCommand.Uninstall()).restarted();
    assertThat(story.takeKills()).hasSize(2);
    story.status("hello-0-server", TaskState.KILLED).status("hello-1-server", TaskState.KILLED);
    story.restarted().offer("agent-0").offer("agent-1");
    story.restarted();
    assertThat(story.takeSent(MesosCall.Teardown.class)).hasSize(1);
    removed(story);
    hasNoRecord(story);
  }

  @Test
  void a_teardown_that_was_not_heard_is_sent_again() {
    CoreStory story = CoreStory.of(service(1)).subscribed();
    story.command(new OperatorCommand.Uninstall());
    assertThat(story.takeSent(MesosCall.Teardown.class)).hasSize(1);
    story.advance(Duration.ofMinutes(1));
    assertThat(story.takeSent(MesosCall.Teardown.class)).isNotEmpty();
  }

  @Test
  void an_agent_that_does_not_exist_any_more_does_not_block_for_ever() {
    CoreStory story = deployed(2).command(new OperatorCommand.Uninstall());
    story.status("hello-1-server", TaskState.KILLED).advance(Duration.ofSeconds(2));
    story.offer("agent-1");
    story.status(
        Statuses.status(
            story.taskId("hello-0-server"), TaskState.UNREACHABLE, new AgentId("agent-0"), null));
    story.advance(Duration.ofMinutes(10));
    assertThat(story.state().released()).isNotEmpty();
    PlanView plan =
        UninstallPlanner.view(
            story.state().target().orElseThrow().id(), story.state(), ServiceBuilder.START);
    assertThat(plan.phases().get(1).steps().get(0).name()).isEqualTo("agent-0");
    story.advance(Duration.ofMinutes(10));
    assertThat(story.state().released()).isEmpty();
    assertThat(story.state().uninstall().orElseThrow().abandoned().get(0)).contains("agent-0");
    removed(story);
    assertThat(story.stops().get(0).message()).contains("left behind").contains("agent-0");
  }

  @Test
  void the_end_of_a_subscription_for_another_reason_keeps_the_records() {
    CoreStory story = deployed(1).command(new OperatorCommand.Uninstall());
    removed(story);
    assertThat(story.records()).isNotEmpty();
    assertThat(story.stops().get(0).cause()).isEqualTo(Effect.Stop.Cause.SUBSCRIPTION_REFUSED);
  }
}
