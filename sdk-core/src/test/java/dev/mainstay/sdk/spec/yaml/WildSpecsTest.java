package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.Problem;
import dev.mainstay.sdk.spec.PlacementRule;
import dev.mainstay.sdk.spec.PlanSpec;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Habits of specs of services that exist: forms, packages and mistakes that dcos-commons, in some
 * version of it, takes without a word. Each loads, with a warning at its place.
 */
final class WildSpecsTest {

  private final Path folder;

  WildSpecsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void a_variable_that_nothing_defines_gives_nothing() throws IOException {
    write("svc.yml", SPEC.replace("cmd: ./serve", "cmd: ./serve {{FLAGS}}"));
    write("universe/config.json", "{}");

    LoadedSpec loaded = load();

    assertThat(task(loaded).cmd()).isEqualTo("./serve");
    assertThat(warnings(loaded))
        .containsExactly(
            "svc.yml:7:22: warning: variable 'FLAGS' is not defined and gives nothing, as in"
                + " dcos-commons; define it, or put it in a section '{{#FLAGS}}…{{/FLAGS}}'");
  }

  @Test
  void an_exclamation_mark_without_quotes_begins_a_tag_that_is_dropped() throws IOException {
    write("svc.yml", SPEC.replace("cmd: ./serve", "cmd: ! test -f x"));
    LoadedSpec alone = load();
    assertThat(task(alone).cmd()).isEqualTo("test -f x");
    assertThat(warnings(alone))
        .containsExactly(
            "svc.yml:7:14: warning: '!' is a YAML tag, which has no meaning here and is dropped;"
                + " put the value in quotes if the '!' belongs to it");

    write("svc.yml", SPEC.replace("cmd: ./serve", "cmd: !test -f x"));
    assertThat(warnings(load()))
        .singleElement()
        .asString()
        .startsWith("svc.yml:7:14: warning: '!test' is a YAML tag");

    write("svc.yml", SPEC.replace("cmd: ./serve", "cmd: '! test -f x'"));
    assertThat(task(load()).cmd()).isEqualTo("! test -f x");
    assertThat(warnings(load())).isEmpty();
    write("svc.yml", SPEC.replace("cmd: ./serve", "cmd: !!str 5"));
    assertThat(warnings(load())).isEmpty();
  }

  @Test
  void a_variable_of_a_required_field_has_to_be_defined() throws IOException {
    write("svc.yml", SPEC.replace("count: 2", "count: {{COUNT}}"));
    write("universe/config.json", "{}");

    assertThatThrownBy(this::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("svc.yml:4:12: variable 'COUNT' is not defined;");
  }

  @Test
  void without_a_package_all_its_variables_are_one_problem_that_says_how_to_give_them()
      throws IOException {
    write(
        "svc.yml",
        SPEC.replace("count: 2", "count: {{COUNT}}")
            .replace("cpus: 0.1", "cpus: {{CPUS}}")
            .replace("./serve", "./serve {{FLAGS}} {{COUNT}}"));

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            refusal ->
                assertThat(refusal.problems())
                    .extracting(Problem::toString)
                    .singleElement()
                    .asString()
                    .contains("svc.yml:4:12: 3 variables are not defined", "COUNT, FLAGS, CPUS")
                    .contains("--env NAME=VALUE", "--env-file"));
  }

  @Test
  void a_template_may_be_named_with_an_empty_folder_and_lie_in_files() throws IOException {
    write("svc.yml", SPEC + "        configs: {a: {template: /a.conf, dest: a.conf}}\n");
    write("files/a.conf", "x");

    assertThat(task(load()).configs()).extracting(TaskSpec.ConfigSpec::text).containsExactly("x");
  }

