package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.ServiceBuilder.steps;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.PlanView.StepView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.planner.CustomPlanner;
import dev.mainstay.sdk.sample.PodBuilder;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.TaskSpec.Goal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run of an author's plan over pods that do not have its task. */
final class CustomPlanStoryTest {

  private static ServiceBuilder service(PodBuilder type) {
    return hello()
        .pod(type)
        .phase("hello", StrategyKind.SERIAL, steps(StepSpec.DEFAULT, List.of("server")));
  }

  private static ServiceBuilder without(String value) {
    return service(pod("hello").task(task("server").env("A", value)));
  }

  private static ServiceBuilder with(String value) {
    return service(
            pod("hello")
                .task(task("server").env("A", value))
                .task(task("backup").goal(Goal.FINISH).onResourcesOf("server")))
        .plan("save", "hello", steps(StepSpec.DEFAULT, List.of("backup")));
  }

  private static CoreStory deployed(ServiceBuilder service) {
    return CoreStory.of(service).subscribed().offer("agent-1").running("hello-0-server");
  }

  private static OperatorCommand operate(PlanAction action, String plan) {
    return new OperatorCommand.OperatePlan(action, plan, "", "", ImmutableSortedMap.of());
  }

  private static StepView step(CoreStory story) {
    return PlanViews.of(
            CustomPlanner.named("save", story.state()).orElseThrow(), story.state(), story.time())
        .phases()
        .get(0)
        .steps()
        .get(0);
  }

  @Test
  void a_task_that_comes_with_an_update_waits_until_that_has_reached_the_pod() {
    CoreStory story = deployed(without("a"));
    story.target("next", with("b"));
    story.command(operate(PlanAction.INTERRUPT, Plan.UPDATE));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1").running("hello-0-server");
    story.command(operate(PlanAction.START, "save")).offer("agent-1");
    assertThat(step(story).status()).isEqualTo(Status.WAITING);
    assertThat(step(story).message())
        .isEqualTo(
            "backup is not in configuration "
                + ServiceBuilder.CONFIG
                + ", in which the pod runs: the update has to reach it first");
  }

  @Test
  void a_task_that_the_service_has_no_more_is_told() {
    CoreStory story = deployed(with("a")).command(operate(PlanAction.START, "save"));
    story.target("next", without("b"));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1").running("hello-0-server");
    story.offer("agent-1");
    assertThat(step(story).status()).isEqualTo(Status.WAITING);
    assertThat(step(story).message())
        .isEqualTo(
            "backup is not in configuration next, in which the pod runs, nor in the target:"
                + " 'mainstay plan stop save' ends the run");
  }

  @Test
  void of_tasks_that_the_service_has_in_part_only_what_it_has_no_more_is_told() {
    CoreStory story =
        deployed(saving("backup", "verify")).command(operate(PlanAction.START, "save"));
    story.target("next", without("b"));
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1").running("hello-0-server");
    story.target("last", saving("verify"));
    story.command(operate(PlanAction.INTERRUPT, Plan.UPDATE)).offer("agent-1");
    story.status("hello-0-server", TaskState.KILLED).offer("agent-1").running("hello-0-server");
    assertThat(step(story).message())
        .isEqualTo(
            "backup is not in configuration next, in which the pod runs, nor in the target:"
                + " 'mainstay plan stop save' ends the run");
  }

  /** With a plan of one step that runs these tasks beside the server. */
  private static ServiceBuilder saving(String... tasks) {
    PodBuilder type = pod("hello").task(task("server").env("A", "a"));
    for (String name : tasks) {
      type.task(task(name).goal(Goal.FINISH).onResourcesOf("server"));
    }
    return service(type).plan("save", "hello", steps(StepSpec.DEFAULT, List.of(tasks)));
  }
}
