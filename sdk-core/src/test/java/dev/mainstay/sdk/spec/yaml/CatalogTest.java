package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.base.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package in the form of the DC/OS catalog, beside a spec in {@code src/main/dist}. */
final class CatalogTest {

  private static final String CONFIG =
      """
      {
        "type": "object",
        "properties": {
          "service": {
            "type": "object",
            "properties": {
              "name": {"type": "string", "default": "library"},
              "region": {"type": "string", "default": ""},
              "odd": {"type": "string", "default": "false"},
              "motto": {"type": "string", "default": "say \\"shh\\" & 'hush'"},
              "constraints": {"type": "array", "default": [["hostname", "UNIQUE"]]},
              "note": {"type": "string"}
            }
          },
          "shelf": {
            "type": "object",
            "properties": {
              "count": {"type": "integer", "default": 0, "minimum": 0, "maximum": 5},
              "width": {"type": "number", "default": 2.0},
              "height": {"type": "number", "default": 0.25},
              "locked": {"type": "boolean", "default": false},
              "stamp": {"type": "string", "default": "v{{package-version}}"}
            }
          }
        }
      }
      """;

  private final Path project;
  private final Path universe;

  CatalogTest(@TempDir Path project) throws IOException {
    this.project = project;
    this.universe = Files.createDirectories(project.resolve("universe"));
    Path dist = Files.createDirectories(project.resolve("src/main/dist"));
    Files.writeString(dist.resolve("svc.yml"), "name: {{NAME}}\n");
    Files.writeString(universe.resolve("config.json"), CONFIG);
    Files.writeString(universe.resolve("package.json"), "{\"name\": \"lib\", \"version\": \"7\"}");
    Files.writeString(
        universe.resolve("resource.json"),
        """
        {"assets": {"uris": {
          "books": "https://example.com/books.tgz",
          "bootstrap-zip": "{{artifact-dir}}/bootstrap.zip",
          "cards": "{{artifact-dir}}/cards.txt"
        }}}
        """);
  }

  @Test
  void a_spec_among_the_examples_has_the_package_and_the_templates_of_its_framework()
      throws IOException {
    marathon("{\"id\": \"{{service.name}}\", \"env\": {\"NAME\": \"{{service.name}}\"}}");
    Path dist = project.resolve("src/main/dist");
    Files.writeString(dist.resolve("shelf.conf"), "wide");
    Path example = Files.createDirectories(dist.resolve("examples")).resolve("small.yml");
    Files.writeString(example, "name: {{NAME}}\n");
    SpecSource source = SpecSource.at(example);
    assertThat(ServiceEnvironment.of(source, GivenOptions.none())).containsEntry("NAME", "library");
    assertThat(source.templates().read("shelf.conf")).contains("wide");
  }

  @Test
  void options_and_resources_render_the_app_whose_environment_is_the_schedulers()
      throws IOException {
    marathon(
        """
        {
          "id": "{{service.name}}", "cpus": 1, "mem": 512,
          "constraints": {{service.constraints}},
          "labels": {"DCOS_SERVICE_NAME": "{{service.name}}"},
          "env": {
            "NAME": "{{service.name}}",
            "MOTTO": "{{service.motto}}", "SAME": "{{{service.motto}}}",
            "NOTE": "{{service.note}}",
            "COUNT": "{{shelf.count}}", "WIDTH": "{{shelf.width}}", "HEIGHT": "{{shelf.height}}",
            {{#service.region}}"REGION": "{{service.region}}",{{/service.region}}
            {{#shelf.locked}}"LOCKED": "yes",{{/shelf.locked}}
            {{^shelf.locked}}"OPEN": "{{shelf.locked}}",{{/shelf.locked}}
            {{#service.odd}}"ODD": "{{service.odd}}",{{/service.odd}}
            {{#shelf.count}}"SOME": "{{.}}",{{/shelf.count}}
            "KEY": {"secret": "key"},
            "BOOKS_URI": "{{resource.assets.uris.books}}"
          },
          "portDefinitions": [{"port": 0, "name": "api"}, {"port": 2000, "name": "lend-out"}]
        }
        """);
    assertThat(environment())
        .containsEntry("NAME", "library")
        .containsEntry("MOTTO", "say \"shh\" & 'hush'")
        .containsEntry("SAME", "say \"shh\" & 'hush'")
        .containsEntry("NOTE", "")
        .containsEntry("COUNT", "0")
        .containsEntry("WIDTH", "2")
        .containsEntry("HEIGHT", "0.25")
        .containsEntry("OPEN", "false")
        .containsEntry("ODD", "false")
        .containsEntry("SOME", "0")
        .containsEntry("BOOKS_URI", "https://example.com/books.tgz")
        .doesNotContainKeys("REGION", "LOCKED", "KEY", "SHELF_COUNT")
        .containsEntry("MARATHON_APP_ID", "/library")
        .containsEntry("MARATHON_APP_RESOURCE_MEM", "512.0")
        .containsEntry("MARATHON_APP_LABEL_DCOS_SERVICE_NAME", "library")
        .containsEntry("PORT0", "8080")
        .containsEntry("PORT_API", "8080")
        .containsEntry("PORT_LEND_OUT", "2000");
  }

