package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.planner.FailedPod;
import dev.mainstay.sdk.planner.RecoveryPhase;
import dev.mainstay.sdk.planner.RecoveryPlanner;
import dev.mainstay.sdk.planner.RecoveryPolicy;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A framework with its own way to bring pods back: its nodes have to know of a replaced seed. */
final class RecoveryPolicyStoryTest {

  private static final PodId SEED = new PodId("node", 0);

  /** Nodes are told whom they replace; after the seed was replaced the others are restarted. */
  private static Optional<RecoveryPhase> replaceNode(FailedPod failed, ServiceState state) {
    if (!failed.replaced()) {
      return Optional.empty();
    }
    RecoveryPhase phase =
        RecoveryPhase.named("replace-node").with("REPLACE_ADDRESS", failed.address("server"));
    return Optional.of(
        failed.pod().index() == 0
            ? phase.thenRestart(state.podsOf("node").stream().map(PodRecord::id).toList())
            : phase);
  }

  private static ServiceBuilder ring() {
    return hello()
        .pod(
            pod("node")
                .count(3)
                .task(task("server").volume("data", 100))
                .task(task("sidecar").notEssential()));
  }

  private static CoreStory deployed(RecoveryPolicy policy) {
    CoreStory story = CoreStory.of(ring(), policy).subscribed();
    for (int index = 0; index < 3; index++) {
      story
          .offer("agent-" + index)
          .running("node-" + index + "-server", "node-" + index + "-sidecar");
    }
    return story;
  }

  private static CoreStory replacing(CoreStory story, PodId pod) {
    return story
        .command(new OperatorCommand.ReplacePod(pod))
        .status(pod + "-server", TaskState.KILLED)
        .status(pod + "-sidecar", TaskState.KILLED);
  }

  private static ImmutableList<String> recovery(CoreStory story) {
    Plan plan = RecoveryPlanner.recovery(story.state().target().orElseThrow().id(), story.state());
    return PlanViews.of(plan, story.state(), ServiceBuilder.START).phases().stream()
        .flatMap(
            phase ->
                phase.steps().stream()
                    .map(step -> phase.name() + "/" + step.name() + " " + step.status()))
        .collect(ImmutableList.toImmutableList());
  }

  private static String addressOf(CoreStory story, String pod) {
    return story.state().pod(PodId.parse(pod)).map(PodRecord::place).stream()
        .map(place -> place.ip() == null ? place.hostname() : place.ip())
        .findFirst()
        .orElseThrow();
  }

  private static void comesBack(CoreStory story, String pod, String agent) {
    story.status(pod + "-server", TaskState.KILLED).status(pod + "-sidecar", TaskState.KILLED);
    story.offer(agent).running(pod + "-server", pod + "-sidecar");
  }

  @Test
  void a_replaced_node_is_told_whom_it_replaces_until_it_is_back() {
    CoreStory story = deployed(RecoveryPolicyStoryTest::replaceNode);
    String address = addressOf(story, "node-1");

    replacing(story, new PodId("node", 1)).offer("agent-7");
    assertThat(story.task("node-1-server").launch().environment())
        .containsEntry("REPLACE_ADDRESS", address);
    assertThat(recovery(story))
        .containsExactly("node-1 replace-node/node-1:[server, sidecar] STARTING");

    story.status("node-1-server", TaskState.FAILED).status("node-1-sidecar", TaskState.KILLED);
    story.offer("agent-7");
    assertThat(story.task("node-1-server").launch().environment())
        .containsEntry("REPLACE_ADDRESS", address);

    story.running("node-1-server", "node-1-sidecar");
    assertThat(recovery(story)).isEmpty();
    story.status("node-1-server", TaskState.FAILED).status("node-1-sidecar", TaskState.KILLED);
    story.advance(Duration.ofMinutes(1)).offer("agent-7");
    assertThat(story.task("node-1-server").launch().environment())
        .doesNotContainKey("REPLACE_ADDRESS");
  }

  @Test
  void one_that_is_replaced_again_before_it_is_back_still_replaces_the_first() {
    CoreStory story = deployed(RecoveryPolicyStoryTest::replaceNode);
    String address = addressOf(story, "node-1");
    PodId node = new PodId("node", 1);
    replacing(story, node).offer("agent-7");
    replacing(story, node).offer("agent-8");
    assertThat(story.task("node-1-server").launch().environment())
        .containsEntry("REPLACE_ADDRESS", address);
  }

