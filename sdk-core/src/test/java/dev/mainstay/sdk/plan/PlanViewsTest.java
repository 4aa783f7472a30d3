package dev.mainstay.sdk.plan;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.PodRecords.fresh;
import static dev.mainstay.sdk.sample.PodRecords.place;
import static dev.mainstay.sdk.sample.PodRecords.reached;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanViewsTest {

  private static final ServiceSpec SPEC =
      hello()
          .pod(
              pod("hello").count(2).task(task("init").onResourcesOf("server")).task(task("server")))
          .build();

  private static Plan plan(StrategyKind steps) {
    ImmutableList<String> tasks = ImmutableList.of("server");
    return new Plan(
        Plan.DEPLOY,
        Plan.Purpose.DEPLOY,
        "run",
        CONFIG,
        StrategyKind.SERIAL,
        ImmutableList.of(
            Phase.of(
                Plan.DEPLOY,
                "hello",
                steps,
                ImmutableList.of(
                    Step.of(Plan.DEPLOY, "hello", new PodId("hello", 0), tasks),
                    Step.of(Plan.DEPLOY, "hello", new PodId("hello", 1), tasks)))));
  }

  private static ServiceState with(PodRecord... pods) {
    ServiceState state = ServiceBuilder.accepted(SPEC);
    for (PodRecord pod : pods) {
      state = state.apply(new StateChange.Put(pod));
    }
    return state;
  }

  private static List<Status> steps(Plan plan, ServiceState state, Instant now) {
    return PlanViews.of(plan, state, now).phases().get(0).steps().stream()
        .map(PlanView.StepView::status)
        .toList();
  }

  private static List<Status> steps(StrategyKind kind, PodRecord... pods) {
    return steps(plan(kind), with(pods), START);
  }

  @Test
  void only_the_first_open_step_of_a_serial_phase_waits_for_offers() {
    assertThat(steps(StrategyKind.SERIAL)).containsExactly(Status.PREPARED, Status.PENDING);
    assertThat(steps(StrategyKind.PARALLEL)).containsExactly(Status.PREPARED, Status.PREPARED);
    assertThat(
            steps(
                StrategyKind.SERIAL,
                fresh("hello-0").withTask(reached("server", TaskState.FAILED))))
        .containsExactly(Status.COMPLETE, Status.PREPARED);
  }

  @Test
  void a_step_starts_is_started_and_is_complete() {
    PodRecord pod = fresh("hello-0");
    assertThat(
            steps(StrategyKind.SERIAL, pod.withTask(PodRecords.task("server", TaskState.STAGING))))
        .startsWith(Status.STARTING);
    assertThat(
            steps(StrategyKind.SERIAL, pod.withTask(PodRecords.task("server", TaskState.RUNNING))))
        .startsWith(Status.STARTED);
    assertThat(steps(StrategyKind.SERIAL, pod.withTask(reached("server", TaskState.RUNNING))))
        .startsWith(Status.COMPLETE);
  }

  @Test
  void a_step_is_started_while_one_task_has_finished_and_the_other_runs() {
    Plan both =
        new Plan(
            Plan.DEPLOY,
            Plan.Purpose.DEPLOY,
            "run",
            CONFIG,
            StrategyKind.SERIAL,
            ImmutableList.of(
                Phase.of(
                    Plan.DEPLOY,
                    "hello",
                    StrategyKind.SERIAL,
                    ImmutableList.of(
                        Step.of(
                            Plan.DEPLOY,
                            "hello",
                            new PodId("hello", 0),
                            ImmutableList.of("init", "server"))))));
    PodRecord pod =
        fresh("hello-0")
            .withTask(reached("init", TaskState.FINISHED))
            .withTask(PodRecords.task("server", TaskState.RUNNING));

    assertThat(steps(both, with(pod), START)).containsExactly(Status.STARTED);
  }

  @Test
  void a_step_is_delayed_until_its_back_off_ends() {
    Instant until = START.plusSeconds(10);
    ServiceState state =
        with(
            fresh("hello-0")
                .withTask(PodRecords.task("server", TaskState.FAILED))
                .withBackoff(new Backoff(2, until, "server failed", START)));
    Plan plan = plan(StrategyKind.SERIAL);

    assertThat(steps(plan, state, START)).startsWith(Status.DELAYED);
    assertThat(PlanViews.of(plan, state, START).status()).isEqualTo(Status.DELAYED);
    assertThat(steps(plan, state, until)).startsWith(Status.PREPARED);
  }

  @Test
  void an_error_is_shown_with_its_step() {
    PlanView view =
        PlanViews.of(
            plan(StrategyKind.PARALLEL), with(fresh("hello-1").withError("no such user")), START);

    assertThat(view.status()).isEqualTo(Status.ERROR);
    assertThat(view.errors()).containsExactly("hello-1:[server]: no such user");
  }

  @Test
  void a_pod_that_returns_says_where_it_waits() {
    PlanView view =
        PlanViews.of(
            plan(StrategyKind.SERIAL),
            with(
                fresh("hello-0")
                    .withPlace(place("agent-1"))
                    .withTask(PodRecords.task("server", TaskState.FAILED))),
            START);

    assertThat(view.phases().get(0).steps().get(0).message())
        .isEqualTo("waits for its reservations on agent-1");
  }

  @Test
  void another_configuration_counts_when_it_defines_the_pod_alike() {
    ConfigId same = new ConfigId("same");
    ConfigId other = new ConfigId("other");
    ServiceSpec changed = hello().pod(pod("hello").count(2).task(task("server").cpus(1))).build();
    ServiceState state =
        with(
                fresh("hello-0").withTask(reached("server", TaskState.RUNNING, same)),
                fresh("hello-1").withTask(reached("server", TaskState.RUNNING, other)))
            .apply(new StateChange.Put(ServiceBuilder.configuration(same, SPEC)))
            .apply(new StateChange.Put(ServiceBuilder.configuration(other, changed)));

    assertThat(steps(plan(StrategyKind.PARALLEL), state, START))
        .containsExactly(Status.COMPLETE, Status.STARTED);
  }

  @Test
  void a_whole_shows_what_matters_most_of_its_parts() {
    assertThat(aggregate(List.of())).isEqualTo(Status.COMPLETE);
    assertThat(aggregate(List.of(Status.PENDING, Status.PENDING))).isEqualTo(Status.PENDING);
    assertThat(aggregate(List.of(Status.COMPLETE, Status.PENDING))).isEqualTo(Status.IN_PROGRESS);
    assertThat(aggregate(List.of(Status.STARTED, Status.DELAYED))).isEqualTo(Status.DELAYED);
    assertThat(aggregate(List.of(Status.DELAYED, Status.WAITING))).isEqualTo(Status.DELAYED);
    assertThat(aggregate(List.of(Status.PENDING, Status.WAITING))).isEqualTo(Status.WAITING);
    assertThat(aggregate(List.of(Status.WAITING, Status.ERROR))).isEqualTo(Status.ERROR);
  }

  private static Status aggregate(List<Status> parts) {
    return PlanViews.aggregate(
        parts.stream().map(status -> new PlanViews.Part(status, false)).toList(), false);
  }
}
