package dev.mainstay.sdk.planner;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.ServiceBuilder.steps;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.plan.Plan;
import dev.mainstay.sdk.plan.Step;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StepSpec;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeployPlannerTest {

  private static ServiceBuilder service() {
    return hello()
        .pod(pod("node").count(3).task(task("init").onResourcesOf("server")).task(task("server")))
        .pod(pod("web").task(task("http")));
  }

  private static List<String> stepsOf(ServiceBuilder service) {
    return DeployPlanner.deploy(CONFIG, service.build()).phases().stream()
        .flatMap(phase -> phase.steps().stream())
        .map(Step::name)
        .toList();
  }

  @Test
  void without_a_written_plan_each_pod_type_is_a_serial_phase() {
    Plan plan = DeployPlanner.deploy(CONFIG, service().build());

    assertThat(plan.strategy()).isEqualTo(StrategyKind.SERIAL);
    assertThat(plan.phases())
        .extracting(phase -> phase.name() + " " + phase.strategy())
        .containsExactly("node SERIAL", "web SERIAL");
    assertThat(stepsOf(service()))
        .containsExactly(
            "node-0:[init, server]",
            "node-1:[init, server]",
            "node-2:[init, server]",
            "web-0:[http]");
  }

  @Test
  void a_phase_without_steps_launches_all_tasks_at_once() {
    assertThat(stepsOf(service().phase("node", StrategyKind.PARALLEL)))
        .containsExactly("node-0:[init, server]", "node-1:[init, server]", "node-2:[init, server]");
  }

  @Test
  void an_instance_takes_its_own_entry_or_else_the_default() {
    assertThat(
            stepsOf(
                service()
                    .phase(
                        "node",
                        StrategyKind.SERIAL,
                        steps(StepSpec.DEFAULT, List.of("server")),
                        steps(1, List.of("init"), List.of("server")))))
        .containsExactly("node-0:[server]", "node-1:[init]", "node-1:[server]", "node-2:[server]");
  }

  @Test
  void an_instance_without_an_entry_and_an_empty_list_give_no_step() {
    assertThat(
            stepsOf(
                service()
                    .phase(
                        "node",
                        StrategyKind.SERIAL,
                        steps(0, List.of()),
                        steps(1, List.of(), List.of("server")))))
        .containsExactly("node-1:[server]");
  }

  @Test
  void step_ids_are_the_same_after_a_restart_and_differ_from_each_other() {
    Plan one = DeployPlanner.deploy(CONFIG, service().build());
    Plan again = DeployPlanner.deploy(CONFIG, service().build());

    assertThat(again).isEqualTo(one);
    assertThat(one.phases().stream().flatMap(phase -> phase.steps().stream()).map(Step::id))
        .doesNotHaveDuplicates();
  }
}
