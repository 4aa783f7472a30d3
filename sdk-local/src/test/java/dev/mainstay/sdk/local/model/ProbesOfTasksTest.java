package dev.mainstay.sdk.local.model;

import static dev.mainstay.sdk.local.model.Lab.task;
import static dev.mainstay.sdk.local.model.Lab.withCheck;
import static dev.mainstay.sdk.local.model.Lab.withHealthCheck;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.mesos.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks and health checks: sections 1 and 2 of the record. */
final class ProbesOfTasksTest {

  private static final CheckResult EMPTY = new CheckResult(ProbeKind.COMMAND, null);

  private final Lab lab = Lab.withAgents(1);
  private final Lab.Scheduler scheduler = lab.subscribe();

  private List<CheckResult> results(String taskId) {
    return scheduler.statuses(taskId).stream()
        .filter(status -> status.reason() == StatusReason.TASK_CHECK_STATUS_UPDATED)
        .map(status -> Objects.requireNonNull(status.checkResult()))
        .toList();
  }

  private List<@Nullable Boolean> health(String taskId) {
    return scheduler.statuses(taskId).stream()
        .filter(status -> status.reason() == StatusReason.TASK_HEALTH_CHECK_STATUS_UPDATED)
        .map(TaskStatus::healthy)
        .toList();
  }

  @Test
  void each_changed_result_of_a_check_is_told_once() {
    lab.probes("a", 1);
    scheduler.launch(withCheck(task("a")), task("b"));
    lab.passSeconds(3);
    lab.probes("a", 2);
    lab.passSeconds(3);
    lab.probes("a", 0);
    lab.passSeconds(3);

    assertThat(results("a"))
        .containsExactly(
            new CheckResult(ProbeKind.COMMAND, 1),
            new CheckResult(ProbeKind.COMMAND, 2),
            new CheckResult(ProbeKind.COMMAND, 0));
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.RUNNING);
    assertThat(scheduler.statuses("a").get(0).checkResult()).isEqualTo(EMPTY);
    assertThat(scheduler.statuses("b")).allMatch(status -> status.checkResult() == null);
  }

  @Test
  void a_check_that_times_out_says_nothing_at_first_and_empties_a_result_later() {
    lab.probes("a", -1);
    scheduler.launch(withCheck(task("a")));
    lab.passSeconds(5);
    assertThat(results("a")).isEmpty();

    lab.probes("a", 0);
    lab.passSeconds(2);
    lab.probes("a", -1);
    lab.passSeconds(3);
    assertThat(results("a")).containsExactly(new CheckResult(ProbeKind.COMMAND, 0), EMPTY);
  }

  @Test
  void killing_and_the_end_do_not_repeat_the_last_result() {
    scheduler.launch(withCheck(task("a")));
    lab.passSeconds(3);
    scheduler.kill("a");
    lab.passSeconds(1);
    assertThat(scheduler.last("a").state()).isEqualTo(TaskState.KILLED);
    assertThat(scheduler.last("a").checkResult()).isEqualTo(EMPTY);
  }

  @Test
  void health_is_told_on_the_first_success_and_for_every_failure() {
    scheduler.launch(withHealthCheck(task("a"), Duration.ZERO));
    lab.passSeconds(4);
    assertThat(health("a")).containsExactly(true);
    assertThat(scheduler.statuses("a").get(1).healthy()).isNull();

    lab.probes("a", 1);
    lab.passSeconds(2);
    lab.probes("a", 0);
    lab.passSeconds(2);
    assertThat(health("a")).containsExactly(true, false, false, true);
  }

  @Test
  void three_failures_kill_the_task_and_its_group_as_unhealthy() {
    lab.probes("a", 1);
    scheduler.launch(withHealthCheck(task("a"), Duration.ZERO), task("b"));
    lab.passSeconds(10);
    assertThat(health("a")).containsExactly(false, false, false);
    assertThat(scheduler.states("a")).endsWith(TaskState.KILLING, TaskState.KILLED);
    assertThat(scheduler.last("a").healthy()).isFalse();
    assertThat(scheduler.last("a").reason()).isNull();
    assertThat(scheduler.last("b").state()).isEqualTo(TaskState.KILLED);
    assertThat(scheduler.last("b").healthy()).isFalse();
  }

  @Test
  void failures_within_the_grace_period_do_not_count_until_a_success_ends_it() {
    lab.probes("a", 1);
    lab.probes("b", 0);
    scheduler.launch(withHealthCheck(task("a"), Duration.ofSeconds(5)));
    lab.passSeconds(5);
    assertThat(health("a")).isEmpty();
    lab.passSeconds(4);
    assertThat(health("a")).containsExactly(false, false, false);
    lab.passSeconds(5);

    scheduler.call(new MesosCall.Revive(ImmutableList.of()));
    scheduler.launch(withHealthCheck(task("b"), Duration.ofSeconds(60)));
    lab.passSeconds(2);
    lab.probes("b", 1);
    lab.passSeconds(1.5);
    assertThat(health("b")).startsWith(true, false);
  }

  @Test
  void a_task_with_both_carries_the_latest_of_each() {
    scheduler.launch(withHealthCheck(withCheck(task("a")), Duration.ZERO));
    lab.passSeconds(3);
    TaskStatus last = scheduler.last("a");
    assertThat(last.healthy()).isTrue();
    assertThat(last.checkResult()).isEqualTo(new CheckResult(ProbeKind.COMMAND, 0));
  }
}
