package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnusedOptionsTest {

  private static final String CONFIG =
      """
      {"properties": {
        "node": {"properties": {
          "count": {"type": "integer", "default": 1},
          "spare": {"type": "integer", "default": 1}}},
        "taskcfg": {"properties": {"all": {"properties": {"level": {"type": "string", "default": "a"}}}}}
      }}
      """;

  private final Path folder;

  UnusedOptionsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("config.json"), CONFIG);
  }

  @Test
  void an_option_that_the_spec_does_not_name_is_told_where_it_is_declared() throws IOException {
    Files.writeString(folder.resolve("svc.yml"), "name: k\ncount: {{NODE_COUNT}}\n");
    assertWarnings()
        .containsExactly(
            "config.json:4:5: warning: node.spare: the option is not used: svc.yml does not name NODE_SPARE; use it there as '{{NODE_SPARE}}', or remove it");
  }

  @Test
  void a_name_in_a_section_that_is_left_out_counts_as_used() throws IOException {
    Files.writeString(
        folder.resolve("svc.yml"),
        "name: k\n{{#NODE_SPARE}}\n{{#NO}}{{NODE_COUNT}}{{/NO}}\n{{/NODE_SPARE}}\n");
    assertWarnings().isEmpty();
  }

  @Test
  void with_a_marathon_template_that_is_where_an_option_is_used() throws IOException {
    Files.writeString(folder.resolve("svc.yml"), "name: k\n");
    Files.writeString(
        folder.resolve("marathon.json.mustache"),
        "{\"env\": {\"A\": \"{{node.count}}\", \"B\": \"{{taskcfg.all.level}}\"}}");
    assertWarnings()
        .containsExactly(
            "config.json:4:5: warning: node.spare: the option is not used in marathon.json.mustache; use it there as '{{node.spare}}', or remove it");
  }

  private ListAssert<String> assertWarnings() {
    return assertThat(
        ServiceEnvironment.load(SpecSource.at(folder), GivenOptions.none()).warnings().stream()
            .map(warning -> warning.toString().replace(folder + "/", ""))
            .toList());
  }
}
