package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.Problem;
import java.util.Optional;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

final class SpecRulesTest {

  private static final String TASK = "{goal: RUNNING, cmd: ./run, cpus: 0.5, memory: 256}";

  @Test
  void a_plain_spec_has_no_warnings() {
    assertWarnings("name: kiosk\npods:\n  node: {count: 3, tasks: {server: " + TASK + "}}\n")
        .isEmpty();
  }

  @Test
  void names_that_dns_cannot_carry_are_told_with_how_much_they_are_too_long() {
    String pod = "p".repeat(40);
    String task = "t".repeat(30);
    assertWarnings(
            "name: kiosk\npods:\n  %s: {count: 11, tasks: {%s: %s}}\n".formatted(pod, task, TASK))
        .containsExactly(
            "svc.yml:3:65: warning: pods.%1$s.tasks.%2$s: the name '%1$s-10-%2$s' has 74 characters, but DNS takes at most 63; shorten the name of the pod type or of the task by 11"
                .formatted(pod, task));
  }

  @Test
  void tasks_whose_names_are_one_in_dns_are_told() {
    assertWarnings(
            """
            name: kiosk
            pods:
              node:
                count: 1
                tasks:
                  my_task: %1$s
                  my-task: %1$s
            """
                .formatted(TASK))
        .containsExactly(
            "svc.yml:7:7: warning: pods.node.tasks.my-task: its DNS name is that of task 'my_task' of pod 'node' too, since case, '_' and '.' make no difference there; rename one");
  }

  @Test
  void checks_that_nobody_waits_for_or_that_cannot_pass_are_told() {
    assertWarnings(
            """
            name: kiosk
            pods:
              node:
                count: 1
                tasks:
                  init:
                    goal: FINISH
                    cmd: ./init
                    cpus: 0.1
                    memory: 32
                    readiness-check: {cmd: 'true', interval: 1, timeout: 1}
                  server:
                    goal: RUNNING
                    cmd: ./run $PORT_HTTP ${PORT_ADMIN:-80} $PORT_OWN
                    cpus: 0.1
                    memory: 32
                    env: {PORT_OWN: 5}
                    ports: {http: {port: 0}}
                    readiness-check: {cmd: 'curl :$PORT_HTPP', interval: 1, timeout: 1}
            """)
        .containsExactly(
            "svc.yml:11:9: warning: pods.node.tasks.init.readiness-check: nobody waits for it: a task with goal FINISH has done its duty when it ends with exit code 0; remove it, or write 'goal: RUNNING'",
            "svc.yml:19:27: warning: pods.node.tasks.server.readiness-check.cmd: no port of the task gives the variable 'PORT_HTPP', so the check can never pass; did you mean 'PORT_HTTP'?");
  }

  @Test
  void pods_and_tasks_that_no_plan_brings_up_are_told() {
    assertWarnings(
            """
            name: kiosk
            pods:
              node:
                count: 1
                tasks:
                  server: %1$s
                  backup: %1$s
              other: {count: 1, tasks: {server: %1$s}}
              extra: {count: 1, tasks: {server: %1$s}}
            plans:
              deploy:
                phases:
                  node: {pod: node, steps: [{default: [[server, server]]}]}
              extra:
                phases:
                  extra: {pod: extra}
              idle:
                phases: {}
            """
                .formatted(TASK))
        .containsExactly(
            "svc.yml:7:7: warning: pods.node.tasks.backup: no step of a plan names the task, so it never runs; name it in 'steps' of a phase with 'pod: node'",
            "svc.yml:8:3: warning: pods.other: no phase of a plan works on the pod type, so it is never deployed; add a phase with 'pod: other' to the plan 'deploy'",
            "svc.yml:13:25: warning: plans.deploy.phases.node.steps: the step [server, server] names a task twice; name it once, or write two steps",
            "svc.yml:18:5: warning: plans.idle.phases: the plan has no phase, so it does nothing; add the phases, or remove the plan");
  }

  @Test
  void tasks_of_one_resource_set_that_are_launched_at_once_are_told() {
    assertWarnings(
            """
            name: kiosk
            pods:
              node:
                count: 1
                resource-sets: {main: {cpus: 1, memory: 64}}
                tasks:
                  init: {goal: FINISH, cmd: ./init, resource-set: main}
                  server: {goal: RUNNING, cmd: ./run, resource-set: main}
            """)
        .containsExactly(
            "svc.yml:3:3: warning: pods.node: all tasks of pod type 'node' are launched at once, but 'init' and 'server' use one resource set, 'main'; write steps in a plan, as '- default: [[init], [server]]', or give one another set");
  }

  @Test
  void more_ports_than_a_range_has_paths_and_secrets_that_hide_each_other_are_told() {
    assertWarnings(
            """
            name: kiosk
            pods:
              node:
                count: 1
                host-volumes:
                  data: {host-path: /data, container-path: data}
                secrets:
                  one: {secret: a/one, env-key: KEY}
                  two: {secret: a/two, env-key: KEY}
                tasks:
                  server:
                    goal: RUNNING
                    cmd: ./run
                    cpus: 1
                    memory: 64
                    volume: {path: data, type: ROOT, size: 10}
                    ports:
                      a: {port: 0, ranges: [{begin: 100, end: 100}]}
                      b: {port: 0, ranges: [{begin: 100, end: 100}]}
            """)
        .containsExactly(
            "svc.yml:6:7: warning: pods.node.host-volumes.data: the pod has a volume at 'data' too, and one hides the other; give one of them another path",
            "svc.yml:9:28: warning: pods.node.secrets.two.env-key: 'KEY' takes secret 'one' already, and one hides the other; choose another",
            "svc.yml:19:24: warning: pods.node.tasks.server.ports.b.ranges: the pod wants more ports of [100-100] than the 1 that there are, so it can never be placed; write wider ranges");
  }

  @Test
  void a_service_without_any_instance_is_told() {
    assertWarnings("name: kiosk\npods:\n  node: {count: 0, tasks: {server: " + TASK + "}}\n")
        .containsExactly(
            "svc.yml:2:1: warning: pods: the count of every pod type is 0, so the service runs nothing; give one of them at least 1");
  }

  private static ListAssert<String> assertWarnings(String spec) {
    TemplateReader none =
        new TemplateReader() {
          @Override
          public Optional<String> read(String path) {
            return Optional.empty();
          }

          @Override
          public ImmutableSet<String> known() {
            return ImmutableSet.of();
          }
        };
    return assertThat(
        SpecLoader.load("svc.yml", spec, ImmutableMap.of(), none).warnings().stream()
            .map(Problem::toString)
            .toList());
  }
}
