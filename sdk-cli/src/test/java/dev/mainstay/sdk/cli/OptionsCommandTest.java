package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mainstay options}. */
final class OptionsCommandTest {

  private final Path folder;

  OptionsCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("svc.yml"), "name: kiosk\n");
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"properties": {
          "node": {"required": ["owner"], "properties": {
            "count": {"type": "integer", "default": 2, "minimum": 1, "description": "How many."},
            "level": {"enum": ["info", "debug"], "default": "info"},
            "owner": {"type": "string", "description": "Who pays."}}},
          "motto": {"type": "string", "default": "a motto that is much too long for a narrow column"}
        }}
        """);
  }

  @Test
  void they_are_listed_with_types_defaults_and_what_may_be_given() {
    assertThat(options().out())
        .isEqualTo(
            """
            OPTION      TYPE     DEFAULT                                   DESCRIPTION
            node.count  integer  2                                         How many. (at least 1)
            node.level  any      info                                      (one of info, debug)
            node.owner  string   (required)                                Who pays.
            motto       string   a motto that is much too long for a nar…
            """);
  }

  @ParameterizedTest
  @CsvSource({"json, [ {", "yaml, '- path: node.count'", "MARKDOWN, '# Options'"})
  void other_formats_are_for_programs_and_pages(String format, String start) {
    assertThat(options("--format", format).out()).startsWith(start);
  }

  @Test
  void they_are_written_to_a_file() {
    Path file = folder.resolve("options.md");
    assertThat(options("--format=markdown", "--output", file.toString()).exitCode()).isEqualTo(0);
    assertThat(file).content().startsWith("# Options");
  }

  @Test
  void without_a_schema_it_is_said_where_it_was_looked_for() throws IOException {
    Files.delete(folder.resolve("config.json"));
    assertThat(options().out())
        .endsWith("svc.yml has no options: there is no config.json beside it or in universe\n");
  }

  @Test
  void another_format_is_refused_with_those_that_there_are() {
    CliRun run = options("--format", "xml");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "mainstay: Invalid value for option '--format': 'xml' is not one of table,"
                + " json, yaml, markdown; see 'mainstay help options'\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--agents=two, '''two'' is not a whole number, such as 3'",
    "--agents=2.5, '''2.5'' is not a whole number, such as 3'",
    "--api-port=http, '''http'' is not a whole number, such as 3'",
    "--agent-cpus=many, '''many'' is not a number, such as 0.5'"
  })
  void a_number_that_is_none_is_refused_in_plain_words(String argument, String what) {
    CliRun run = CliRun.of(ImmutableMap.of(), "run", folder.toString(), argument);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "mainstay: Invalid value for option '"
                + argument.replaceFirst("=.*", "")
                + "': "
                + what
                + "; see 'mainstay help run'\n");
  }

  private CliRun options(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "options";
    all[1] = folder.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CliRun.of(ImmutableMap.of(), all);
  }
}