  @Test
  void a_package_lies_at_the_top_of_the_repository_or_beside_the_folder_of_the_spec()
      throws IOException {
    String spec = SPEC.replace("count: 2", "count: {{NODE_COUNT}}");
    String config =
        "{\"properties\": {\"node\": {\"properties\": {\"count\": {\"type\": \"integer\","
            + " \"default\": 5}}}}}";
    write("deep/java/scheduler/src/main/dist/svc.yml", spec);
    write("deep/universe/config.json", config);
    write("flat/files/svc.yml", spec);
    write("flat/package/config.json", config);

    assertThat(pod(load("deep/java/scheduler/src/main/dist/svc.yml")).count()).isEqualTo(5);
    assertThat(pod(load("flat/files/svc.yml")).count()).isEqualTo(5);
  }

  @Test
  void parameters_of_dcosdev_are_filled_in() throws IOException {
    write("svc.yml", SPEC + "        uris: [{{NODE_URI}}]\n");
    write(
        "universe/config.json",
        "{\"properties\": {\"node\": {\"properties\": {\"uri\": {\"type\": \"string\","
            + " \"default\": \"%(artifacts-url)s/node.tgz\"}}}}}");

    assertThat(task(load()).uris())
        .singleElement()
        .asString()
        .contains(folder.toAbsolutePath() + "/node.tgz");
  }

  @Test
  void steps_may_leave_out_an_instance() throws IOException {
    write("svc.yml", SPEC + plan("strategy: serial", "steps: [{0: [[server]]}]"));

    assertThat(warnings(load()))
        .anyMatch(warning -> warning.contains("instance 1 of pod type 'node' has no steps"));
  }

  @Test
  void a_plan_may_be_a_canary() throws IOException {
    write("svc.yml", SPEC + plan("strategy: parallel-canary", "strategy: serial"));

    assertThat(load().spec().plans().values())
        .extracting(PlanSpec::strategy)
        .containsExactly(PlanSpec.StrategyKind.PARALLEL);
    assertThat(warnings(load())).anyMatch(warning -> warning.contains("a canary is for phases"));
  }

  @Test
  void a_pod_may_avoid_a_type_or_go_with_it() throws IOException {
    write("avoid.yml", SPEC.replace("count: 2", "count: 2\n    placement: 'avoid-type: node'"));
    write("join.yml", SPEC.replace("count: 2", "count: 2\n    placement: 'colocate-type: node'"));

    assertThat(pod(load("avoid.yml")).placement()).isEqualTo(new PlacementRule.Avoid("node"));
    assertThat(pod(load("join.yml")).placement()).isEqualTo(new PlacementRule.Colocate("node"));
  }

  @Test
  void old_health_checks_may_leave_times_out() throws IOException {
    write("svc.yml", SPEC + "        health-checks: {up: {cmd: ./check}}\n");

    TaskSpec.HealthCheckSpec check = task(load()).healthCheck();
    assertThat(check).isNotNull();
    assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(warnings(load())).anyMatch(warning -> warning.contains("'timeout' is missing"));
  }

  @Test
  void a_volume_may_lie_at_a_path_of_the_container() throws IOException {
    write("svc.yml", SPEC + "        volume: {path: /var/data, type: ROOT, size: 64}\n");

    assertThat(pod(load()).resourceSetOf(task(load())).volumes().get(0).path())
        .isEqualTo("/var/data");
    assertThat(warnings(load()))
        .anyMatch(
            warning ->
                warning.startsWith("svc.yml:11:24: warning: ")
                    && warning.contains("data in it is not kept"));

    write(
        "svc.yml",
        SPEC.replace("count: 2", "count: 2\n    image: x")
            + "        volume: {path: /var/data, type: ROOT, size: 64}\n");
    assertThat(warnings(load()))
        .anyMatch(warning -> warning.contains("image of its own, not of the sandbox"));
  }

  @Test
  void a_config_may_go_to_a_path_outside_of_the_sandbox_in_the_spec() throws IOException {
    write("svc.yml", SPEC + "        configs: {a: {template: a.conf, dest: /etc/a.conf}}\n");
    write("a.conf", "x");

    assertThat(warnings(load()))
        .anyMatch(warning -> warning.contains("'/etc/a.conf' is not in the sandbox"));
  }

