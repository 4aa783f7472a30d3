package dev.mainstay.sdk.spec.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.InvalidInputException;
import dev.mainstay.sdk.spec.options.OptionsReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checked-in pages of options. {@code mvn test -pl sdk-core -Dtest=OptionsReferenceTest
 * -DargLine=-Dgolden.update=true} writes them anew.
 */
final class OptionsReferenceTest {

  private static final String CONFIG =
      """
      {"properties": {
        "shelf": {"type": "object", "description": "The shelves.", "required": ["owner", "count"],
          "properties": {
            "count": {"type": "integer", "default": 3, "minimum": 1, "maximum": 9,
              "description": "How many\\n| of <them>."},
            "owner": {"type": "string", "minLength": 2},
            "wood": {"enum": ["oak", "", 7], "default": "oak"},
            "width": {"type": ["number", "null"], "default": 0.50},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}, "default": {"a": "b"}},
            "rows": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}, "maxItems": 2},
            "code": {"type": "string", "pattern": "^(a|b)$", "default": ""}
          }},
        "open": {"type": "boolean", "default": true}
      }}
      """;

  private final Path folder;

  OptionsReferenceTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("svc.yml"), "name: library\n");
    Files.writeString(folder.resolve("config.json"), CONFIG);
  }

  static Stream<Path> frameworks() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("../frameworks"))) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("src/main/dist/config.json")))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("frameworks")
  void the_page_of_a_framework_says_what_its_schema_says(Path framework) throws IOException {
    Path page = framework.resolve("OPTIONS.md");
    String text = OptionsPage.markdown(of(framework));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, text);
    }
    assertThat(text)
        .as("%s is stale: write it anew with the command in this test's Javadoc", page)
        .isEqualTo(Files.readString(page));
  }

  @ParameterizedTest
  @MethodSource("frameworks")
  void every_option_of_a_framework_is_described(Path framework) {
    assertThat(of(framework).options())
        .allSatisfy(option -> assertThat(option.description()).as(option.path()).isNotBlank());
  }

  @Test
  void an_option_has_its_type_its_default_and_what_may_be_given() {
    assertThat(reference().options())
        .extracting(
            option ->
                String.join(
                    "; ",
                    option.path(),
                    option.type(),
                    option.isRequired()
                        ? "required"
                        : option.standard() == null ? "none" : option.standard().json(),
                    option.choice(),
                    String.valueOf(option.variable())))
        .containsExactly(
            "shelf.count; integer; 3; 1 to 9; SHELF_COUNT",
            "shelf.owner; string; required; at least 2 characters; SHELF_OWNER",
            "shelf.wood; any; \"oak\"; one of oak, \"\", 7; SHELF_WOOD",
            "shelf.width; number|null; 0.50; ; SHELF_WIDTH",
            "shelf.labels; object of string; {\"a\":\"b\"}; ; SHELF_LABELS",
            "shelf.rows; array of array of string; none; at most 2 items; SHELF_ROWS",
            "shelf.code; string; \"\"; matches ^(a|b)$; SHELF_CODE",
            "open; boolean; true; ; OPEN");
  }

  @Test
  void a_page_has_a_table_for_each_group() {
    assertThat(OptionsPage.markdown(reference()))
        .contains(
            """

            ## `shelf`

            The shelves.

            | option | type | default | allowed | meaning |
            |---|---|---|---|---|
            | `shelf.count` | integer | `3` | 1 to 9 | How many \\| of &lt;them>. |
            | `shelf.owner` | string | **required** | at least 2 characters |  |
            """)
        .contains("| `shelf.code` | string | `\"\"` | matches `^(a\\|b)$` |  |\n");
  }

  @Test
  void programs_read_json_or_yaml() {
    assertThat(OptionsPage.json(reference()))
        .contains("\"path\" : \"shelf.width\"", "\"default\" : 0.50", "\"enum\" : [ \"oak\", \"\"");
    assertThat(OptionsPage.yaml(reference()))
        .startsWith(
            """
            - path: shelf.count
              type: integer
              default: 3
              limits: 1 to 9
              variable: SHELF_COUNT
            """);
  }

  @Test
  void a_framework_without_a_schema_has_no_options() throws IOException {
    Files.delete(folder.resolve("config.json"));
    assertThat(reference().options()).isEqualTo(ImmutableList.of());
    assertThat(OptionsPage.markdown(reference())).endsWith("There are none.\n");
  }

  @Test
  void a_schema_that_is_wrong_is_explained() throws IOException {
    Files.writeString(
        folder.resolve("config.json"), "{\"properties\": {\"a\": {\"type\": \"int\"}}}");
    assertThatThrownBy(this::reference)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'int' is not a type");
  }

  private OptionsReference reference() {
    return of(folder);
  }

  private static OptionsReference of(Path path) {
    SpecSource source = SpecSource.at(path);
    return OptionsReference.of(source.folder(), source.packaging());
  }
}
