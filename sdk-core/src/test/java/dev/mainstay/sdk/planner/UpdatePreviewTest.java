package dev.mainstay.sdk.planner;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.CONFIG;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.TaskState;
import dev.mainstay.sdk.sample.PodBuilder;
import dev.mainstay.sdk.sample.PodRecords;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.sample.TaskBuilder;
import dev.mainstay.sdk.spec.PlanSpec.StrategyKind;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.state.TaskRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UpdatePreviewTest {

  private static final ConfigId NEXT = new ConfigId("c0ffee00-0000-0000-0000-000000000002");

  private static TaskBuilder server() {
    return task("server").volume("data", 100);
  }

  private static ServiceBuilder service(PodBuilder node, PodBuilder web) {
    return hello().pod(node).pod(web);
  }

  private static ServiceBuilder service() {
    return service(nodes(2), webs());
  }

  private static PodBuilder nodes(int count) {
    return pod("node").count(count).task(server());
  }

  private static PodBuilder webs() {
    return pod("web").count(2).task(task("http"));
  }

  /** With all instances running. */
  private static ServiceState deployed(ServiceSpec spec) {
    ServiceState state = ServiceBuilder.accepted(spec);
    for (var type : spec.pods().values()) {
      for (int index = 0; index < type.count(); index++) {
        state = launched(state, new PodId(type.type(), index), CONFIG, type.tasks().keySet());
      }
    }
    return state;
  }

  private static ServiceState launched(
      ServiceState state, PodId id, ConfigId config, Iterable<String> tasks) {
    PodRecord pod = PodRecord.fresh(id, config);
    for (String name : tasks) {
      TaskRecord task = PodRecords.reached(name, TaskState.RUNNING, config);
      pod = pod.withTask(task);
    }
    return state.apply(new StateChange.Put(pod));
  }

  private static List<String> preview(ServiceState state, ServiceBuilder next) {
    return UpdatePreview.of(state, ServiceBuilder.configuration(NEXT, next.build())).pods().stream()
        .map(
            change ->
                change.pod()
                    + " "
                    + change.kind()
                    + (change.note().isEmpty() ? "" : " (" + change.note() + ")")
                    + (change.causes().isEmpty() ? "" : " " + change.causes()))
        .toList();
  }

  @Test
  void the_same_again_changes_nothing() {
    assertThat(preview(deployed(service().build()), service()))
        .containsExactly(
            "node-0 UNCHANGED", "node-1 UNCHANGED", "web-0 UNCHANGED", "web-1 UNCHANGED");
  }

  @Test
  void an_instance_that_is_being_given_up_already_comes_back_without_its_data() {
    ServiceState state = deployed(service(nodes(3), webs()).build());
    PodRecord going =
        state
            .pod(new PodId("node", 2))
            .orElseThrow()
            .withReplacement(
                new PodRecord.Replacement("scale-in", ServiceBuilder.START, false, true));
    state = state.apply(new StateChange.Put(going));
    assertThat(preview(state, service(nodes(3), webs())))
        .contains("node-2 ADDED (is given up with its data first)");
  }

  @Test
  void only_pods_whose_definition_differs_are_restarted() {
    assertThat(
            preview(
                deployed(service().build()),
                service(nodes(2), pod("web").count(2).task(task("http").env("A", "b")))))
        .containsExactly(
            "node-0 UNCHANGED",
            "node-1 UNCHANGED",
            "web-0 RESTARTED [pods.web.tasks.http.env.A: not set → 'b']",
            "web-1 RESTARTED [pods.web.tasks.http.env.A: not set → 'b']");
  }

  @Test
  void other_reservations_move_a_pod_unless_it_has_data() {
    assertThat(
            preview(
                deployed(service().build()),
                service(
                    pod("node").count(2).task(server().cpus(2)),
                    pod("web").count(2).task(task("http").cpus(2)))))
        .containsExactly(
            "node-0 RESTARTED (resized in place) [pods.node.tasks.server.cpus: 0.5 → 2]",
            "node-1 RESTARTED (resized in place) [pods.node.tasks.server.cpus: 0.5 → 2]",
            "web-0 RELOCATED [pods.web.tasks.http.cpus: 0.5 → 2]",
            "web-1 RELOCATED [pods.web.tasks.http.cpus: 0.5 → 2]");
  }

  @Test
  void more_and_fewer_instances_leave_the_others_alone() {
    assertThat(
            preview(deployed(service().build()), service(nodes(3), pod("web").task(task("http")))))
        .containsExactly(
            "node-0 UNCHANGED",
            "node-1 UNCHANGED",
            "node-2 ADDED [pods.node.count: 2 → 3]",
            "web-0 UNCHANGED",
            "web-1 DECOMMISSIONED [pods.web.count: 2 → 1]");
  }

  @Test
  void instances_go_highest_index_first_and_whole_types_come_and_go() {
    assertThat(
            preview(
                deployed(service().build()), hello().pod(nodes(2)).pod(pod("db").task(task("db")))))
        .containsExactly(
            "node-0 UNCHANGED",
            "node-1 UNCHANGED",
            "db-0 ADDED [pods.db: new]",
            "web-1 DECOMMISSIONED [pods.web: gone]",
            "web-0 DECOMMISSIONED [pods.web: gone]");
  }

  @Test
  void the_order_is_that_of_the_plan() {
    assertThat(
            preview(
                deployed(service().build()),
                service().phase("web", StrategyKind.SERIAL).phase("node", StrategyKind.SERIAL)))
        .containsExactly(
            "web-0 UNCHANGED", "web-1 UNCHANGED", "node-0 UNCHANGED", "node-1 UNCHANGED");
  }

  @Test
  void in_the_middle_of_an_update_each_pod_is_compared_in_its_own_configuration() {
    ServiceSpec next =
        service(nodes(2), pod("web").count(2).task(task("http").env("A", "b"))).build();
    ServiceState half =
        launched(
            deployed(service().build())
                .apply(new StateChange.Put(ServiceBuilder.configuration(NEXT, next))),
            new PodId("web", 0),
            NEXT,
            List.of("http"));
    assertThat(
            UpdatePreview.of(half, ServiceBuilder.configuration(CONFIG, service().build()))
                .of(PodChange.Kind.RESTARTED))
        .containsExactly(new PodId("web", 0));
  }

  @Test
  void a_pod_that_was_never_launched_is_not_placed_yet() {
    assertThat(preview(ServiceBuilder.accepted(service().build()), service(nodes(3), webs())))
        .containsExactly(
            "node-0 UNCHANGED (not placed yet)",
            "node-1 UNCHANGED (not placed yet)",
            "node-2 ADDED [pods.node.count: 2 → 3]",
            "web-0 UNCHANGED (not placed yet)",
            "web-1 UNCHANGED (not placed yet)");
  }
}
