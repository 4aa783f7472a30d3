package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.HistoryRecord;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What happens to a service can be read later. */
final class HistoryStoryTest {

  private static final PodId POD = new PodId("hello", 0);

  private static ServiceBuilder service() {
    return hello().pod(pod("hello").task(task("server")).task(task("sidecar").notEssential()));
  }

  private static CoreStory deployed() {
    return CoreStory.of(service())
        .subscribed()
        .offer("agent-1")
        .running("hello-0-server", "hello-0-sidecar");
  }

  private static ImmutableList<String> history(CoreStory story) {
    return story.state().history().stream()
        .map(HistoryStoryTest::line)
        .collect(ImmutableList.toImmutableList());
  }

  private static String line(HistoryRecord record) {
    String by = record.by().isEmpty() ? "" : " by " + record.by();
    return record.kind() + " " + record.subject() + ": " + record.text() + by;
  }

  private static ImmutableList<String> after(CoreStory story, ImmutableList<String> before) {
    ImmutableList<String> all = history(story);
    assertThat(all.subList(0, before.size())).isEqualTo(before);
    return all.subList(before.size(), all.size());
  }

  @Test
  void a_deployment_is_told_by_its_launches_and_steps() {
    assertThat(history(deployed()))
        .containsExactly(
            "LAUNCH hello-0: launched server, sidecar on agent-1",
            "STEP hello-0:[server, sidecar]: step of plan deploy is COMPLETE",
            "CONFIGURATION " + CONFIG + ": is rolled out completely");
  }

  @Test
  void a_failure_is_told_with_its_message_and_what_ends_because_of_it_is_not() {
    CoreStory story = deployed();
    ImmutableList<String> before = history(story);
    story
        .status("hello-0-server", TaskState.FAILED)
        .status("hello-0-sidecar", TaskState.KILLED)
        .offer("agent-1");
    ImmutableList<String> news = after(story, before);
    assertThat(news).hasSize(2);
    assertThat(news.get(0)).startsWith("FAILURE hello-0-server: failed");
    assertThat(news.get(1)).isEqualTo("LAUNCH hello-0: launched server, sidecar on agent-1");
  }

  @Test
  void what_an_operator_commanded_is_told_and_what_was_refused_is_not() {
    CoreStory story = deployed();
    ImmutableList<String> before = history(story);
    story.command(new OperatorCommand.PausePod(POD, ImmutableSet.of("sever")));
    story
        .command(new OperatorCommand.PausePod(POD, ImmutableSet.of("server")))
        .status("hello-0-server", TaskState.KILLED)
        .offer("agent-1");
    assertThat(after(story, before))
        .containsExactly(
            "COMMAND hello-0: pauses server of pod hello-0, which keeps what it holds by operator",
            "LAUNCH hello-0: launched server to idle on agent-1");
  }

  @Test
  void a_pod_that_is_given_up_is_no_failure() {
    CoreStory story = deployed();
    ImmutableList<String> before = history(story);
    story
        .command(new OperatorCommand.ReplacePod(POD))
        .status("hello-0-server", TaskState.KILLED)
        .status("hello-0-sidecar", TaskState.KILLED);
    assertThat(after(story, before))
        .contains("REPLACEMENT hello-0: is given up and placed anew: replaced by the operator")
        .noneMatch(line -> line.startsWith("FAILURE"));
  }

  @Test
  void a_new_target_is_one_entry_with_where_it_comes_from_and_what_it_changes() {
    CoreStory story = deployed();
    ImmutableList<String> before = history(story);
    story.target(
        "new",
        hello()
            .pod(pod("hello").count(2).task(task("server")).task(task("sidecar").notEssential())));
    assertThat(after(story, before))
        .containsExactly(
            "CONFIGURATION new: became the target: start; pods.hello.count: 1 → 2; adds 1 pod by operator");
  }

  @Test
  void the_way_back_is_told_as_what_it_is_and_changes_when_the_configuration_was_accepted() {
    CoreStory story = deployed();
    story.target("new", service()).advance(Duration.ofHours(1));
    ImmutableList<String> before = history(story);
    ConfigurationRecord earlier = story.state().configuration(CONFIG).orElseThrow();
    Instant now = earlier.acceptedAt().plus(Duration.ofHours(1));
    story.command(
        new OperatorCommand.SetTarget(
            new ConfigId("new"), earlier.acceptedAgain(now, "rollback by the operator")));
    assertThat(after(story, before).get(0))
        .isEqualTo(
            "CONFIGURATION "
                + CONFIG
                + ": became the target: rollback; no field of the spec; touches no pod by operator");
    ConfigurationRecord again = story.state().configuration(CONFIG).orElseThrow();
    assertThat(again.acceptedAt()).isEqualTo(now);
    assertThat(again.origin()).isEqualTo("rollback by the operator");
  }

  @Test
  void a_pod_that_is_well_again_is_told_with_its_tries_and_the_time_it_took() {
    CoreStory story = deployed();
    story.status("hello-0-server", TaskState.FAILED).status("hello-0-sidecar", TaskState.KILLED);
    story.offer("agent-1").status("hello-0-server", TaskState.FAILED);
    story.status("hello-0-sidecar", TaskState.KILLED).advance(Duration.ofSeconds(65));
    ImmutableList<String> before = history(story);
    story.offer("agent-1").running("hello-0-server");
    assertThat(after(story, before))
        .containsExactly("LAUNCH hello-0: launched server, sidecar on agent-1");
    story.running("hello-0-sidecar");
    assertThat(after(story, before).get(1))
        .isEqualTo("RECOVERY hello-0: recovered, after 2 tries, in 1m 05s");
  }

  @Test
  void a_pod_whose_agent_was_away_came_back_without_a_try() {
    CoreStory story = deployed();
    story.status("hello-0-server", TaskState.UNREACHABLE).advance(Duration.ofSeconds(42));
    ImmutableList<String> before = history(story);
    story.running("hello-0-server");
    assertThat(after(story, before)).containsExactly("RECOVERY hello-0: came back, after 42s");
  }

  @Test
  void a_restart_that_an_operator_wanted_is_no_recovery() {
    CoreStory story = deployed();
    story.command(new OperatorCommand.RestartPod(POD, ImmutableSet.of()));
    story
        .status("hello-0-server", TaskState.KILLED)
        .status("hello-0-sidecar", TaskState.KILLED)
        .offer("agent-1")
        .running("hello-0-server", "hello-0-sidecar");
    assertThat(history(story)).noneMatch(line -> line.startsWith("RECOVERY"));
  }

  @Test
  void the_history_outlives_the_scheduler_and_goes_on_with_its_numbers() {
    CoreStory story = deployed();
    ImmutableList<String> before = history(story);
    story.restarted().status("hello-0-sidecar", TaskState.FAILED);
    assertThat(after(story, before)).hasSize(1);
    assertThat(story.state().nextHistoryNumber()).isEqualTo(before.size() + 1);
  }

  @Test
  void a_task_that_fails_for_ever_fills_no_more_than_the_ring() {
    CoreStory story = deployed();
    for (int failure = 0; failure < HistoryRecord.SLOTS; failure++) {
      story
          .status("hello-0-sidecar", TaskState.FAILED)
          .advance(Duration.ofMinutes(6))
          .offer("agent-1")
          .running("hello-0-sidecar");
    }
    assertThat(story.state().history()).hasSize(HistoryRecord.SLOTS);
  }
}
