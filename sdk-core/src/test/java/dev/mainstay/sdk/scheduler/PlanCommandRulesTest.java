package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.PodRecords.fresh;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.planner.ServicePlans;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.scheduler.OperatorCommand.OperatePlan;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PlanSpec.ParameterSpec;
import dev.mainstay.sdk.spec.PlanSpec.PhaseSpec;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.ConfigurationRecord;
import dev.mainstay.sdk.state.Goal;
import dev.mainstay.sdk.state.PlanRunRecord;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Operators' commands about plans: what is stored, and what is answered. */
final class PlanCommandRulesTest {

  private ServiceState state = ServiceBuilder.accepted(service(StrategyKind.SERIAL));
  private int runs;

  private static ServiceSpec service(StrategyKind strategy) {
    ServiceSpec spec =
        hello()
            .pod(
                pod("hello")
                    .count(3)
                    .task(task("server"))
                    .task(task("backup").goal(TaskSpec.Goal.FINISH)))
            .phase("hello", strategy, only("server"))
            .build();
    PhaseSpec save =
        new PhaseSpec("save", "hello", StrategyKind.SERIAL, ImmutableList.of(only("backup")));
    return new ServiceSpec(
        spec.name(),
        spec.user(),
        spec.scheduler(),
        spec.pods(),
        ImmutableMap.<String, PlanSpec>builder()
            .putAll(spec.plans())
            .put(
                "backup",
                new PlanSpec("backup", StrategyKind.SERIAL, ImmutableMap.of("save", save)))
            .buildOrThrow());
  }

  private static StepSpec only(String task) {
    return new StepSpec(StepSpec.DEFAULT, ImmutableList.of(ImmutableList.of(task)));
  }

  private CommandAnswer command(
      PlanAction action, String plan, String phase, String step, String... parameters) {
    ImmutableSortedMap.Builder<String, String> given = ImmutableSortedMap.naturalOrder();
    for (int i = 0; i < parameters.length; i += 2) {
      given.put(parameters[i], parameters[i + 1]);
    }
    runs++;
    PlanCommandRules.Result result =
        new PlanCommandRules(state, START.plusSeconds(runs), "run-" + runs)
            .decide(new OperatePlan(action, plan, phase, step, given.buildOrThrow()));
    result.records().forEach(record -> state = state.apply(new StateChange.Put(record)));
    return result.answer();
  }

  private CommandAnswer command(PlanAction action, String plan) {
    return command(action, plan, "", "");
  }

  private Plan plan(String name) {
    return ServicePlans.find(ServicePlans.of(state), name).orElseThrow();
  }

  private String candidates(String plan) {
    return new PlanProgress(plan(plan), state).candidatePods().toString();
  }

  private Status statusOf(String plan) {
    return PlanViews.of(plan(plan), state, START).status();
  }

  private PlanRunRecord run(String plan) {
    return state.planRun(plan).orElseThrow();
  }

  private void reached(int pod, String task, String run, int generation) {
    PodRecord record = state.pod(fresh("hello-" + pod).id()).orElse(fresh("hello-" + pod));
    TaskRecord known = PodRecords.task(task, TaskState.RUNNING);
    state =
        state.apply(
            new StateChange.Put(
                record.withTask(
                    new TaskRecord(
                        task,
                        known.launch(),
                        known.condition(),
                        new Goal(CONFIG, new RunMark(run, generation)),
                        null))));
  }

