package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.spec.yaml.shape.SpecSchema;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mainstay schema}. */
final class SchemaCommandTest {

  @Test
  void it_is_printed() {
    CliRun run = CliRun.of(ImmutableMap.of(), "schema");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).isEqualTo(SpecSchema.text());
  }

  @Test
  void it_is_written_to_a_file(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("svc.schema.json");
    CliRun run = CliRun.of(ImmutableMap.of(), "schema", "--output", file.toString());
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(file).hasContent(SpecSchema.text());
  }

  @Test
  void a_file_that_cannot_be_written_is_one_line_and_exit_code_1(@TempDir Path folder) {
    Path file = folder.resolve("no").resolve("such.json");
    CliRun run = CliRun.of(ImmutableMap.of(), "schema", "--output", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("mainstay: cannot write " + file);
  }
}