  @Test
  void a_part_of_a_gpu_is_a_whole_one() throws IOException {
    write("svc.yml", SPEC + "        gpus: 0.1\n");

    assertThat(warnings(load()))
        .containsExactly(
            "svc.yml:11:15: warning: pods.node.tasks.server.gpus: Mesos gives whole gpus only, so"
                + " '0.1' counts as 1; write 1");
  }

  @Test
  void a_key_of_a_pod_that_is_far_from_any_other_is_ignored_and_a_misspelt_one_is_refused()
      throws IOException {
    write("far.yml", SPEC.replace("count: 2", "count: 2\n    sticky: true"));
    write("near.yml", SPEC.replace("count: 2", "count: 2\n    resource-set: {}"));

    assertThat(warnings(load("far.yml")))
        .singleElement()
        .asString()
        .contains("unknown key 'sticky' is ignored");
    assertThatThrownBy(() -> load("near.yml"))
        .hasMessageContaining("unknown key 'resource-set'; did you mean 'resource-sets'?");
  }

  @Test
  void a_size_with_a_unit_is_told_in_megabytes() throws IOException {
    write("svc.yml", SPEC + "        volume: {path: data, type: ROOT, size: '50GB'}\n");
    write("memory.yml", SPEC.replace("memory: 32", "memory: 1.5g"));

    assertThatThrownBy(this::load)
        .hasMessageContaining("'50GB' has a unit; a size is a number of MB; write 51200");
    assertThatThrownBy(() -> load("memory.yml")).hasMessageContaining("write 1536");
  }

  @Test
  void what_can_never_work_is_refused() throws IOException {
    write("size.yml", SPEC + "        volume: {path: data, type: ROOT, size: 0.5}\n");
    write(
        "check.yml",
        SPEC + "        readiness-check: {cmd: ./ok, interval: 0, delay: 0, timeout: 0}\n");

    assertThatThrownBy(() -> load("size.yml"))
        .hasMessageContaining("'0.5' is no size of a volume; give it in MB, at least 1");
    assertThatThrownBy(() -> load("check.yml"))
        .hasMessageContaining("readiness-check.interval: '0' is no time to check in")
        .hasMessageContaining("readiness-check.timeout: '0' is no time to check in");
  }

  @Test
  void a_folder_of_loose_specs_has_each_of_its_files_with_pods() throws IOException {
    write("loose/one.yml", SPEC);
    write("loose/two.yaml", SPEC);
    write("loose/other.yml", "a: b\n");
    write("whole/svc.yml", SPEC);

    assertThat(SpecSource.loose(folder.resolve("loose")))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("one.yml", "two.yaml");
    assertThat(SpecSource.loose(folder.resolve("whole"))).isEmpty();
  }

  private static final String SPEC =
      """
      name: grove
      pods:
        node:
          count: 2
          tasks:
            server:
              cmd: ./serve
              goal: RUNNING
              cpus: 0.1
              memory: 32
      """;

  private static String plan(String strategy, String phase) {
    return """
    plans:
      deploy:
        %s
        phases:
          node:
            pod: node
            %s
    """
        .formatted(strategy, phase);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private LoadedSpec load() throws IOException {
    return load("svc.yml");
  }

  private LoadedSpec load(String path) {
    SpecSource source = SpecSource.at(folder.resolve(path));
    return SpecLoader.load(source, ServiceEnvironment.of(source, GivenOptions.none()));
  }

  private static PodSpec pod(LoadedSpec loaded) {
    return loaded.spec().pods().values().asList().get(0);
  }

  private static TaskSpec task(LoadedSpec loaded) {
    return pod(loaded).tasks().values().asList().get(0);
  }

  private ImmutableList<String> warnings(LoadedSpec loaded) {
    return loaded.warnings().stream()
        .map(warning -> warning.toString().replace(folder + "/", ""))
        .collect(ImmutableList.toImmutableList());
  }
}