  @Test
  void an_author_s_plan_runs_with_its_parameters_once_it_is_started() {
    assertThat(statusOf("backup")).isEqualTo(Status.WAITING);
    assertThat(candidates("backup")).isEqualTo("[]");
    CommandAnswer answer =
        command(
            PlanAction.START, "backup", "", "", "BUCKET", "s3://b", "AWS_SECRET_KEY", "hidden-one");
    assertThat(answer.outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(answer.message()).contains("BUCKET=s3://b").doesNotContain("hidden-one");
    assertThat(run("backup").parameters()).containsEntry("AWS_SECRET_KEY", "hidden-one");
    assertThat(candidates("backup")).isEqualTo("[hello-0]");
  }

  @Test
  void a_plan_that_runs_is_not_started_again_and_one_that_ended_is() {
    command(PlanAction.START, "backup");
    CommandAnswer again = command(PlanAction.START, "backup");
    assertThat(again.outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(again.message())
        .contains("runs already")
        .contains("'mainstay plan stop backup' ends it");
    assertThat(command(PlanAction.STOP, "backup").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(candidates("backup")).isEqualTo("[]");
    assertThat(command(PlanAction.STOP, "backup").outcome()).isEqualTo(Outcome.ALREADY);
    command(PlanAction.START, "backup", "", "", "N", "2");
    assertThat(run("backup").past()).hasSize(1);
    assertThat(run("backup").past().get(0).outcome()).isEqualTo(PlanRunRecord.Outcome.STOPPED);
    assertThat(run("backup").parameters()).containsExactlyEntriesOf(ImmutableMap.of("N", "2"));
  }

  @Test
  void a_plan_that_ended_is_restarted_with_the_parameters_that_it_had() {
    command(PlanAction.START, "backup", "", "", "N", "2");
    command(PlanAction.STOP, "backup");
    assertThat(command(PlanAction.RESTART, "backup").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(run("backup").isActive()).isTrue();
    assertThat(run("backup").parameters()).containsEntry("N", "2");
  }

  @Test
  void a_complete_run_stays_complete_whatever_its_tasks_do_later() {
    command(PlanAction.START, "backup");
    String id = run("backup").run();
    for (int pod = 0; pod < 3; pod++) {
      reached(pod, "backup", id, 0);
    }
    assertThat(statusOf("backup")).isEqualTo(Status.COMPLETE);
    state =
        state.apply(
            new StateChange.Put(run("backup").ended(PlanRunRecord.Outcome.COMPLETE, START)));
    reached(0, "backup", "other", 0);
    assertThat(statusOf("backup")).isEqualTo(Status.COMPLETE);
    assertThat(command(PlanAction.FORCE_COMPLETE, "backup").outcome()).isEqualTo(Outcome.ALREADY);
  }

  @Test
  void names_of_parameters_are_names_of_environment_variables() {
    CommandAnswer answer = command(PlanAction.START, "backup", "", "", "my-bucket", "b");
    assertThat(answer.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(answer.message()).contains("'my-bucket' is not a valid environment variable name");
    assertThat(command(PlanAction.START, "backup", "", "", "A", "x".repeat(20_000)).outcome())
        .isEqualTo(Outcome.INVALID);
  }

  /** The target is another one from now on, whose plan {@code backup} takes these alone. */
  private void declare(ParameterSpec... parameters) {
    ConfigurationRecord config = state.target().orElseThrow();
    PlanSpec plan = Objects.requireNonNull(config.spec().plans().get("backup"));
    PlanSpec declaring =
        new PlanSpec(
            plan.name(),
            plan.strategy(),
            plan.phases(),
            Stream.of(parameters)
                .collect(ImmutableMap.toImmutableMap(ParameterSpec::name, each -> each)));
    ServiceSpec spec = config.spec();
    ImmutableMap<String, PlanSpec> plans =
        ImmutableMap.<String, PlanSpec>builder()
            .putAll(spec.plans())
            .put(plan.name(), declaring)
            .buildKeepingLast();
    state =
        state.apply(
            new StateChange.Put(
                new ConfigurationRecord(
                    config.id(),
                    config.acceptedAt(),
                    config.origin(),
                    config.inputs(),
                    new ServiceSpec(
                        spec.name(), spec.user(), spec.scheduler(), spec.pods(), plans))));
  }

  private static final ParameterSpec BUCKET =
      new ParameterSpec("BUCKET", "Where it goes.", true, null, "s3://.+");
  private static final ParameterSpec KEEP = new ParameterSpec("KEEP", null, false, "3", "[0-9]+");

  @Test
  void all_that_is_wrong_with_declared_parameters_is_told_at_once_and_nothing_is_started() {
    declare(BUCKET, KEEP, new ParameterSpec("API_TOKEN", "Of the store.", false, null, "[a-z]+"));
    CommandAnswer answer =
        command(
            PlanAction.START,
            "backup",
            "",
            "",
            "BUKET",
            "b",
            "KEEP",
            "many",
            "API_TOKEN",
            "hidden-1",
            "x y",
            "1");
    assertThat(answer.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(answer.message())
        .isEqualTo(
            """
            plan backup is not started:
            - no parameter 'BUKET'; did you mean 'BUCKET'?
            - no parameter 'x y'; there are: BUCKET, KEEP, API_TOKEN
            - 'BUCKET' is missing: Where it goes.
            - 'KEEP' is 'many', which does not match the pattern '[0-9]+'
            - 'API_TOKEN' is '<hidden>', which does not match the pattern '[a-z]+': Of the store.""");
    assertThat(state.planRun("backup")).isEmpty();
  }

  @Test
  void one_thing_wrong_is_one_line_and_an_empty_value_is_none() {
    declare(BUCKET);
    assertThat(command(PlanAction.START, "backup", "", "", "BUCKET", " ").message())
        .isEqualTo("plan backup is not started: 'BUCKET' is empty: Where it goes.");
    declare();
    assertThat(command(PlanAction.START, "backup", "", "", "BUCKET", "s3://b").message())
        .isEqualTo("plan backup is not started: no parameter 'BUCKET'; the plan takes none");
  }

  @Test
  void declared_defaults_are_parameters_of_the_run() {
    declare(BUCKET, KEEP);
    CommandAnswer answer = command(PlanAction.START, "backup", "", "", "BUCKET", "s3://b");
    assertThat(answer.message())
        .isEqualTo("started plan backup with parameters BUCKET=s3://b, KEEP=3");
    assertThat(run("backup").parameters())
        .containsExactlyEntriesOf(ImmutableMap.of("BUCKET", "s3://b", "KEEP", "3"));
  }

  @Test
  void a_restart_holds_the_last_parameters_against_what_is_declared_now() {
    command(PlanAction.START, "backup", "", "", "BUCKET", "tape", "N", "2");
    command(PlanAction.STOP, "backup");
    declare(BUCKET, KEEP);
    CommandAnswer refused = command(PlanAction.RESTART, "backup");
    assertThat(refused.outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(refused.message())
        .isEqualTo(
            """
            plan backup is not started again with the parameters that it had, start it with others by 'mainstay plan start backup -p KEY=VALUE':
            - no parameter 'N'; there are: BUCKET, KEEP
            - 'BUCKET' is 'tape', which does not match the pattern 's3://.+': Where it goes.""");
    assertThat(run("backup").isActive()).isFalse();

    command(PlanAction.START, "backup", "", "", "BUCKET", "s3://b", "KEEP", "1");
    command(PlanAction.STOP, "backup");
    assertThat(command(PlanAction.RESTART, "backup").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(run("backup").parameters()).containsEntry("KEEP", "1");
  }

  @Test
  void the_scheduler_s_own_plans_are_neither_started_nor_stopped() {
    assertThat(command(PlanAction.START, "deploy").outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(command(PlanAction.STOP, "deploy").message())
        .contains("'mainstay plan pause deploy' lets nothing");
    assertThat(command(PlanAction.START, "deploy").message())
        .contains("'mainstay plan resume deploy' goes on with it");
    assertThat(command(PlanAction.RESTART, "recovery").message()).contains("pod restart");
  }

  @Test
  void a_run_is_neither_started_nor_stopped_in_parts() {
    command(PlanAction.START, "backup");
    for (PlanAction action : new PlanAction[] {PlanAction.START, PlanAction.STOP}) {
      CommandAnswer unknown = command(action, "backup", "sve", "");
      assertThat(unknown.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(unknown.message()).isEqualTo("no phase 'sve'; there are: save");
      assertThat(command(action, "backup", "save", "hello-9:[backup]").outcome())
          .isEqualTo(Outcome.UNKNOWN);
      assertThat(command(action, "backup", "save", "").outcome()).isEqualTo(Outcome.INVALID);
    }
    assertThat(command(PlanAction.STOP, "backup", "", "hello-0:[backup]").message())
        .isEqualTo(
            "a plan is stopped as a whole; 'mainstay plan pause' lets nothing more of step hello-0:[backup] of plan backup begin, 'mainstay plan force-complete' goes on without it");
    assertThat(run("backup").isActive()).isTrue();
    assertThat(candidates("backup")).isEqualTo("[hello-0]");
  }

  @Test
  void unknown_names_are_told_with_those_that_exist() {
    assertThat(command(PlanAction.START, "backups").message())
        .isEqualTo("no plan 'backups'; there are: deploy, recovery, decommission, backup");
    assertThat(command(PlanAction.INTERRUPT, "deploy", "world", "").message())
        .isEqualTo("no phase 'world'; there are: hello");
    assertThat(command(PlanAction.INTERRUPT, "deploy", "hello", "hello-9:[server]").message())
        .isEqualTo(
            "no step 'hello-9:[server]'; there are: hello-0:[server], hello-1:[server], hello-2:[server]");
  }

  @Test
  void an_interrupted_plan_goes_on_when_told_so() {
    assertThat(command(PlanAction.CONTINUE, "deploy").outcome()).isEqualTo(Outcome.ALREADY);
    assertThat(command(PlanAction.INTERRUPT, "deploy").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(command(PlanAction.INTERRUPT, "deploy").outcome()).isEqualTo(Outcome.ALREADY);
    assertThat(candidates("deploy")).isEqualTo("[]");
    assertThat(statusOf("deploy")).isEqualTo(Status.WAITING);
    assertThat(command(PlanAction.CONTINUE, "deploy").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(candidates("deploy")).isEqualTo("[hello-0]");
  }

  @Test
  void phases_and_steps_are_interrupted_by_name_or_id() {
    String step = plan("deploy").phases().get(0).steps().get(0).id().toString();
    command(PlanAction.INTERRUPT, "deploy", "", step);
    assertThat(candidates("deploy")).isEqualTo("[]");
    command(PlanAction.CONTINUE, "deploy", "hello", "hello-0:[server]");
    assertThat(candidates("deploy")).isEqualTo("[hello-0]");
    command(PlanAction.INTERRUPT, "deploy", plan("deploy").phases().get(0).id().toString(), "");
    assertThat(candidates("deploy")).isEqualTo("[]");
    command(PlanAction.CONTINUE, "deploy", "hello", "");
    assertThat(candidates("deploy")).isEqualTo("[hello-0]");
  }

  @Test
  void a_canary_takes_two_words_and_none_while_its_first_step_is_at_work() {
    state = ServiceBuilder.accepted(service(StrategyKind.PARALLEL_CANARY));
    CommandAnswer plan = command(PlanAction.CONTINUE, "deploy");
    assertThat(plan.outcome()).isEqualTo(Outcome.ALREADY);
    assertThat(plan.message()).contains("these phases wait, name one: hello");
    assertThat(command(PlanAction.CONTINUE, "deploy", "hello", "").outcome())
        .isEqualTo(Outcome.TAKEN);
    assertThat(candidates("deploy")).isEqualTo("[hello-0]");
    assertThat(command(PlanAction.CONTINUE, "deploy", "hello", "").outcome())
        .isEqualTo(Outcome.ALREADY);
    reached(0, "server", CONFIG.value(), 0);
    assertThat(candidates("deploy")).isEqualTo("[]");
    command(PlanAction.CONTINUE, "deploy", "hello", "");
    assertThat(candidates("deploy")).isEqualTo("[hello-1, hello-2]");
    assertThat(command(PlanAction.CONTINUE, "deploy", "hello", "").outcome())
        .isEqualTo(Outcome.ALREADY);
  }

  @Test
  void a_run_begins_without_the_problem_of_an_earlier_one_and_leaves_failures_of_servers_alone() {
    Backoff crashes = new Backoff(3, START.plusSeconds(600), "server crashed", START);
    state =
        state.apply(
            new StateChange.Put(
                fresh("hello-0").withBackoff(crashes).withError("backup: no such image")));
    command(PlanAction.START, "backup");
    PodRecord after = state.pod(fresh("hello-0").id()).orElseThrow();
    assertThat(after.error()).isEmpty();
    assertThat(after.backoff()).isEqualTo(crashes);
  }

  @Test
  void restarting_a_step_opens_it_again_without_delay() {
    assertThat(command(PlanAction.RESTART, "deploy", "hello", "hello-0:[server]").outcome())
        .isEqualTo(Outcome.ALREADY);
    reached(0, "server", CONFIG.value(), 0);
    PodRecord pod = state.pod(fresh("hello-0").id()).orElseThrow();
    state =
        state.apply(
            new StateChange.Put(
                pod.withBackoff(new Backoff(3, START.plusSeconds(600), "crashed", START))
                    .withError("no such image")));
    command(PlanAction.RESTART, "deploy", "hello", "hello-0:[server]");
    assertThat(candidates("deploy")).isEqualTo("[hello-0]");
    PodRecord after = state.pod(fresh("hello-0").id()).orElseThrow();
    assertThat(after.backoff()).isEqualTo(Backoff.NONE);
    assertThat(after.error()).isEmpty();
    reached(0, "server", CONFIG.value(), 1);
    assertThat(candidates("deploy")).isEqualTo("[hello-1]");
  }

  @Test
  void force_complete_holds_until_the_step_is_restarted() {
    command(PlanAction.FORCE_COMPLETE, "deploy", "hello", "hello-0:[server]");
    assertThat(candidates("deploy")).isEqualTo("[hello-1]");
    command(PlanAction.RESTART, "deploy", "hello", "hello-0:[server]");
    assertThat(candidates("deploy")).isEqualTo("[hello-0]");
    command(PlanAction.FORCE_COMPLETE, "deploy");
    assertThat(statusOf("deploy")).isEqualTo(Status.COMPLETE);
    assertThat(command(PlanAction.FORCE_COMPLETE, "deploy").outcome()).isEqualTo(Outcome.ALREADY);
  }
}
