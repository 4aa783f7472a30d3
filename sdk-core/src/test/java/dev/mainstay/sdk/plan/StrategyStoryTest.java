package dev.mainstay.sdk.plan;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.PodRecords.fresh;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.PlanDecisions;
import dev.mainstay.sdk.state.PlanDecisions.PhaseDecision;
import dev.mainstay.sdk.state.PlanDecisions.StepDecision;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.StateRecord;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each strategy, and each decision of an operator, as stories of one phase of four pods. */
final class StrategyStoryTest {

  private static final String RUN = "run-2";
  private static final ImmutableList<String> SERVER = ImmutableList.of("server");

  private ServiceState state =
      ServiceBuilder.accepted(hello().pod(pod("hello").count(4).task(task("server"))).build());

  private PlanDecisions decisions = PlanDecisions.NONE;

  private static Plan plan(Phase... phases) {
    return plan(StrategyKind.SERIAL, phases);
  }

  private static Plan plan(StrategyKind strategy, Phase... phases) {
    return new Plan(
        Plan.UPDATE, Plan.Purpose.DEPLOY, RUN, CONFIG, strategy, ImmutableList.copyOf(phases));
  }

  private static Phase phase(StrategyKind strategy, int... pods) {
    return phase("hello", strategy, pods);
  }

  private static Phase phase(String name, StrategyKind strategy, int... pods) {
    return Phase.of(
        RUN,
        name,
        strategy,
        IntStream.of(pods)
            .mapToObj(index -> Step.of(RUN, name, new PodId("hello", index), SERVER))
            .collect(ImmutableList.toImmutableList()));
  }

  private void put(StateRecord record) {
    state = state.apply(new StateChange.Put(record));
  }

  private void done(int index, String run, int generation) {
    TaskRecord task = PodRecords.task("server", TaskState.RUNNING);
    put(
        fresh("hello-" + index)
            .withTask(
                new TaskRecord(
                    task.name(),
                    task.launch(),
                    task.condition(),
                    new Goal(CONFIG, new RunMark(run, generation)),
                    null)));
  }

  private void done(int index) {
    done(index, RUN, 0);
  }

  private void decide(UnaryOperator<PlanDecisions> change) {
    decisions = change.apply(decisions);
    put(PlanRunRecord.begun(Plan.UPDATE, RUN, CONFIG, START).withDecisions(decisions));
  }

  private void proceed(Phase phase) {
    PhaseDecision before = decisions.phase(phase.id());
    decide(all -> all.with(phase.id(), new PhaseDecision(false, before.proceeds() + 1)));
  }

  private String candidates(Plan plan) {
    return new PlanProgress(plan, state)
        .candidatePods().stream().map(PodId::toString).sorted().toList().toString();
  }

  private List<Status> statuses(Plan plan) {
    return PlanViews.of(plan, state, START).phases().get(0).steps().stream()
        .map(PlanView.StepView::status)
        .toList();
  }

  private Status statusOf(Plan plan) {
    return PlanViews.of(plan, state, START).status();
  }

  @Test
  void a_canary_takes_one_word_for_the_first_step_and_one_for_the_rest() {
    Phase phase = phase(StrategyKind.PARALLEL_CANARY, 0, 1, 2, 3);
    Plan plan = plan(phase);
    assertThat(candidates(plan)).isEqualTo("[]");
    assertThat(statuses(plan))
        .containsExactly(Status.WAITING, Status.WAITING, Status.PENDING, Status.PENDING);
    assertThat(statusOf(plan)).isEqualTo(Status.WAITING);

    proceed(phase);
    assertThat(candidates(plan)).isEqualTo("[hello-0]");
    assertThat(statusOf(plan)).isEqualTo(Status.IN_PROGRESS);

    done(0);
    assertThat(candidates(plan)).isEqualTo("[]");
    assertThat(statuses(plan))
        .containsExactly(Status.COMPLETE, Status.WAITING, Status.PENDING, Status.PENDING);
    assertThat(statusOf(plan)).isEqualTo(Status.WAITING);
    assertThat(PlanViews.of(plan, state, START).phases().get(0).steps().get(1).message())
        .isEqualTo("waits for 'mainstay plan resume update --phase hello'");

    proceed(phase);
    assertThat(candidates(plan)).isEqualTo("[hello-1, hello-2, hello-3]");
  }

