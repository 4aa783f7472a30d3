package dev.mainstay.sdk.http;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.ServiceBuilder.steps;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.planner.DeployPlanner;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.scheduler.CommandAnswer;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the API tells of pods beside what Mesos says. */
final class PodRoutesTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(20);

  /** A pod with a task that the deploy plan does not launch, of a service with such a policy. */
  private static JsonNode status(TaskState state, String path) {
    return status(state, true, path);
  }

  private static JsonNode status(TaskState state, boolean reconciled, String path) {
    ServiceSpec spec =
        hello()
            .replacement(TIMEOUT, Duration.ofMinutes(10))
            .pod(pod("web").task(task("server")).task(task("backup")))
            .phase("web", StrategyKind.SERIAL, steps(StepSpec.DEFAULT, ImmutableList.of("server")))
            .build();
    PodRecord known = SampleService.pod(0, state, true);
    ServiceState service = ServiceBuilder.accepted(spec).apply(new StateChange.Put(known));
    ServiceView view =
        new ServiceView(
            new ServiceSnapshot(
                service,
                reconciled,
                reconciled,
                DeployPlanner.deploy(SampleService.CONFIG, spec),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableMap.of()),
            ImmutableMap.of(),
            SampleService.NOW);
    Commands commands =
        new Commands(
            command ->
                CompletableFuture.completedFuture(
                    new CommandAnswer(CommandAnswer.Outcome.TAKEN, "taken", ImmutableList.of())));
    Router router = new Router(new PodRoutes(new Views(FixedSource.of(view)), commands).routes());
    return ApiJson.parse(router.answer("GET", URI.create(path), "", "").body());
  }

  @Test
  void tasks_of_other_plans_than_that_of_the_target_are_marked() {
    JsonNode tasks = status(TaskState.RUNNING, "/v1/pod/web-0/status").path("tasks");
    assertThat(tasks.at("/0/name").asText()).isEqualTo("web-0-server");
    assertThat(tasks.at("/0").has("side")).isFalse();
    assertThat(tasks.at("/1/name").asText()).isEqualTo("web-0-backup");
    assertThat(tasks.at("/1/side").asBoolean()).isTrue();
  }

  @Test
  void a_pod_that_does_not_come_back_tells_when_it_is_replaced() {
    JsonNode one = status(TaskState.UNREACHABLE, "/v1/pod/web-0/status");
    assertThat(one.path("downSince").asText()).isEqualTo(SampleService.NOW.toString());
    assertThat(one.path("replacedAt").asText())
        .isEqualTo(SampleService.NOW.plus(TIMEOUT).toString());
    JsonNode all = status(TaskState.UNREACHABLE, "/v1/pod/status");
    assertThat(all.at("/pods/0/instances/0")).isEqualTo(one);
    assertThat(status(TaskState.RUNNING, "/v1/pod/web-0/status").has("replacedAt")).isFalse();
  }

  @Test
  void before_the_master_has_told_how_tasks_stand_no_time_of_a_replacement_is_told() {
    JsonNode one = status(TaskState.UNREACHABLE, false, "/v1/pod/web-0/status");
    assertThat(one.path("downSince").asText()).isEqualTo(SampleService.NOW.toString());
    assertThat(one.has("replacedAt")).isFalse();
    JsonNode all = status(TaskState.UNREACHABLE, false, "/v1/pod/status");
    assertThat(all.at("/pods/0/instances/0")).isEqualTo(one);
    JsonNode why = status(TaskState.UNREACHABLE, false, "/v1/pod/web-0/why");
    assertThat(why.has("downSince")).isTrue();
    assertThat(why.has("replacedAt")).isFalse();
  }
}
