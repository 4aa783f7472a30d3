package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PortRanges;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.PortSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.spec.VolumeSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SpecLoaderTest {

  private static final String TASK =
      "goal: RUNNING\n        cmd: ./run\n        cpus: 0.5\n        memory: 256\n";

  @Test
  void a_whole_spec_becomes_records() {
    ServiceSpec spec =
        load(
                """
                name: team/kiosk
                web-url: http://kiosk
                scheduler: {principal: kiosk-principal, zookeeper: 'zk:2181', user: nobody}
                pods:
                  node:
                    count: {{COUNT}}
                    user: kiosk
                    allow-decommission: true
                    placement: '{{{PLACEMENT}}}'
                    uris:
                      - https://example.com/kiosk.tgz
                    volume: {path: shared, type: ROOT, size: 100}
                    resource-sets:
                      main:
                        cpus: 1.5
                        gpus: 2
                        memory: 512
                        ports:
                          http:
                            port: 8080
                            advertise: true
                            vip: {port: 80}
                          admin: {port: 0, env-key: ADMIN, ranges: [{begin: 10, end: 20}, {begin: 30}]}
                        volumes:
                          data: {path: data, type: MOUNT, size: 1000, profiles: [fast]}
                    tasks:
                      server:
                        goal: RUNNING
                        cmd: ./run
                        resource-set: main
                        essential: false
                        env: {NUMBER: 0100, FLAG: yes, NOTHING: , TEXT: "a b", LEVEL: debug}
                        configs:
                          main: {template: main.mustache, dest: etc/main.conf}
                        labels: team:a,url:http://b
                        discovery: {prefix: front, visibility: EXTERNAL}
                        kill-grace-period: 15
                        uris: [https://example.com/more.tgz]
                        health-check:
                          cmd: 'true'
                          interval: 5
                          grace-period: 30
                          max-consecutive-failures: 3
                          delay: 1
                          timeout: 10
                        readiness-check: {cmd: 'true', interval: 2, timeout: 4}
                plans:
                  deploy:
                    strategy: parallel
                    phases:
                      node: {pod: node, strategy: serial, steps: [{0: [[server]]}, {default: []}]}
                """,
                ImmutableMap.of(
                    "COUNT",
                    "3",
                    "PLACEMENT",
                    "[[\"hostname\", \"UNIQUE\"]]",
                    "TASKCFG_ALL_LEVEL",
                    "info"))
            .spec();
    PodSpec pod = in(spec.pods(), "node");
    TaskSpec task = pod.task("server");
    assertThat(spec.name()).isEqualTo("team/kiosk");
    assertThat(spec.user()).isEqualTo("nobody");
    assertThat(spec.scheduler())
        .isEqualTo(new ServiceSpec.SchedulerSpec("kiosk-principal", "zk:2181", "http://kiosk"));
    assertThat(pod.count()).isEqualTo(3);
    assertThat(pod.user()).isEqualTo("kiosk");
    assertThat(pod.allowDecommission()).isTrue();
    assertThat(pod.placement()).isEqualTo(new PlacementRule.MaxPer("hostname", 1));
    assertThat(pod.uris()).containsExactly(UriSpec.of("https://example.com/kiosk.tgz"));
    assertThat(pod.volumes())
        .containsExactly(
            new VolumeSpec("shared", VolumeSpec.Kind.ROOT, Scalar.of(100), ImmutableList.of()));
    assertThat(pod.resourceSetOf(task).cpus()).isEqualTo(Scalar.of(1.5));
    assertThat(pod.resourceSetOf(task).gpus()).isEqualTo(Scalar.of(2));
    assertThat(pod.resourceSetOf(task).memory()).isEqualTo(Scalar.of(512));
    assertThat(pod.resourceSetOf(task).ports())
        .containsExactly(
            new PortSpec("http", 8080, null, true, PortRanges.EMPTY, new PortSpec.Vip("http", 80)),
            new PortSpec(
                "admin",
                0,
                "ADMIN",
                false,
                PortRanges.of(10, 20).plus(PortRanges.of(30, 65535)),
                null));
    assertThat(pod.resourceSetOf(task).volumes())
        .containsExactly(
            new VolumeSpec(
                "data", VolumeSpec.Kind.MOUNT, Scalar.of(1000), ImmutableList.of("fast")));
    assertThat(task.goal()).isEqualTo(TaskSpec.Goal.RUNNING);
    assertThat(task.essential()).isFalse();
    assertThat(task.env())
        .isEqualTo(
            Map.of("NUMBER", "0100", "FLAG", "yes", "NOTHING", "", "TEXT", "a b", "LEVEL", "info"));
    assertThat(task.configs())
        .containsExactly(
            new TaskSpec.ConfigSpec("main", "main.mustache", "etc/main.conf", "level={{LEVEL}}\n"));
    assertThat(task.labels()).isEqualTo(Map.of("team", "a", "url", "http://b"));
    assertThat(task.discovery())
        .isEqualTo(new TaskSpec.DiscoverySpec("front", TaskSpec.Visibility.EXTERNAL));
    assertThat(task.killGracePeriod()).isEqualTo(Duration.ofSeconds(15));
    assertThat(task.uris()).hasSize(1);
    assertThat(task.healthCheck())
        .isEqualTo(
            new TaskSpec.HealthCheckSpec(
                "true",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10)));
    assertThat(task.readinessCheck())
        .isEqualTo(
            new TaskSpec.ReadinessCheckSpec(
                "true", Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(4)));
    PlanSpec plan = in(spec.plans(), "deploy");
    assertThat(plan.strategy()).isEqualTo(PlanSpec.StrategyKind.PARALLEL);
    assertThat(in(plan.phases(), "node").steps())
        .containsExactly(
            new PlanSpec.StepSpec(0, ImmutableList.of(ImmutableList.of("server"))),
            new PlanSpec.StepSpec(PlanSpec.StepSpec.DEFAULT, ImmutableList.of()));
  }

  @Test
  void a_task_with_resources_of_its_own_gets_a_set_named_after_it() {
    PodSpec pod = in(load(pod("", TASK), ImmutableMap.of()).spec().pods(), "node");
    assertThat(pod.task("server").resourceSet()).isEqualTo("server-resource-set");
    assertThat(pod.resourceSets().keySet()).containsExactly("server-resource-set");
    assertThat(pod.task("server").killGracePeriod()).isEqualTo(Duration.ZERO);
    assertThat(pod.task("server").essential()).isTrue();
    assertThat(pod.placement()).isNull();
  }

  @Test
  void a_file_s_address_may_have_blanks_as_its_folder_has() {
    String uris = "    uris: ['file:///my projects/kiosk.tgz']\n";
    PodSpec pod = in(load(pod(uris, TASK), ImmutableMap.of()).spec().pods(), "node");
    assertThat(pod.uris()).containsExactly(UriSpec.of("file:///my projects/kiosk.tgz"));
  }

  @Test
  void steps_may_be_flat_lists() {
    String plans =
        "plans:\n  deploy:\n    phases:\n      one:\n        pod: node\n        steps:\n          - default: [server, [server]]\n";
    assertThat(
            in(
                    in(load(pod("", TASK) + plans, ImmutableMap.of()).spec().plans(), "deploy")
                        .phases(),
                    "one")
                .steps())
        .containsExactly(
            new PlanSpec.StepSpec(
                PlanSpec.StepSpec.DEFAULT,
                ImmutableList.of(ImmutableList.of("server"), ImmutableList.of("server"))));
  }

  @Test
  void variables_of_all_tasks_and_of_one_pod_type_reach_the_tasks() {
    ImmutableMap<String, String> environment =
        ImmutableMap.of(
            "TASKCFG_ALL_A", "1", "TASKCFG_NODE_B", "2", "TASKCFG_OTHER_C", "3", "D", "4");
    LoadedSpec loaded = load(pod("", TASK + "        env: {A: 0, E: 5}\n"), environment);
    assertThat(in(loaded.spec().pods(), "node").task("server").env())
        .isEqualTo(Map.of("A", "1", "B", "2", "E", "5"));
    assertThat(loaded.inputs().environment()).isEqualTo(environment);
  }

  @Test
  void anchors_and_merges_work_as_in_yaml() {
    String text =
        """
        name: kiosk
        pods:
          one: &one
            count: 1
            tasks: &tasks
              server: {goal: RUNNING, cmd: x, cpus: 1}
          two:
            <<: *one
            count: 2
          three: {count: 3, tasks: *tasks}
        """;
    ServiceSpec spec = load(text, ImmutableMap.of()).spec();
    assertThat(in(spec.pods(), "two").count()).isEqualTo(2);
    assertThat(in(spec.pods(), "two").tasks()).isEqualTo(in(spec.pods(), "one").tasks());
    assertThat(in(spec.pods(), "three").tasks()).isEqualTo(in(spec.pods(), "one").tasks());
  }

  @Test
  void inputs_load_again_to_the_same_spec() {
    LoadedSpec loaded =
        load(
            pod(
                "",
                TASK
                    + "        configs: {main: {template: main.mustache, dest: main}}\n        env: {LEVEL: '{{LEVEL}}'}\n"),
            ImmutableMap.of("LEVEL", "info"));
    assertThat(SpecLoader.load(loaded.inputs())).isEqualTo(loaded);
  }

  @Test
  void what_the_predecessor_ignored_is_a_warning() {
    LoadedSpec loaded =
        load(
            pod("    color: blue\n    image:\n    networks: {{}}\n".replace("{{}}", "null"), TASK),
            ImmutableMap.of());
    assertThat(loaded.warnings())
        .extracting(Problem::location)
        .extracting(Object::toString)
        .containsExactly("svc.yml:5:5");
  }

  private static String pod(String podFields, String task) {
    return "name: kiosk\npods:\n  node:\n    count: 1\n"
        + podFields
        + "    tasks:\n      server:\n        "
        + task;
  }

  private static <V> V in(ImmutableMap<String, V> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  private static LoadedSpec load(String text, ImmutableMap<String, String> environment) {
    return SpecLoader.load(
        "svc.yml",
        text,
        environment,
        new TemplateReader() {
          @Override
          public Optional<String> read(String path) {
            return path.equals("main.mustache")
                ? Optional.of("level={{LEVEL}}\n")
                : Optional.empty();
          }

          @Override
          public ImmutableSet<String> known() {
            return ImmutableSet.of("main.mustache");
          }
        });
  }
}