  @Test
  void after_a_seed_the_others_are_restarted_one_after_the_other() {
    CoreStory story = deployed(RecoveryPolicyStoryTest::replaceNode);
    ImmutableList<TaskId> first =
        ImmutableList.of(story.taskId("node-1-server"), story.taskId("node-1-sidecar"));
    ImmutableList<TaskId> second =
        ImmutableList.of(story.taskId("node-2-server"), story.taskId("node-2-sidecar"));
    replacing(story, SEED).takeKills();
    story.offer("agent-7").running("node-0-server");
    assertThat(story.takeKills()).isEmpty();

    story.running("node-0-sidecar");
    assertThat(story.takeKills()).containsExactlyElementsOf(first);
    assertThat(recovery(story))
        .containsExactly(
            "node-0 replace-node/node-0:[server, sidecar] COMPLETE",
            "node-0 replace-node/node-1:[server, sidecar] PREPARED",
            "node-0 replace-node/node-2:[server, sidecar] PENDING");

    story = story.restarted();
    story.takeKills();
    comesBack(story, "node-1", "agent-1");
    assertThat(story.takeKills()).containsExactlyElementsOf(second);

    comesBack(story, "node-2", "agent-2");
    assertThat(story.takeKills()).isEmpty();
    assertThat(recovery(story)).isEmpty();
    assertThat(story.state().pods()).allMatch(pod -> pod.recovery() == null);
  }

  @Test
  void a_failure_elsewhere_is_recovered_before_the_next_restart() {
    CoreStory story = deployed(RecoveryPolicyStoryTest::replaceNode);
    replacing(story, SEED).offer("agent-7");
    story.status("node-2-server", TaskState.FAILED).status("node-2-sidecar", TaskState.KILLED);
    story.takeKills();
    story.running("node-0-server", "node-0-sidecar");
    assertThat(story.takeKills()).isEmpty();

    story.offer("agent-2").running("node-2-server", "node-2-sidecar");
    assertThat(story.takeKills()).hasSize(2);
  }

  @Test
  void it_is_asked_once_for_a_failure_and_not_for_what_was_wanted() {
    List<String> asked = new ArrayList<>();
    CoreStory story =
        deployed(
            (failed, state) -> {
              asked.add(failed.pod() + " " + failed.tasks() + " " + failed.replaced());
              return Optional.empty();
            });
    story.status("node-1-server", TaskState.FAILED);
    story.status("node-1-sidecar", TaskState.KILLED).restarted();
    assertThat(asked).containsExactly("node-1 [server] false");

    story.offer("agent-1").running("node-1-server", "node-1-sidecar");
    story.command(new OperatorCommand.RestartPod(SEED, ImmutableSet.of()));
    comesBack(story, "node-0", "agent-0");
    assertThat(asked).hasSize(1);

    story.status("node-1-sidecar", TaskState.FAILED);
    assertThat(asked).hasSize(2);
  }

  @Test
  void what_it_throws_is_the_error_of_the_step_until_a_person_lets_it_be_asked_again() {
    List<String> faults = new ArrayList<>(List.of("the ring is unknown"));
    CoreStory story =
        deployed(
            (failed, state) -> {
              if (!faults.isEmpty()) {
                throw new IllegalStateException(faults.remove(0));
              }
              return replaceNode(failed, state);
            });
    replacing(story, SEED).offer("agent-7");
    assertThat(recovery(story)).containsExactly("node-0/node-0:[server, sidecar] ERROR");
    assertThat(story.pod("node-0").error()).contains("the ring is unknown");
    assertThat(story.state().history())
        .anyMatch(record -> record.text().contains("the ring is unknown"));

    story.command(new OperatorCommand.RestartPod(SEED, ImmutableSet.of())).offer("agent-7");
    assertThat(story.task("node-0-server").launch().environment()).containsKey("REPLACE_ADDRESS");
  }

  @Test
  void its_restarts_wait_while_an_operator_holds_the_recovery() {
    CoreStory story = deployed(RecoveryPolicyStoryTest::replaceNode);
    replacing(story, SEED).offer("agent-7").running("node-0-server");
    story.command(
        new OperatorCommand.OperatePlan(
            PlanAction.INTERRUPT, "recovery", "", "", ImmutableSortedMap.of()));
    story.takeKills();
    story.running("node-0-sidecar");
    assertThat(story.takeKills()).isEmpty();
    story.command(
        new OperatorCommand.OperatePlan(
            PlanAction.CONTINUE, "recovery", "", "", ImmutableSortedMap.of()));
    assertThat(story.takeKills()).hasSize(2);
  }
}