  @Test
  void what_the_release_tool_would_fill_in_has_values() throws IOException {
    marathon(
        """
        {"env": {
          "PACKAGE": "{{package-name}} {{package-version}} {{package-build-time-epoch-ms}}",
          "TOOL": "{{tool-version}}",
          "STAMP": "{{shelf.stamp}}",
          "BOOTSTRAP_URI": "{{resource.assets.uris.bootstrap-zip}}",
          "CARDS_URI": "{{resource.assets.uris.cards}}"
        }}
        """);
    assertThat(environment())
        .containsEntry("PACKAGE", "lib 7 0")
        .containsEntry("TOOL", "tool-version")
        .containsEntry("STAMP", "v7")
        .containsEntry("BOOTSTRAP_URI", "scheduler:bootstrap")
        .containsEntry("CARDS_URI", project.resolve("src/main/dist") + "/cards.txt");
    assertThat(
            environment(
                ImmutableList.of(),
                "TEMPLATE_ARTIFACT_DIR=https://example.com/r",
                "TEMPLATE_TOOL_VERSION=3"))
        .containsEntry("TOOL", "3")
        .containsEntry("BOOTSTRAP_URI", "https://example.com/r/bootstrap.zip")
        .containsEntry("CARDS_URI", "https://example.com/r/cards.txt");
  }

  @Test
  void the_apps_ports_are_those_that_it_asks_for_and_the_apis_port_is_the_real_one()
      throws IOException {
    marathon("{\"portDefinitions\": [{\"port\": 7000, \"name\": \"api\"}, {\"port\": 0}]}");
    assertThat(environmentAt(9001))
        .containsEntry("PORT_API", "9001")
        .containsEntry("PORT0", "9001")
        .containsEntry("PORTS", "9001,9001");
    marathon("{\"ports\": [0, 7001]}");
    assertThat(environmentAt(9001)).containsEntry("PORTS", "9001,7001");
    marathon("{}");
    assertThat(environmentAt(9001))
        .containsEntry("PORT_DEFAULT", "9001")
        .containsEntry("PORT0", "9001");
    marathon(
        "{\"container\": {\"docker\": {\"image\": \"lib:1\"}, \"portMappings\":"
            + " [{\"containerPort\": 7002, \"name\": \"lend-out\"}]}}");
    assertThat(environmentAt(9001))
        .containsEntry("MARATHON_APP_DOCKER_IMAGE", "lib:1")
        .containsEntry("PORT_LEND_OUT", "7002")
        .containsEntry("PORT_API", "9001");
  }

  @Test
  void the_catalogs_own_labels_go_over_those_of_the_app() throws IOException {
    marathon("{\"labels\": {\"DCOS_PACKAGE_NAME\": \"mine\", \"OWN\": \"1\"}}");
    assertThat(environment(ImmutableList.of("shelf.count=3")))
        .containsEntry("MARATHON_APP_LABEL_DCOS_PACKAGE_NAME", "lib")
        .containsEntry("MARATHON_APP_LABEL_DCOS_PACKAGE_VERSION", "7")
        .containsEntry(
            "MARATHON_APP_LABEL_DCOS_PACKAGE_OPTIONS",
            Base64.getEncoder()
                .encodeToString("{\"shelf\":{\"count\":3}}".getBytes(StandardCharsets.UTF_8)))
        .containsEntry("MARATHON_APP_LABEL_OWN", "1");
  }

