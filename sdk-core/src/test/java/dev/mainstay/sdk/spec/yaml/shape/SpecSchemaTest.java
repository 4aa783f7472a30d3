package dev.mainstay.sdk.spec.yaml.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.yaml.GeneratedSpec;
import dev.mainstay.sdk.spec.yaml.GivenOptions;
import dev.mainstay.sdk.spec.yaml.ServiceEnvironment;
import dev.mainstay.sdk.spec.yaml.SpecLoader;
import dev.mainstay.sdk.spec.yaml.SpecSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The schema as an editor uses it. */
final class SpecSchemaTest {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema SCHEMA = REGISTRY.getSchema(SpecSchema.text());
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One task with its pod; %s is a line of the task. */
  private static final String TASK =
      """
      name: kiosk
      pods:
        booth:
          count: 1
          tasks:
            server:
              cpus: 0.5
              memory: 64
              %s
      """;

  @Test
  void the_schema_is_itself_valid() throws JsonProcessingException {
    Schema metaSchema =
        REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(metaSchema.validate(JSON.readTree(SpecSchema.text()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"helloworld", "kafka"})
  void the_specs_of_our_frameworks_are_accepted(String framework) {
    SpecSource source = SpecSource.at(Path.of("../frameworks", framework, "src/main/dist"));
    assertThat(
            problems(SpecLoader.render(source, ServiceEnvironment.of(source, GivenOptions.none()))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kill-grace-period: '30'",
        "kill-grace-period: {{GRACE}}",
        "kill-grace-period: \"{{GRACE}}\"",
        "kill-grace-period:",
        "essential: yes",
        "goal: finish",
        "goal: FINISHED",
        "ports: [{name: http, port: 0}]",
        "volumes: [{path: data, type: ROOT, size: 10}]",
        "uris: [a, {uri: b, extract: no}]",
        "goal: {{GOAL}}",
        "cmd: 17",
        "env: {A: 1, B: true, C: , D: '{{D}}'}",
        "resource-limits: {cpus: unlimited, memory: 4096}",
        "volume: {path: data, type: ROOT, size: 10}",
        "ports: {http: {port: 0, ranges: [{begin: 1000}]}}"
      })
  void what_the_loader_takes_is_accepted(String line) {
    assertThat(problems(task(line))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kill-grace-peroid: 30 | kill-grace-peroid",
        "kill-grace-period: soon | kill-grace-period",
        "kill-grace-period: -1 | kill-grace-period",
        "goal: WALKING | goal",
        "essential: perhaps | essential",
        "env: [a, b] | env",
        "ports: {http: {advertize: true, port: 0}} | advertize",
        "ports: {http: {advertise: true}} | port",
        "volumes: {data: {path: data, type: DISK, size: 10}} | type",
        "health-check: {cmd: 'true', interval: 5} | timeout"
      })
  void a_mistake_is_refused_at_its_key(String line, String key) {
    assertThat(problems(task(line))).asString().contains(key);
  }

  @Test
  void a_misspelt_key_is_refused_in_every_kind_of_object() {
    assertThat(Shapes.objects().values())
        .allSatisfy(
            object -> {
              Definitions definitions = new Definitions();
              var schema = object.schema(definitions);
              schema.set("$defs", definitions.all());
              var misspelt = JSON.createObjectNode().put("misspelt", 1);
              assertThat(REGISTRY.getSchema(schema).validate(misspelt)).isNotEmpty();
            });
  }

  @Test
  void steps_may_be_written_in_all_their_forms() {
    String plans =
        """
        plans:
          deploy:
            strategy: serial
            phases:
              all:
                pod: booth
                steps:
                  - 0: [[server], [helper, other]]
                  - 1: []
                  - default: [server, helper]
        """;
    assertThat(problems(task("") + plans)).isEmpty();
  }

  /** The specs that show what each field becomes in a launch: every field there is. */
  @Test
  void a_spec_with_any_field_is_accepted() throws IOException, URISyntaxException {
    Path folder = Path.of(Objects.requireNonNull(getClass().getResource("/launch/fields")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".yml")).sorted().toList())
          .isNotEmpty()
          .allSatisfy(file -> assertThat(problems(Files.readString(file))).isEmpty());
    }
  }

  /** Any field in any combination, see the test of the same specs for their round trip. */
  @Property(tries = 300)
  void a_written_spec_is_accepted(@ForAll("services") ServiceSpec spec) {
    String yaml = SpecWriter.write(spec);
    // without the line that takes other delimiters for mustache
    assertThat(problems(yaml.startsWith("{{=") ? yaml.substring(yaml.indexOf('\n') + 1) : yaml))
        .as(yaml)
        .isEmpty();
  }

  @Provide
  static Arbitrary<ServiceSpec> services() {
    return Arbitraries.randomValue(GeneratedSpec::of);
  }

  /** Whose faults show in a single value. References, duplicates and the like do not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "empty",
        "impossible-values",
        "list",
        "list-for-mapping",
        "misspelt-keys",
        "nine-mistakes",
        "wrong-types"
      })
  void a_bad_spec_is_refused(String name) throws IOException {
    String yaml = Files.readString(Path.of("src/test/resources/specs/bad", name + ".yml"));
    assertThat(problems(yaml)).isNotEmpty();
  }

  @Test
  void canaries_are_for_phases() {
    String plans =
        """
        plans:
          deploy:
            strategy: %s
            phases:
              all: {pod: booth, strategy: %s}
        """;
    assertThat(problems(task("") + plans.formatted("serial", "canary"))).isEmpty();
    assertThat(problems(task("") + plans.formatted("serial", "parallel-canary"))).isEmpty();
    assertThat(problems(task("") + plans.formatted("serial-canary", "serial"))).isNotEmpty();
  }

  /** The line in place of the usual ones of its key. */
  private static String task(String line) {
    String usual =
        (line.startsWith("goal:") ? "" : "goal: RUNNING\n        ")
            + (line.startsWith("cmd:") ? "" : "cmd: ./serve\n        ");
    return TASK.formatted(usual + line);
  }

  private static List<Error> problems(String yaml) {
    Object tree = new Yaml().load(yaml);
    return SCHEMA.validate(JSON.valueToTree(tree));
  }
}
