package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.ServiceBuilder.steps;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.TaskId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.planner.RecoveryNotes;
import dev.mainstay.sdk.planner.RecoveryPlanner;
import dev.mainstay.sdk.planner.ReplacementTimes;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.Statuses;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service whose pods are replaced without an operator when they do not come back. */
final class ReplacementPolicyStoryTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(20);
  private static final Duration DELAY = Duration.ofMinutes(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Longer than all that is waited for. */
  private static final Duration LONG = Duration.ofHours(2);

  private static final PodId HELLO = new PodId("hello", 0);

  private static ServiceBuilder service(int count) {
    return service(count, "a");
  }

  private static ServiceBuilder service(int count, String value) {
    return hello()
        .pod(pod("hello").count(count).task(task("server").env("A", value).volume("data", 100)));
  }

  private static CoreStory deployed(ServiceBuilder service, int count) {
    CoreStory story = CoreStory.of(service).subscribed();
    for (int index = 0; index < count; index++) {
      story.offer("agent-" + index).running("hello-" + index + "-server");
    }
    return story.advance(Duration.ofMinutes(5));
  }

  private static CoreStory withPolicy(int count) {
    return deployed(service(count).replacement(TIMEOUT, DELAY), count);
  }

  private static boolean isGivenUp(CoreStory story, String pod) {
    return story.pod(pod).place() == null;
  }

  @Test
  void a_pod_out_of_reach_is_given_up_after_the_timeout_and_placed_anew() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.UNREACHABLE);

    story.advance(TIMEOUT.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-0")).isTrue();

    story.offer("agent-7").running("hello-0-server");
    assertThat(story.task("hello-0-server").describe()).isEqualTo("ready");
    assertThat(story.state().history())
        .anyMatch(record -> record.text().contains("and the policy of the service says so"));
  }

  @Test
  void what_was_given_up_and_comes_back_is_killed() {
    CoreStory story = withPolicy(1);
    TaskId first = story.taskId("hello-0-server");
    story.status("hello-0-server", TaskState.UNREACHABLE).advance(TIMEOUT);
    story.offer("agent-7").running("hello-0-server").takeKills();

    story.status(
        Statuses.status(first, TaskState.RUNNING, new AgentId("agent-0"), story.mesos().uuid()));
    assertThat(story.takeKills()).containsExactly(first);
    assertThat(story.taskId("hello-0-server")).isNotEqualTo(first);
    assertThat(story.task("hello-0-server").describe()).isEqualTo("ready");
  }

  @Test
  void without_a_policy_it_is_waited_for() {
    CoreStory story = deployed(service(1), 1).status("hello-0-server", TaskState.UNREACHABLE);
    story.advance(TIMEOUT.multipliedBy(10));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
  }

  @Test
  void one_that_comes_back_stays() {
    CoreStory story =
        withPolicy(1)
            .status("hello-0-server", TaskState.UNREACHABLE)
            .advance(TIMEOUT.minus(MINUTE))
            .status("hello-0-server", TaskState.RUNNING)
            .advance(TIMEOUT);
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    story.status("hello-0-server", TaskState.UNREACHABLE).advance(TIMEOUT.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
  }

  @Test
  void the_time_is_told() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.UNREACHABLE);
    StepView step = recovery(story);
    Instant since = ServiceBuilder.START.plus(Duration.ofMinutes(5));
    assertThat(step.status()).isEqualTo(Status.WAITING);
    assertThat(step.message())
        .isEqualTo(
            "server cannot be reached since %s; replaced at %s unless it comes back"
                .formatted(since, since.plus(TIMEOUT)));
  }

  private static StepView recovery(CoreStory story) {
    Plan plan = RecoveryPlanner.recovery(story.pod("hello-0").config(), story.state());
    PlanView view =
        RecoveryNotes.addTo(
            PlanViews.of(plan, story.state(), ServiceBuilder.START),
            plan,
            story.core().snapshot().sight(),
            story.state());
    return view.phases().get(0).steps().get(0);
  }

  @Test
  void others_of_the_type_wait_until_it_is_back() {
    CoreStory story = withPolicy(2);
    story.status("hello-0-server", TaskState.UNREACHABLE);
    story.status("hello-1-server", TaskState.UNREACHABLE).advance(TIMEOUT);
    assertThat(isGivenUp(story, "hello-0")).isTrue();
    assertThat(isGivenUp(story, "hello-1")).isFalse();

    story.advance(DELAY.multipliedBy(3));
    assertThat(isGivenUp(story, "hello-1")).isFalse();

    story.offer("agent-7").running("hello-0-server").advance(Duration.ofSeconds(1));
    assertThat(isGivenUp(story, "hello-1")).isTrue();
    assertThat(isGivenUp(story, "hello-0")).isFalse();
  }

  @Test
  void two_replacements_are_at_least_the_delay_apart() {
    CoreStory story = withPolicy(2);
    story.status("hello-0-server", TaskState.UNREACHABLE);
    story.status("hello-1-server", TaskState.UNREACHABLE).advance(TIMEOUT);
    story.offer("agent-7").running("hello-0-server").advance(DELAY.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-1")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-1")).isTrue();
  }

  @Test
  void a_pod_whose_task_is_paused_is_left_alone() {
    CoreStory story = withPolicy(1);
    story
        .command(new OperatorCommand.PausePod(HELLO, ImmutableSet.of()))
        .status("hello-0-server", TaskState.KILLED)
        .advance(TIMEOUT.multipliedBy(2));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "FAILED"})
  void one_that_was_paused_while_it_was_down_is_heard_of_after_that(TaskState down) {
    CoreStory story = withPolicy(1).status("hello-0-server", down);
    story.command(new OperatorCommand.PausePod(HELLO, ImmutableSet.of())).advance(LONG);
    story.command(new OperatorCommand.ResumePod(HELLO, ImmutableSet.of()));
    story.advance(ReplacementTimes.HEARING.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-0")).isTrue();
  }

  @Test
  void one_that_was_to_leave_while_it_was_down_is_heard_of_once_it_is_to_stay() {
    CoreStory story = CoreStory.of(draining(2)).subscribed();
    story.offer("agent-0").running("hello-0-server");
    story.offer("agent-1").running("hello-1-server").advance(MINUTE);
    story.target("fewer", draining(1)).status("hello-1-server", TaskState.UNREACHABLE);
    story.advance(LONG);
    assertThat(isGivenUp(story, "hello-1")).isFalse();

    story.target("again", draining(2)).advance(ReplacementTimes.HEARING.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-1")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-1")).isTrue();
  }

  /** An instance that is to leave waits for its drain before. */
  private static ServiceBuilder draining(int count) {
    return hello()
        .pod(
            pod("hello")
                .count(count)
                .task(task("server").volume("data", 100))
                .task(task("drain").goal(TaskSpec.Goal.ONCE).cpus(0.1)))
        .phase("hello", StrategyKind.SERIAL, steps(StepSpec.DEFAULT, ImmutableList.of("server")))
        .draining("hello", steps(StepSpec.DEFAULT, ImmutableList.of("drain")))
        .replacement(TIMEOUT, DELAY);
  }

  @Test
  void failures_before_a_success_do_not_count() {
    CoreStory story = withPolicy(1);
    story.status("hello-0-server", TaskState.FAILED).offer("agent-0").running("hello-0-server");
    story.advance(TIMEOUT.multipliedBy(3));

    story.status("hello-0-server", TaskState.LOST).offer("agent-0").running("hello-0-server");
    story.status("hello-0-server", TaskState.FAILED).advance(TIMEOUT.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-0")).isTrue();
  }

  @Test
  void a_server_that_hangs_before_it_dies_failed_when_it_died() {
    CoreStory story =
        CoreStory.of(
                hello()
                    .pod(pod("hello").task(task("server").readiness().volume("data", 100)))
                    .replacement(TIMEOUT, DELAY))
            .subscribed()
            .offer("agent-0")
            .running("hello-0-server")
            .checked("hello-0-server", 0);
    story.status("hello-0-server", TaskState.FAILED).offer("agent-0").running("hello-0-server");
    story.checked("hello-0-server", 0).advance(LONG);

    story.checked("hello-0-server", 1).advance(MINUTE).status("hello-0-server", TaskState.FAILED);
    story.advance(TIMEOUT.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-0")).isTrue();
  }

  @Test
  void an_old_crash_of_another_task_of_the_pod_does_not_count() {
    CoreStory story =
        CoreStory.of(
                hello()
                    .pod(
                        pod("hello")
                            .task(task("server").volume("data", 100))
                            .task(task("sidecar").notEssential()))
                    .replacement(TIMEOUT, DELAY))
            .subscribed()
            .offer("agent-0")
            .running("hello-0-server", "hello-0-sidecar");
    story.status("hello-0-sidecar", TaskState.FAILED).offer("agent-0").running("hello-0-sidecar");
    story.advance(LONG);

    story.status("hello-0-server", TaskState.LOST).status("hello-0-sidecar", TaskState.KILLED);
    story.advance(TIMEOUT.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-0")).isTrue();
  }

  @Test
  void an_old_failure_does_not_count_for_one_that_its_agent_forgot() {
    CoreStory story = withPolicy(1);
    story.status("hello-0-server", TaskState.FAILED).offer("agent-0").running("hello-0-server");
    story.advance(LONG).status("hello-0-server", TaskState.UNKNOWN).advance(MINUTE);
    TaskId forgotten = story.taskId("hello-0-server");
    story
        .mesos()
        .happened(Statuses.status(forgotten, TaskState.GONE, new AgentId("agent-0"), null));
    story.mesos().next();
    story.offer("agent-0").advance(MINUTE).offer("agent-0");
    assertThat(story.task("hello-0-server").state()).isEqualTo(TaskState.STAGING);
    assertThat(story.pod("hello-0").replacedAt()).isNull();
  }

  @Test
  void the_first_failure_of_a_row_counts_and_outlives_the_scheduler() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.FAILED);
    story.advance(TIMEOUT.minus(MINUTE)).offer("agent-0").running("hello-0-server");
    story.status("hello-0-server", TaskState.FAILED);
    story.restarted().advance(ReplacementTimes.HEARING.minus(MINUTE));
    assertThat(story.pod("hello-0").replacedAt()).isNull();
    story.advance(MINUTE);
    assertThat(story.pod("hello-0").replacedAt()).isNotNull();
  }

  @Test
  void one_that_was_out_of_reach_before_the_scheduler_went_away_is_heard_of_before_it_is_judged() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.UNREACHABLE);
    story.passes(LONG).restarted().advance(LONG);
    assertThat(isGivenUp(story, "hello-0")).isFalse();

    story.status("hello-0-server", TaskState.RUNNING).advance(LONG);
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    assertThat(story.task("hello-0-server").describe()).isEqualTo("ready");
  }

  @Test
  void one_that_still_cannot_be_reached_is_given_up_after_the_hearing() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.UNREACHABLE);
    story.passes(LONG).restarted().status("hello-0-server", TaskState.UNREACHABLE);
    story.advance(ReplacementTimes.HEARING.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-0")).isTrue();
  }

  @Test
  void one_that_was_to_be_launched_again_when_the_scheduler_went_away_is_launched_again() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.FAILED);
    story.passes(LONG).restarted().advance(MINUTE);
    story.offer("agent-0").running("hello-0-server").advance(LONG);
    assertThat(story.pod("hello-0").replacedAt()).isNull();
    assertThat(story.task("hello-0-server").describe()).isEqualTo("ready");
  }

  @Test
  void while_the_master_is_away_nothing_is_given_up() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.FAILED);
    story.disconnected().advance(LONG);
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    assertThat(toldTime(story)).isEmpty();
    assertThat(recovery(story).message())
        .endsWith(
            "; replaced unless it comes back; when is known once the master has told how tasks stand");

    story.subscribed().advance(ReplacementTimes.HEARING.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    assertThat(toldTime(story)).contains(story.time().plus(MINUTE));
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-0")).isTrue();
  }

  private static Optional<Instant> toldTime(CoreStory story) {
    return RecoveryNotes.outlook(HELLO, story.core().snapshot().sight(), story.state())
        .flatMap(outlook -> Optional.ofNullable(outlook.replacedAt()));
  }

  @Test
  void while_an_operator_holds_back_the_recovery_nothing_is_given_up() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.FAILED);
    story.command(recovery(PlanAction.INTERRUPT)).advance(LONG);
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    assertThat(RecoveryNotes.outlook(HELLO, story.core().snapshot().sight(), story.state()))
        .isEmpty();

    story.command(recovery(PlanAction.CONTINUE));
    story.advance(ReplacementTimes.HEARING.minus(MINUTE));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
    story.advance(MINUTE);
    assertThat(isGivenUp(story, "hello-0")).isTrue();
  }

  private static OperatorCommand recovery(PlanAction action) {
    return new OperatorCommand.OperatePlan(action, Plan.RECOVERY, "", "", ImmutableSortedMap.of());
  }

  @Test
  void one_that_waits_for_a_person_is_left_to_that() {
    CoreStory story = withPolicy(1).status("hello-0-server", TaskState.FAILED);
    story.nextAccept(ToyMesos.Answer.LAUNCH_REFUSED).offer("agent-0");
    assertThat(story.pod("hello-0").error()).isNotEmpty();
    story.advance(LONG);
    assertThat(isGivenUp(story, "hello-0")).isFalse();

    story.command(new OperatorCommand.RestartPod(HELLO, ImmutableSet.of()));
    story.advance(MINUTE).offer("agent-0").running("hello-0-server");
    assertThat(story.pod("hello-0").replacedAt()).isNull();
  }

  @Test
  void one_that_an_update_works_on_is_left_to_it() {
    CoreStory story = withPolicy(1);
    story.target("next", service(1, "b").replacement(TIMEOUT, DELAY));
    story.status("hello-0-server", TaskState.KILLED).advance(TIMEOUT.multipliedBy(3));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
  }

  @Test
  void one_that_never_reached_its_goal_is_left_to_an_operator() {
    CoreStory story =
        CoreStory.of(service(1).replacement(TIMEOUT, DELAY))
            .subscribed()
            .offer("agent-0")
            .status("hello-0-server", TaskState.FAILED)
            .advance(TIMEOUT.multipliedBy(3));
    assertThat(isGivenUp(story, "hello-0")).isFalse();
  }
}