  @Test
  void the_rest_of_a_serial_canary_goes_one_after_the_other() {
    Phase phase = phase(StrategyKind.SERIAL_CANARY, 0, 1, 2, 3);
    proceed(phase);
    proceed(phase);
    done(0);
    assertThat(candidates(plan(phase))).isEqualTo("[hello-1]");
    done(1);
    assertThat(candidates(plan(phase))).isEqualTo("[hello-2]");
  }

  @Test
  void what_was_complete_before_is_no_canary_so_one_more_instance_waits_once() {
    Phase phase = phase(StrategyKind.PARALLEL_CANARY, 0, 1, 2, 3);
    Plan plan = plan(phase);
    IntStream.range(0, 3).forEach(index -> done(index, "run-1", 0));
    assertThat(statuses(plan))
        .containsExactly(Status.COMPLETE, Status.COMPLETE, Status.COMPLETE, Status.WAITING);
    assertThat(candidates(plan)).isEqualTo("[]");
    proceed(phase);
    assertThat(candidates(plan)).isEqualTo("[hello-3]");
    done(3);
    assertThat(statusOf(plan)).isEqualTo(Status.COMPLETE);
  }

  @Test
  void a_canary_phase_may_be_told_to_go_on_before_its_turn() {
    Phase first = phase("first", StrategyKind.PARALLEL_CANARY, 0, 1);
    Phase second = phase("second", StrategyKind.SERIAL_CANARY, 2, 3);
    Plan plan = plan(first, second);
    proceed(second);
    PlanView view = PlanViews.of(plan, state, START);
    assertThat(candidates(plan)).isEqualTo("[]");
    assertThat(view.status()).isEqualTo(Status.WAITING);
    assertThat(view.phases().get(1).status()).isEqualTo(Status.PENDING);
    assertThat(view.phases().get(1).steps().get(0).status()).isEqualTo(Status.PENDING);
    assertThat(view.phases().get(1).steps().get(1).status()).isEqualTo(Status.WAITING);
    proceed(first);
    proceed(first);
    done(0);
    done(1);
    assertThat(candidates(plan)).isEqualTo("[hello-2]");
  }

  @Test
  void a_random_phase_goes_one_by_one_in_the_same_order_after_a_restart() {
    Plan plan = plan(phase(StrategyKind.RANDOM, 0, 1, 2, 3));
    List<String> order = new ArrayList<>();
    for (int turn = 0; turn < 4; turn++) {
      String next = candidates(plan);
      order.add(next);
      assertThat(candidates(plan)).as("asked again").isEqualTo(next);
      done(Integer.parseInt(next.substring("[hello-".length(), next.length() - 1)));
    }
    assertThat(order).containsExactlyInAnyOrder("[hello-0]", "[hello-1]", "[hello-2]", "[hello-3]");
  }

  @Test
  void runs_differ_in_their_random_order() {
    List<String> firsts = new ArrayList<>();
    for (int number = 0; number < 30; number++) {
      String run = "run-" + number;
      ImmutableList<Phase> phases =
          IntStream.range(0, 4)
              .mapToObj(
                  index ->
                      Phase.of(
                          run,
                          "phase-" + index,
                          StrategyKind.SERIAL,
                          ImmutableList.of(
                              Step.of(run, "phase-" + index, new PodId("hello", index), SERVER))))
              .collect(ImmutableList.toImmutableList());
      firsts.add(
          candidates(
              new Plan(
                  Plan.UPDATE, Plan.Purpose.DEPLOY, run, CONFIG, StrategyKind.RANDOM, phases)));
    }
    assertThat(firsts).contains("[hello-0]", "[hello-1]", "[hello-2]", "[hello-3]");
  }

  @Test
  void phases_that_depend_on_others_wait_for_them_alone() {
    Phase seeds = phase("seeds", StrategyKind.SERIAL, 0);
    Phase beside = phase("beside", StrategyKind.SERIAL, 1);
    Phase rest = phase("rest", StrategyKind.SERIAL, 2, 3).after(List.of("seeds"));
    Plan plan = plan(StrategyKind.DEPENDENCY, rest, beside, seeds);
    assertThat(candidates(plan)).isEqualTo("[hello-0, hello-1]");
    done(0);
    assertThat(candidates(plan)).isEqualTo("[hello-1, hello-2]");
  }

