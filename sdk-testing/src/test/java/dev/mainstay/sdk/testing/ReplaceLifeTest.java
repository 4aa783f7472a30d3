package dev.mainstay.sdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.scheduler.OperatorCommand;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.PodRecord;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Pods that are restarted, and pods that are given up and placed anew. */
final class ReplaceLifeTest {

  private static final String DATA =
      """
      name: store
      pods:
        data:
          count: 3
          placement: '[["hostname", "UNIQUE"]]'
          tasks:
            server:
              goal: RUNNING
              cmd: run
              cpus: 1
              memory: 256
              volume:
                path: data
                type: ROOT
                size: 50
            sidecar:
              goal: RUNNING
              essential: false
              cmd: watch
              cpus: 0.1
              memory: 32
      """;

  private static final ContainerScript SCRIPT =
      new ContainerScript() {
        @Override
        public Life lifeOf(TaskInfo task) {
          return Life.FOREVER;
        }

        @Override
        public int probe(TaskInfo task, Probe probe, Duration sinceStart) {
          return 0;
        }
      };

  private static final PodId ONE = new PodId("data", 1);

  private static VirtualService deployed() {
    return VirtualService.of(DATA, 5, SCRIPT).awaitDeployed().advance(Duration.ofMinutes(1));
  }

  private static AgentId agentOf(PodRecord pod) {
    return Objects.requireNonNull(pod.place()).agentId();
  }

  private static ImmutableSet<ResourceId> resourcesOf(PodRecord pod) {
    return pod.holdings().stream().map(Holding::id).collect(ImmutableSet.toImmutableSet());
  }

  @Test
  void a_restarted_pod_comes_back_where_it_was_with_new_tasks() {
    VirtualService service = deployed();
    PodRecord before = service.pod("data-1");

    assertThat(service.command(new OperatorCommand.RestartPod(ONE, ImmutableSet.of())).affected())
        .containsExactly("server", "sidecar");
    service.advance(Duration.ofMinutes(1));

    PodRecord after = service.pod("data-1");
    assertThat(after.place()).isEqualTo(before.place());
    assertThat(after.holdings()).isEqualTo(before.holdings());
    assertThat(after.tasks().values())
        .allSatisfy(task -> assertThat(task.condition().ready()).isTrue());
    assertThat(after.task("server").orElseThrow().taskId())
        .isNotEqualTo(before.task("server").orElseThrow().taskId());
  }

  @Test
  void one_task_is_restarted_and_the_other_goes_on() {
    VirtualService service = deployed();
    TaskId server = service.task("data-1", "server").taskId();
    TaskId sidecar = service.task("data-1", "sidecar").taskId();

    service.command(new OperatorCommand.RestartPod(ONE, ImmutableSet.of("server")));
    service.advance(Duration.ofMinutes(1));

    assertThat(service.task("data-1", "server").taskId()).isNotEqualTo(server);
    assertThat(service.task("data-1", "server").condition().ready()).isTrue();
    assertThat(service.task("data-1", "sidecar").taskId()).isEqualTo(sidecar);
  }

  @Test
  void what_does_not_exist_is_named_with_what_does() {
    VirtualService service = deployed();

    var pod = service.command(new OperatorCommand.ReplacePod(new PodId("data", 7)));
    var task = service.command(new OperatorCommand.RestartPod(ONE, ImmutableSet.of("sever")));

    assertThat(pod.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(pod.message()).contains("data-7").contains("data-0, data-1, data-2");
    assertThat(task.message()).contains("'sever'").contains("server, sidecar");
  }

  @Test
  void a_replaced_pod_gets_fresh_resources_and_the_old_ones_are_given_back() {
    VirtualService service = deployed();
    PodRecord before = service.pod("data-1");

    service.command(new OperatorCommand.ReplacePod(ONE));
    service.advance(Duration.ofMinutes(1));

    PodRecord after = service.pod("data-1");
    assertThat(after.task("server").orElseThrow().condition().ready()).isTrue();
    assertThat(resourcesOf(after)).doesNotContainAnyElementsOf(resourcesOf(before));

    service.advance(Duration.ofMinutes(30));
    assertThat(service.state().released()).isEmpty();
    int calls = service.calls().size();
    assertThat(service.advance(Duration.ofDays(1)).calls()).hasSize(calls);
  }

  @Test
  void a_pod_moves_when_its_agent_is_marked_gone() {
    VirtualService service = deployed();
    PodRecord before = service.pod("data-1");

    service.markGone(agentOf(before)).advance(Duration.ofMinutes(2));

    PodRecord after = service.pod("data-1");
    assertThat(after.place()).isNotEqualTo(before.place());
    assertThat(after.task("server").orElseThrow().condition().ready()).isTrue();
    assertThat(service.state().released()).isEmpty();
  }

  @Test
  void a_pod_that_had_failed_moves_too_though_no_task_tells_that_its_agent_is_gone() {
    VirtualService service = deployed();
    AgentId agent = agentOf(service.pod("data-1"));

    service.partition(agent).advance(Duration.ofMinutes(3));
    assertThat(service.task("data-1", "server").state()).isEqualTo(TaskState.UNREACHABLE);
    service.restartScheduler().markGone(agent).advance(Duration.ofMinutes(30));

    PodRecord after = service.pod("data-1");
    assertThat(agentOf(after)).isNotEqualTo(agent);
    assertThat(after.task("server").orElseThrow().condition().ready()).isTrue();
  }

  @Test
  void replacing_does_not_wait_for_an_agent_out_of_reach_whose_leftovers_are_ended_on_return() {
    VirtualService service = deployed();
    AgentId agent = agentOf(service.pod("data-1"));
    ImmutableList<TaskId> old =
        service.pod("data-1").tasks().values().stream()
            .map(task -> task.taskId())
            .collect(ImmutableList.toImmutableList());

    service.partition(agent).advance(Duration.ofMinutes(3));
    service.command(new OperatorCommand.ReplacePod(ONE));
    service.advance(Duration.ofMinutes(1));
    assertThat(agentOf(service.pod("data-1"))).isNotEqualTo(agent);
    assertThat(service.runningTasks()).containsAll(old);

    service.heal(agent).advance(Duration.ofMinutes(30));
    assertThat(service.runningTasks()).doesNotContainAnyElementsOf(old).hasSize(6);
    assertThat(service.state().released()).isEmpty();
  }

  @Test
  void leftovers_of_an_agent_that_is_marked_gone_are_forgotten() {
    VirtualService service = deployed();
    AgentId agent = agentOf(service.pod("data-1"));
    service.partition(agent).advance(Duration.ofMinutes(3));
    service.command(new OperatorCommand.ReplacePod(ONE));
    service.advance(Duration.ofMinutes(1));
    assertThat(service.state().released()).isNotEmpty();

    service.markGone(agent).advance(Duration.ofMinutes(30));

    assertThat(service.state().released()).isEmpty();
  }

  @Test
  void a_scheduler_that_dies_after_the_command_goes_on_with_it() {
    VirtualService service = deployed();
    PodRecord before = service.pod("data-1");

    service.command(new OperatorCommand.ReplacePod(ONE));
    service.restartScheduler().advance(Duration.ofMinutes(2));

    PodRecord after = service.pod("data-1");
    assertThat(resourcesOf(after)).doesNotContainAnyElementsOf(resourcesOf(before));
    assertThat(after.task("server").orElseThrow().condition().ready()).isTrue();
  }
}