  @Test
  void json_that_an_option_holds_as_text_is_put_in_as_it_is() throws IOException {
    Files.writeString(
        universe.resolve("config.json"),
        """
        {"properties": {
          "app": {"type": "string", "default": "{\\"A\\":\\n\\"1\\"}"},
          "count": {"type": "integer", "default": 3}}}
        """);
    marathon("{\"env\": {{#asJson}}app{{/asJson}}, \"x\": {{#asJson}}count{{/asJson}}}");
    assertThat(environment()).containsEntry("A", "1");
    marathon("{\"env\": {{#asJson}}nothing{{/asJson}}}");
    assertThat(environment()).containsEntry("PORT0", "8080");
  }

  @Test
  void an_artifact_is_beside_the_spec_or_where_the_project_builds_it() throws IOException {
    marathon("{\"env\": {\"CARDS_URI\": \"{{resource.assets.uris.cards}}\"}}");
    Path tools = Files.createDirectories(project.resolve("tools"));
    Path cards = Files.writeString(tools.resolve("cards.txt"), "ace");
    assertThat(environment()).containsEntry("CARDS_URI", cards.toString());
    Path beside = Files.writeString(project.resolve("src/main/dist/cards.txt"), "ace");
    assertThat(environment()).containsEntry("CARDS_URI", beside.toString());
  }

  @Test
  void settings_are_typed_by_the_schema() throws IOException {
    marathon("{\"env\": {\"COUNT\": \"{{shelf.count}}\", \"C\": \"{{{service.constraints}}}\"}}");
    assertThat(environment(ImmutableList.of("shelf.count=3", "service.constraints=[]")))
        .containsEntry("COUNT", "3")
        .containsEntry("C", "[]");
    assertThat(problems(ImmutableList.of("shelf.count=6", "shelf.locked=3", "shelf.wdth=1")))
        .isEqualTo(
            """
            --set shelf.count=6: shelf.count: '6' is too large; give 0 to 5, such as 0, its default
            --set shelf.locked=3: shelf.locked: '3' is not true or false; such as false, its default
            --set shelf.wdth=1: unknown option 'shelf.wdth'; did you mean 'shelf.width'? All options are in universe/config.json""");
  }

  @Test
  void an_app_that_is_no_json_is_told_at_its_place_in_the_template() throws IOException {
    marathon(
        "{\"env\": {\n  {{#service.name}}\n  \"A: \"{{service.name}}\",\n  {{/service.name}}\n}}");
    assertThat(problems(ImmutableList.of()))
        .startsWith("universe/marathon.json.mustache:3:8: this is not JSON: ");
    marathon("{\"env\": {\n  \"A\": \"{{#service.name}}\"\n}}");
    assertThat(problems(ImmutableList.of()))
        .isEqualTo(
            "universe/marathon.json.mustache:2:9: section 'service.name' is not closed; close it with '{{/service.name}}'");
  }

  @Test
  void of_a_key_that_is_there_twice_the_last_one_counts() throws IOException {
    marathon("{\"env\": {\"A\": \"1\",\n\"A\": \"2\"}}");
    ServiceEnvironment.Loaded loaded =
        ServiceEnvironment.load(SpecSource.at(project), GivenOptions.none());
    assertThat(loaded.variables()).containsEntry("A", "2");
    assertThat(loaded.warnings())
        .extracting(warning -> warning.what() + "; " + warning.remedy())
        .contains("key 'A' is there twice; the last one counts, in line 2");
  }

  private void marathon(String template) throws IOException {
    Files.writeString(universe.resolve("marathon.json.mustache"), template);
  }

  private ImmutableMap<String, String> environmentAt(int apiPort) {
    return ServiceEnvironment.load(SpecSource.at(project), GivenOptions.none(), apiPort)
        .variables();
  }

  private ImmutableMap<String, String> environment() {
    return environment(ImmutableList.of());
  }

  private ImmutableMap<String, String> environment(
      ImmutableList<String> settings, String... variables) {
    return ServiceEnvironment.of(
        SpecSource.at(project),
        new GivenOptions(null, settings, ImmutableMap.of(), null, ImmutableList.copyOf(variables)));
  }

  private String problems(ImmutableList<String> settings) {
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> environment(settings));
    return String.valueOf(refusal.getMessage()).replace(project + "/", "");
  }
}
