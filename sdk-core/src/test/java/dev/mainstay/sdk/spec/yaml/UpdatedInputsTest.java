package dev.mainstay.sdk.spec.yaml;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.spec.GivenInputs;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.UpdateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpdatedInputsTest {

  private static final String SPEC =
      """
      name: kiosk
      pods:
        node:
          count: {{NODE_COUNT}}
          tasks:
            server:
              goal: RUNNING
              cmd: ./run
              cpus: 1
              memory: {{NODE_MEMORY}}
              env: {COLOUR: "{{COLOUR}}"}
              configs: {conf: {template: conf.mustache, dest: conf}}
      """;

  private static final String CONFIG =
      """
      {"properties": {"node": {"type": "object", "properties": {
        "count": {"type": "integer", "default": 3},
        "memory": {"type": "integer", "default": 64},
        "extra": {"type": "object", "additionalProperties": true, "default": {}}}}}}
      """;

  private static final PodId NODE = new PodId("node", 0);

  private ServiceInputs inputs = new ServiceInputs("", ImmutableMap.of(), ImmutableSortedMap.of());

  /** Loaded from files that are gone afterwards. */
  @BeforeEach
  void load(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("svc.yml"), SPEC);
    Files.writeString(folder.resolve("config.json"), CONFIG);
    Files.writeString(folder.resolve("conf.mustache"), "memory={{NODE_MEMORY}}");
    SpecSource source = SpecSource.at(folder);
    inputs =
        SpecLoader.load(
                source,
                ServiceEnvironment.load(
                    source,
                    new GivenOptions(
                        null,
                        ImmutableList.of("node.memory=128"),
                        ImmutableMap.of(),
                        null,
                        ImmutableList.of("COLOUR=red"))))
            .inputs();
    for (String file : new String[] {"svc.yml", "config.json", "conf.mustache"}) {
      Files.delete(folder.resolve(file));
    }
  }

  private static UpdateRequest request(
      @Nullable String options, ImmutableList<String> settings, Map<String, String> variables) {
    return new UpdateRequest(options, settings, ImmutableSortedMap.copyOf(variables), null);
  }

  @Test
  void a_setting_goes_over_what_was_given_and_leaves_the_rest() {
    LoadedSpec updated =
        UpdatedInputs.load(inputs, request(null, ImmutableList.of("node.count=5"), Map.of()));
    assertThat(updated.spec().pod(NODE).count()).isEqualTo(5);
    assertThat(updated.inputs().environment())
        .containsEntry("NODE_MEMORY", "128")
        .containsEntry("COLOUR", "red");
    assertThat(updated.inputs().given())
        .extracting(GivenInputs::options)
        .isEqualTo("{\"node\":{\"memory\":128,\"count\":5}}");
  }

  @Test
  void a_variable_s_name_is_held_to_the_rule_of_a_start() {
    UpdateRequest wrong = request(null, ImmutableList.of(), Map.of("my var", "x", "COLOUR", "red"));
    assertThatThrownBy(() -> UpdatedInputs.load(inputs, wrong))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "env: 'my var' is not a variable's name; use letters, digits and '_'");
  }

  @Test
  void one_update_goes_over_the_one_before() {
    ServiceInputs first =
        UpdatedInputs.load(
                inputs, request("{\"node\": {\"count\": 4}}", ImmutableList.of(), Map.of()))
            .inputs();
    LoadedSpec second =
        UpdatedInputs.load(
            first, request(null, ImmutableList.of("node.memory=256"), Map.of("COLOUR", "blue")));
    assertThat(second.spec().pod(NODE).count()).isEqualTo(4);
    assertThat(second.inputs().environment())
        .containsEntry("NODE_MEMORY", "256")
        .containsEntry("COLOUR", "blue");
  }

  private static UpdateRequest unset(String... names) {
    return new UpdateRequest(
        null,
        ImmutableList.of("node.count=4"),
        ImmutableSortedMap.of(),
        null,
        ImmutableSet.copyOf(names));
  }

  @Test
  void what_is_unset_has_its_default_again() {
    ServiceInputs first =
        UpdatedInputs.load(
                inputs, request(null, ImmutableList.of("node.count=5"), Map.of("MORE", "1")))
            .inputs();
    LoadedSpec updated = UpdatedInputs.load(first, unset("node.memory", "MORE"));
    assertThat(updated.inputs().environment())
        .containsEntry("NODE_MEMORY", "64")
        .containsEntry("NODE_COUNT", "4")
        .doesNotContainKey("MORE");
    assertThat(updated.inputs().given())
        .extracting(GivenInputs::options)
        .isEqualTo("{\"node\":{\"count\":4}}");
  }

  @Test
  void a_whole_branch_of_options_may_be_unset() {
    assertThat(UpdatedInputs.load(inputs, unset("node")).inputs().environment())
        .containsEntry("NODE_MEMORY", "64");
  }

  @Test
  void an_entry_of_a_free_map_may_be_unset_though_its_name_has_dots() {
    ServiceInputs first =
        UpdatedInputs.load(
                inputs,
                request(
                    null, ImmutableList.of("node.extra.log.dirs=/a", "node.extra.log=b"), Map.of()))
            .inputs();
    assertThat(given(first)).contains("\"extra\":{\"log.dirs\":\"/a\",\"log\":\"b\"}");
    ServiceInputs second = UpdatedInputs.load(first, unset("node.extra.log.dirs")).inputs();
    assertThat(given(second)).contains("\"extra\":{\"log\":\"b\"}");
    assertThat(given(UpdatedInputs.load(second, unset("node.extra.log")).inputs()))
        .doesNotContain("extra");
  }

  private static String given(ServiceInputs inputs) {
    return requireNonNull(inputs.given()).options();
  }

  @Test
  void what_was_not_given_cannot_be_unset() {
    assertThat(
            catchThrowableOfType(
                    InvalidInputException.class,
                    () -> UpdatedInputs.load(inputs, unset("node.count", "COLOUR.x")))
                .problems())
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem.toString())
                    .contains("was not given", "given are: node.memory, COLOUR"));
  }

  @Test
  void nothing_given_gives_the_same_inputs() {
    assertThat(UpdatedInputs.load(inputs, request(null, ImmutableList.of(), Map.of())).inputs())
        .isEqualTo(inputs);
  }

  @Test
  void another_spec_takes_the_target_s_options_and_templates() {
    UpdateRequest request =
        new UpdateRequest(
            null,
            ImmutableList.of(),
            ImmutableSortedMap.of(),
            new UpdateRequest.Files(
                "new.yml",
                SPEC.replace("./run", "./run --fast"),
                null,
                ImmutableMap.of(),
                ImmutableSortedMap.of()));
    LoadedSpec updated = UpdatedInputs.load(inputs, request);
    assertThat(updated.spec().pod(NODE).task("server").cmd()).isEqualTo("./run --fast");
    assertThat(updated.inputs().templates()).isEqualTo(inputs.templates());
    assertThat(updated.inputs().environment()).isEqualTo(inputs.environment());
  }

  @Test
  void all_problems_come_at_once() {
    assertThat(
            catchThrowableOfType(
                    InvalidInputException.class,
                    () ->
                        UpdatedInputs.load(
                            inputs,
                            request(
                                "{\"nod\": 1}",
                                ImmutableList.of("node.cout=5", "node.memory=much"),
                                Map.of())))
                .problems())
        .hasSize(3);
  }
}
