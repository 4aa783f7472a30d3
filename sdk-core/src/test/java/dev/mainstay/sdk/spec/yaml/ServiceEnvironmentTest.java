package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.mainstay.sdk.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceEnvironmentTest {

  private static final String SCHEMA =
      """
      {
        "type": "object",
        "properties": {
          "service": {"type": "object", "required": ["team"], "properties": {
            "name": {"type": "string", "default": "kiosk", "pattern": "^[a-z]+$"},
            "team": {"type": "string", "default": "blue"},
            "level": {"type": "string", "enum": ["info", "debug"], "default": "info"}
          }},
          "node": {"type": "object", "properties": {
            "count": {"type": "integer", "default": 2, "minimum": 1, "maximum": 9},
            "cpus": {"type": "number", "default": 0.10},
            "fast": {"type": "boolean", "default": false},
            "note": {"type": "string"},
            "server-properties": {"type": "object", "additionalProperties": {"type": "string"},
                "default": {"a.b": "1"}}
          }}
        }
      }
      """;

  private final Path folder;

  ServiceEnvironmentTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("svc.yml"), "name: kiosk\n");
    Files.writeString(folder.resolve("config.json"), SCHEMA);
  }

  @Test
  void options_become_variables_with_their_defaults() {
    assertThat(environment(GivenOptions.none()))
        .isEqualTo(
            ImmutableMap.builder()
                .put("BOOTSTRAP_URI", "scheduler:bootstrap")
                .put("FRAMEWORK_DIR", folder.toString())
                .put("NODE_COUNT", "2")
                .put("NODE_CPUS", "0.10")
                .put("NODE_FAST", "false")
                .put("NODE_SERVER_PROPERTIES", "{\"a.b\":\"1\"}")
                .put("PORT_API", "8080")
                .put("SERVICE_LEVEL", "info")
                .put("SERVICE_NAME", "kiosk")
                .put("SERVICE_TEAM", "blue")
                .buildOrThrow());
  }

  @Test
  void each_source_goes_over_the_one_before() throws IOException {
    Path options = folder.resolve("options.json");
    Files.writeString(
        options,
        "{\"node\": {\"count\": 3, \"fast\": true, \"server-properties\": {\"c\": \"x\\\"y\"}}}");
    Path file = folder.resolve("env");
    Files.writeString(
        file, "# comment\nSERVICE_NAME=fromfile\nexport QUOTED='a b'\n\nSERVICE_TEAM=fromfile\n");
    assertThat(
            environment(
                new GivenOptions(
                    options,
                    ImmutableList.of(
                        "node.count=4", "node.server-properties.d.e=1=2", "service.level=debug"),
                    ImmutableMap.of("SERVICE_LEVEL", "inherited", "HOME", "/root"),
                    file,
                    ImmutableList.of("SERVICE_TEAM=fromenv"))))
        .containsEntry("NODE_COUNT", "4")
        .containsEntry("NODE_FAST", "true")
        .containsEntry("NODE_SERVER_PROPERTIES", "{\"a.b\":\"1\",\"c\":\"x\\\"y\",\"d.e\":\"1=2\"}")
        .containsEntry("SERVICE_LEVEL", "inherited")
        .containsEntry("HOME", "/root")
        .containsEntry("SERVICE_NAME", "fromfile")
        .containsEntry("QUOTED", "a b")
        .containsEntry("SERVICE_TEAM", "fromenv");
  }

  @Test
  void an_environment_file_may_be_json() throws IOException {
    Path file = folder.resolve("env.json");
    Files.writeString(file, "{\"A\": 1, \"B\": \"x\", \"C\": true, \"D\": {\"e\": [1, null]}}");
    assertThat(
            environment(
                new GivenOptions(
                    null, ImmutableList.of(), ImmutableMap.of(), file, ImmutableList.of())))
        .containsEntry("A", "1")
        .containsEntry("B", "x")
        .containsEntry("C", "true")
        .containsEntry("D", "{\"e\":[1,null]}");
  }

  @Test
  void wrong_settings_are_all_explained() {
    assertThat(
            problems(
                null,
                "node.cuont=3",
                "count=3",
                "quite.another=1",
                "node.count=three",
                "node.count=10",
                "node.fast=yes",
                "service.level=inof",
                "service.name=A",
                "node=1",
                "nothing"))
        .isEqualTo(
            """
            --set node.cuont=3: unknown option 'node.cuont'; did you mean 'node.count'? All options are in config.json
            --set count=3: unknown option 'count'; did you mean 'node.count'? All options are in config.json
            --set quite.another=1: unknown option 'quite.another'; there are service.name, service.team, service.level, node.count, node.cpus and more, see config.json
            --set node.count=three: node.count: 'three' is not a whole number; give 1 to 9, such as 2, its default
            --set node.count=10: node.count: '10' is too large; give 1 to 9, such as 2, its default
            --set node.fast=yes: node.fast: 'yes' is not true or false; such as false, its default
            --set service.level=inof: service.level: 'inof' is not one of [info, debug]; did you mean 'info'?
            --set service.name=A: service.name: 'A' does not match ^[a-z]+$; such as kiosk, its default
            --set node=1: node: this is a group of options; set one of them, such as node.count
            --set nothing: there is no '='; write option=value, as in broker.count=5""");
  }

  @Test
  void wrong_options_are_explained_at_their_place_in_the_file() throws IOException {
    Path options = folder.resolve("options.json");
    Files.writeString(
        options,
        "{\n  \"node\": {\n    \"count\": \"3\",\n    \"fats\": true\n  },\n  \"service\": 1\n}");
    assertThat(problems(options))
        .isEqualTo(
            """
            options.json:3:14: node.count: '3' is not a whole number; give 1 to 9, such as 2, its default
            options.json:4:5: unknown option 'node.fats'; did you mean 'node.fast'? All options are in config.json
            options.json:6:14: service: '1' is not an object; it has options below it""");
    Files.writeString(options, "{\n  \"node\": \n}");
    assertThat(problems(options))
        .startsWith("options.json:3:1: this is not JSON: a value is missing before '}'");
  }

  @Test
  void a_path_written_as_one_key_of_the_file_is_refused_with_the_nested_form() throws IOException {
    Path options = folder.resolve("options.json");
    Files.writeString(options, "{\n  \"node.count\": 5,\n  \"node.cuont\": 5\n}");
    assertThat(problems(options))
        .isEqualTo(
            """
            options.json:2:3: unknown option 'node.count': 'node.count' is one key; did you mean {"node": {"count": …}}?
            options.json:3:3: unknown option 'node.cuont'; did you mean 'node.count'? All options are in config.json""");
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"properties": {"a": {"properties": {"b": {"properties": {"c": {"type": "integer"}}}}},
          "x.y": {"type": "integer"}, "z.z": {"properties": {"v": {"type": "integer"}}}},
         "additionalProperties": true}
        """);
    Files.writeString(options, "{\"a.b\": {\"c\": 1}, \"a\":\n {\"b.c\": 2}}");
    assertThat(problems(options))
        .isEqualTo(
            """
            options.json:1:2: unknown option 'a.b': 'a.b' is one key; did you mean {"a": {"b": …}}?
            options.json:2:3: unknown option 'a.b.c': 'b.c' is one key; did you mean {"b": {"c": …}}?""");
    Files.writeString(options, "{\"x.y\": 1, \"z.z\": {\"v\": 2}}");
    assertThat(
            environment(
                new GivenOptions(
                    options, ImmutableList.of(), ImmutableMap.of(), null, ImmutableList.of())))
        .containsEntry("X_Y", "1")
        .containsEntry("Z_Z_V", "2");
  }

  @Test
  void a_file_that_is_not_there_is_said_to_be_missing() {
    assertThat(problems(folder.resolve("nofile.json")))
        .isEqualTo("nofile.json: there is no such file");
  }

  @Test
  void mistakes_in_the_schema_itself_are_explained() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"properties\": {\"a\": {\"properties\": {\"b-c\": {\"type\": \"int\"}}},\n\"a-b\": {\"properties\": {\"c\": {\"type\": \"integer\", \"default\": \"x\"}}}}}");
    assertThat(problems(null))
        .isEqualTo(
            """
            config.json:1:54: properties.a.properties.b-c.type: 'int' is not a type; write string, integer, number, boolean, array, object or null
            config.json:2:24: a-b.c: the option becomes the same variable A_B_C as 'a.b-c'; rename one
            config.json:2:60: a-b.c: 'x' is not a whole number; such as 3""");
  }

  private ImmutableSortedMap<String, String> environment(GivenOptions given) {
    return ServiceEnvironment.of(SpecSource.at(folder), given);
  }

  private String problems(@Nullable Path options, String... settings) {
    GivenOptions given =
        new GivenOptions(
            options, ImmutableList.copyOf(settings), ImmutableMap.of(), null, ImmutableList.of());
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> environment(given));
    return String.valueOf(refusal.getMessage()).replace(folder + "/", "");
  }
}