  @Test
  void instances_that_depend_on_others_wait_for_them_alone() {
    PodId seed = new PodId("hello", 0);
    Phase all = phase(StrategyKind.DEPENDENCY, 0, 1, 2);
    ImmutableList<Step> steps =
        all.steps().stream()
            .map(step -> step.pod().equals(seed) ? step : step.after(List.of(seed)))
            .collect(ImmutableList.toImmutableList());
    Plan plan = plan(Phase.of(RUN, "hello", StrategyKind.DEPENDENCY, steps));
    assertThat(candidates(plan)).isEqualTo("[hello-0]");
    done(0);
    assertThat(candidates(plan)).isEqualTo("[hello-1, hello-2]");
  }

  @Test
  void an_interrupted_plan_lets_nothing_begin_and_says_why() {
    Plan plan = plan(phase(StrategyKind.SERIAL, 0, 1));
    decide(all -> all.withInterrupted("interrupted: hello-0 failed"));
    PlanView view = PlanViews.of(plan, state, START);
    assertThat(candidates(plan)).isEqualTo("[]");
    assertThat(view.status()).isEqualTo(Status.WAITING);
    assertThat(view.phases().get(0).steps().get(0).message())
        .isEqualTo("the plan is interrupted: hello-0 failed");
    decide(PlanDecisions::withoutInterrupted);
    assertThat(candidates(plan)).isEqualTo("[hello-0]");
  }

  @Test
  void an_interrupted_step_holds_up_those_behind_it_in_a_serial_phase_alone() {
    Phase serial = phase(StrategyKind.SERIAL, 0, 1, 2);
    decide(all -> all.with(serial.steps().get(0).id(), new StepDecision(true, 0, false)));
    assertThat(candidates(plan(serial))).isEqualTo("[]");
    assertThat(statuses(plan(serial)))
        .containsExactly(Status.WAITING, Status.PENDING, Status.PENDING);
    assertThat(statusOf(plan(serial))).isEqualTo(Status.WAITING);
    assertThat(candidates(plan(phase(StrategyKind.PARALLEL, 0, 1, 2))))
        .isEqualTo("[hello-1, hello-2]");
  }

  @Test
  void an_interrupted_phase_holds_up_the_next_one_of_a_serial_plan() {
    Phase first = phase("first", StrategyKind.PARALLEL, 0, 1);
    Phase second = phase("second", StrategyKind.PARALLEL, 2);
    decide(all -> all.with(first.id(), new PhaseDecision(true, 0)));
    assertThat(candidates(plan(first, second))).isEqualTo("[]");
    assertThat(candidates(plan(StrategyKind.PARALLEL, first, second))).isEqualTo("[hello-2]");
  }

  @Test
  void a_restarted_step_is_open_until_it_reached_its_goal_again() {
    Phase phase = phase(StrategyKind.SERIAL, 0);
    done(0);
    assertThat(candidates(plan(phase))).isEqualTo("[]");
    decide(all -> all.with(phase.steps().get(0).id(), new StepDecision(false, 1, false)));
    assertThat(candidates(plan(phase))).isEqualTo("[hello-0]");
    done(0, RUN, 1);
    assertThat(statusOf(plan(phase))).isEqualTo(Status.COMPLETE);
  }

  @Test
  void a_forced_step_counts_as_complete() {
    Phase phase = phase(StrategyKind.SERIAL, 0, 1);
    decide(all -> all.with(phase.steps().get(0).id(), new StepDecision(false, 0, true)));
    assertThat(candidates(plan(phase))).isEqualTo("[hello-1]");
    assertThat(statuses(plan(phase))).containsExactly(Status.COMPLETE, Status.PREPARED);
  }

  @Test
  void decisions_about_another_run_do_not_count() {
    Phase phase = phase(StrategyKind.SERIAL, 0);
    put(
        PlanRunRecord.begun(Plan.UPDATE, "run-1", CONFIG, START)
            .withDecisions(PlanDecisions.NONE.withInterrupted("")));
    assertThat(candidates(plan(phase))).isEqualTo("[hello-0]");
  }

  @Test
  void a_plan_that_waits_for_another_says_so() {
    PlanView view =
        PlanViews.of(
            plan(phase(StrategyKind.SERIAL, 0)), state, START, pod -> Optional.of("recovery"));
    assertThat(view.phases().get(0).steps().get(0).message())
        .isEqualTo("waits for pod hello-0, on which plan recovery works");
    assertThat(view.status()).isEqualTo(Status.PENDING);
  }
}
