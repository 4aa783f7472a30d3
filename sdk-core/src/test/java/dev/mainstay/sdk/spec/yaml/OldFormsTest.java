package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ResourceSetSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms of old specs: they load, each with a warning at its place. */
final class OldFormsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "volumes: [{path: a, type: ROOT, size: 5}]|svc.yml:8:18: warning: pods.node.tasks.server.volumes: a list is the form of old specs",
        "ports: [{name: http, port: 80}]|svc.yml:8:16: warning: pods.node.tasks.server.ports: a list is the form of old specs",
        "ports: {a: {port-min: 10, port-max: 20}}|svc.yml:8:21: warning: pods.node.tasks.server.ports.a: 'port-min' is a key of old specs",
        "endpoints: {http: {port: 80}}|svc.yml:8:9: warning: pods.node.tasks.server: 'endpoints' is a key of old specs",
        "mem: 5|svc.yml:8:9: warning: pods.node.tasks.server: 'mem' is a key of old specs",
        "dns-name: front|svc.yml:8:9: warning: pods.node.tasks.server: 'dns-name' is a key of old specs",
        "configurations: [{template: a.mustache, dest: a}]|svc.yml:8:9: warning: pods.node.tasks.server: 'configurations' is a key of old specs",
        "health-checks: {up: {cmd: x, interval: 1, grace-period: 1, max-consecutive-failures: 1, timeout: 1}}|svc.yml:8:9: warning: pods.node.tasks.server: 'health-checks' is a key of old specs",
        "volume: {path: a, type: DOCKER, docker_volume_driver: pxd, size: 5}|'docker_volume_driver' is a key of old specs",
        "shared-memory: PRIVATE|svc.yml:8:9: warning: pods.node.tasks.server: 'shared-memory' is a key of old specs",
        "transport-encryption: [{name: a, type: TLS, mount-path: x}]|warning: pods.node.tasks.server.transport-encryption.0: 'mount-path' is ignored",
      })
  void a_task_s_old_keys_load_with_a_warning(String line, String warning) {
    String text = SpecText.task(line);
    assertThat(SpecText.load(text).warnings()).isNotEmpty();
    assertThat(SpecText.problems(text)).anyMatch(told -> told.contains(warning));
  }

  @Test
  void old_keys_say_the_same_as_new_ones() {
    PodSpec pod =
        pod(
            SpecText.task(
                "mem: 5",
                "ports: [{name: a, port-min: 10, port-max: 20}]",
                "volumes: [{path: a, type: ROOT, size: 5}]",
                "dns-name: front"));
    TaskSpec task = pod.task("server");
    ResourceSetSpec set = pod.resourceSetOf(task);
    assertThat(set.memory().toString()).isEqualTo("5");
    assertThat(set.ports().get(0).ranges()).isEqualTo(PortRanges.of(10, 20));
    assertThat(set.volumes().get(0).path()).isEqualTo("a");
    assertThat(task.discovery())
        .isEqualTo(new TaskSpec.DiscoverySpec("front", TaskSpec.Visibility.CLUSTER));
  }

  @Test
  void the_scheduler_s_keys_may_stand_at_the_root() {
    String text = "principal: p\nzookeeper: zk:1\napi-port: 5\n" + SpecText.pod();
    assertThat(SpecText.load(text).spec().scheduler().principal()).isEqualTo("p");
    assertThat(SpecText.load(text).spec().scheduler().zookeeper()).isEqualTo("zk:1");
    assertThat(SpecText.problems(text)).hasSize(3).allMatch(told -> told.contains("warning"));
  }

  @Test
  void resource_sets_may_be_a_list_of_amounts() {
    String text = SpecText.pod("resource-sets: [{id: main, resources: [{name: cpus, value: 2}]}]");
    ImmutableMap<String, ResourceSetSpec> sets = pod(text).resourceSets();
    assertThat(Objects.requireNonNull(sets.get("main")).cpus().toString()).isEqualTo("2");
  }

  private static PodSpec pod(String text) {
    return Objects.requireNonNull(SpecText.load(text).spec().pods().get("node"), "node");
  }

  @Test
  void steps_of_one_instance_may_stand_in_two_items_and_follow_each_other() {
    String text =
        SpecText.task()
            + "      other: {goal: RUNNING, cmd: ./run, cpus: 1, memory: 64}\n"
            + "plans:\n  deploy:\n    phases:\n      node:\n        pod: node\n        steps:\n"
            + "          - default: [[server]]\n          - default: [[other]]\n";
    PlanSpec deploy = Objects.requireNonNull(SpecText.load(text).spec().plans().get("deploy"));
    assertThat(Objects.requireNonNull(deploy.phases().get("node")).steps())
        .containsExactly(
            new PlanSpec.StepSpec(
                PlanSpec.StepSpec.DEFAULT,
                ImmutableList.of(ImmutableList.of("server"), ImmutableList.of("other"))));
    assertThat(SpecText.problems(text))
        .anyMatch(problem -> problem.contains("'default' is there twice, so its steps follow"));
  }

  @Test
  void a_template_named_by_the_old_package_s_folder_is_found_beside_the_spec() {
    String text =
        SpecText.task("configs:", "  main: {template: kiosk-scheduler/main.conf, dest: main.conf}");
    TemplateReader beside =
        new TemplateReader() {
          @Override
          public Optional<String> read(String path) {
            return path.equals("main.conf") ? Optional.of("level=1") : Optional.empty();
          }

          @Override
          public ImmutableSet<String> known() {
            return ImmutableSet.of("main.conf");
          }
        };
    LoadedSpec loaded = SpecLoader.load("svc.yml", text, ImmutableMap.of(), beside);
    PodSpec node = Objects.requireNonNull(loaded.spec().pods().get("node"));
    assertThat(node.task("server").configs())
        .extracting(TaskSpec.ConfigSpec::text)
        .containsExactly("level=1");
    assertThat(loaded.warnings())
        .anyMatch(problem -> problem.toString().contains("write 'main.conf'"));
    // stored with its inputs under the name that the spec uses, so that it loads again from them
    assertThat(SpecLoader.load(loaded.inputs()).spec()).isEqualTo(loaded.spec());
  }
}
