package dev.mainstay.sdk.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.PodDefinition;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.TemplateReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DefinitionDifferenceTest {

  private static final PodId BROKER = new PodId("broker", 0);

  private static final String SPEC =
      """
      name: kiosk
      pods:
        broker:
          count: 3
          tasks:
            server:
              goal: RUNNING
              cmd: ./run
              cpus: 1
              memory: 64
              env: {HEAP: 1g, DB_PASSWORD: hunter2, URL: "http://me:pw@db/"}
              configs: {properties: {template: a.mustache, dest: a}}
              ports: {http: {port: 0}, admin: {port: 0}}
            backup: {goal: FINISH, cmd: ./backup, cpus: 0.1, memory: 32}
      plans:
        deploy: {phases: {broker: {pod: broker, steps: [{default: [[server]]}]}}}
      """;

  private static List<String> differences(String changed) {
    return differences(changed, "one\ntwo\nthree");
  }

  private static List<String> differences(String changed, String template) {
    return DefinitionDifference.between(
            definition(SPEC, "one\ntwo\nthree"), definition(changed, template))
        .stream()
        .map(FieldDifference::toString)
        .toList();
  }

  @Test
  void values_are_told_in_the_words_of_the_yaml() {
    assertThat(differences(SPEC.replace("cpus: 1\n", "cpus: 2\n").replace("1g", "2g")))
        .containsExactly(
            "pods.broker.tasks.server.cpus: 1 → 2",
            "pods.broker.tasks.server.env.HEAP: '1g' → '2g'");
  }

  @Test
  void what_looks_like_a_secret_is_not_shown() {
    assertThat(differences(SPEC.replace("hunter2", "hunter3").replace("me:pw", "me:other")))
        .containsExactly(
            "pods.broker.tasks.server.env.DB_PASSWORD: changed (hidden)",
            "pods.broker.tasks.server.env.URL: changed (hidden)");
  }

  @Test
  void of_a_template_the_number_of_other_lines_is_told() {
    assertThat(differences(SPEC, "one\n2\nthree\nfour"))
        .containsExactly("pods.broker.tasks.server.configs.properties: 2 lines differ");
  }

  @Test
  void count_placement_and_the_order_of_names_are_no_part_of_it() {
    assertThat(
            differences(
                SPEC.replace("count: 3", "count: 5\n    placement: 'hostname:UNIQUE'")
                    .replace(
                        "{http: {port: 0}, admin: {port: 0}}",
                        "{admin: {port: 0}, http: {port: 0}}")))
        .isEmpty();
  }

  @Test
  void a_placement_by_zone_is_told_to_the_tasks_and_so_is_part_of_it() {
    assertThat(differences(SPEC.replace("count: 3", "count: 3\n    placement: '@zone:GROUP_BY'")))
        .containsExactly("pods.broker.placement: looks at zones, which tasks are told");
  }

  @Test
  void a_task_that_the_plan_does_not_launch_counts_by_its_resources_alone() {
    assertThat(differences(SPEC.replace("./backup", "./backup --all"))).isEmpty();
    assertThat(differences(SPEC.replace("memory: 32", "memory: 48")))
        .containsExactly("pods.broker.tasks.backup.memory: 32 → 48");
    assertThat(differences(SPEC.replace("[[server]]", "[[server], [backup]]")))
        .containsExactly("pods.broker.tasks.backup: new");
  }

  @Test
  void whole_parts_come_and_go() {
    String check = "cmd: ./run\n        readiness-check: {cmd: ./ok, interval: 5, timeout: 9}";
    assertThat(
            differences(
                SPEC.replace("cmd: ./run", check)
                    .replace("HEAP: 1g, ", "")
                    .replace("count: 3", "count: 3\n    seccomp-unconfined: true")))
        .containsExactly(
            "pods.broker.seccomp-unconfined: not set → true",
            "pods.broker.tasks.server.env.HEAP: '1g' → not set",
            "pods.broker.tasks.server.readiness-check: new");
  }

  private static PodDefinition definition(String yaml, String template) {
    ServiceSpec spec = SpecLoader.load("svc.yml", yaml, Map.of(), new OneTemplate(template)).spec();
    return PodDefinition.of(spec, Map.of(), BROKER, PodDefinition.UPDATE);
  }

  private record OneTemplate(String text) implements TemplateReader {
    @Override
    public Optional<String> read(String path) {
      return Optional.of(text);
    }

    @Override
    public ImmutableSet<String> known() {
      return ImmutableSet.of("a.mustache");
    }
  }
}
