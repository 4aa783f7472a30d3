package dev.mainstay.sdk.planner;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.PodRecords.fresh;
import static dev.mainstay.sdk.sample.PodRecords.reached;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.START;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.ServiceBuilder.steps;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.PlanProgress;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import dev.mainstay.sdk.state.Backoff;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.RunMark;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tasks of {@code node-0} are to be launched, and by which plan. */
final class DutyPlannerTest {

  private static final ServiceSpec SPEC =
      hello()
          .pod(
              pod("node")
                  .task(task("format").goal(Goal.ONCE).onResourcesOf("server"))
                  .task(task("migrate").goal(Goal.FINISH).onResourcesOf("server"))
                  .task(task("server"))
                  .task(task("sidecar").notEssential()))
          .phase(
              "node",
              StrategyKind.SERIAL,
              steps(
                  StepSpec.DEFAULT,
                  List.of("format"),
                  List.of("migrate"),
                  List.of("server"),
                  List.of("sidecar")))
          .build();

  private static ServiceState with(PodRecord pod) {
    return ServiceBuilder.accepted(SPEC).apply(new StateChange.Put(pod));
  }

  private static String duty(ServiceState state) {
    PlanProgress deploy = new PlanProgress(DeployPlanner.deploy(CONFIG, SPEC), state);
    return DutyPlanner.dutyOf(
            new PodId("node", 0),
            new WorkPlans(
                deploy,
                new PlanProgress(DecommissionPlanner.endings(state), state),
                ImmutableList.of()),
            state)
        .map(duty -> duty.plan() + " " + duty.tasks())
        .orElse("nothing");
  }

  private static PodRecord deployed() {
    return fresh("node-0")
        .withTask(reached("format", TaskState.FINISHED))
        .withTask(reached("migrate", TaskState.FINISHED))
        .withTask(reached("server", TaskState.RUNNING))
        .withTask(reached("sidecar", TaskState.RUNNING));
  }

  @Test
  void deploy_owns_a_pod_while_its_step_is_a_candidate() {
    assertThat(duty(ServiceBuilder.accepted(SPEC))).isEqualTo("deploy [format]");

    PodRecord formatted = fresh("node-0").withTask(reached("format", TaskState.FINISHED));
    assertThat(duty(with(formatted))).isEqualTo("deploy [migrate]");
    assertThat(duty(with(formatted.withTask(PodRecords.task("migrate", TaskState.FAILED)))))
        .isEqualTo("deploy [migrate]");
  }

  @Test
  void deploy_brings_back_what_ran_in_earlier_steps() {
    PodRecord pod =
        fresh("node-0")
            .withTask(reached("format", TaskState.FINISHED))
            .withTask(reached("migrate", TaskState.FINISHED))
            .withTask(reached("server", TaskState.FAILED))
            .withTask(PodRecords.task("sidecar", TaskState.KILLED));
    assertThat(duty(with(pod))).isEqualTo("deploy [server, sidecar]");
  }

  @Test
  void recovery_brings_back_running_tasks_alone() {
    assertThat(duty(with(deployed()))).isEqualTo("nothing");
    assertThat(duty(with(deployed().withTask(reached("server", TaskState.LOST)))))
        .isEqualTo("recovery [server]");
    assertThat(
            duty(
                with(
                    deployed()
                        .withTask(reached("server", TaskState.FAILED))
                        .withTask(reached("sidecar", TaskState.KILLED)))))
        .isEqualTo("recovery [server, sidecar]");
    assertThat(duty(with(deployed().withTask(reached("format", TaskState.FAILED)))))
        .isEqualTo("nothing");
  }

  @Test
  void nothing_is_launched_beside_a_task_that_is_to_end_or_whose_end_is_not_certain() {
    PodRecord failed = deployed().withTask(reached("server", TaskState.FAILED));

    assertThat(
            duty(
                with(
                    failed.withTask(
                        reached("sidecar", TaskState.RUNNING).withEndWanted("why", START)))))
        .isEqualTo("nothing");
    for (TaskState state :
        List.of(TaskState.STAGING, TaskState.KILLING, TaskState.UNREACHABLE, TaskState.UNKNOWN)) {
      assertThat(duty(with(failed.withTask(reached("sidecar", state)))))
          .as("beside a task in %s", state)
          .isEqualTo("nothing");
    }
  }

  @Test
  void nothing_is_launched_while_a_person_is_asked_for() {
    assertThat(duty(with(deployed().withTask(reached("server", TaskState.ERROR)).withError("no"))))
        .isEqualTo("nothing");
  }

  @Test
  void a_finish_task_runs_again_when_its_definition_changed_and_a_once_task_does_not() {
    ConfigId old = new ConfigId("old");
    ServiceSpec before =
        hello().pod(pod("node").task(task("server")).task(task("sidecar").cpus(2))).build();
    PodRecord pod =
        fresh("node-0")
            .withTask(reached("format", TaskState.FINISHED, old))
            .withTask(reached("migrate", TaskState.FINISHED, old));
    ServiceState state =
        with(pod).apply(new StateChange.Put(ServiceBuilder.configuration(old, before)));

    assertThat(duty(state)).isEqualTo("deploy [migrate]");
  }

  @Test
  void a_back_off_delays_until_its_end() {
    ServiceState state =
        with(deployed().withBackoff(new Backoff(3, START.plusSeconds(4), "server failed", START)));
    RunMark work = new RunMark("run", 0);
    Duty duty = duty(work);

    assertThat(DutyPlanner.delayOf(duty, state, START)).contains(START.plusSeconds(4));
    assertThat(DutyPlanner.delayOf(duty, state, START.plusSeconds(4))).isEmpty();
  }

  private static Duty duty(RunMark work) {
    return new Duty(
        new PodId("node", 0),
        "backup",
        CONFIG,
        ImmutableList.of("server"),
        work,
        ImmutableSortedMap.of());
  }

  @Test
  void failures_of_a_task_itself_delay_the_same_work_alone() {
    Backoff own = new Backoff(3, START.plusSeconds(60), "server failed", START);
    PodRecord pod = deployed();
    TaskRecord task = pod.task("server").orElseThrow();
    RunMark work = task.launch().mark();
    PodRecord failing =
        pod.withBackoff(new Backoff(2, START.plusSeconds(4), "sidecar failed", START))
            .withTask(task.withBackoff(own));

    assertThat(DutyPlanner.delayOf(duty(work), with(failing), START)).contains(own.notBefore());
    assertThat(DutyPlanner.delayOf(duty(new RunMark("next", 0)), with(failing), START))
        .contains(START.plusSeconds(4));
  }
}
