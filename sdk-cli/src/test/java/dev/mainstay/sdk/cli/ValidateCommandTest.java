package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.SpecProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValidateCommandTest {

  private final Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  ValidateCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("svc.yml"),
        """
        name: kiosk
        pods:
          node: {count: 2, tasks: {server: {goal: RUNNING, cmd: ./run, cpus: 1, memory: 64}}}
        """);
  }

  @Test
  void a_frameworks_own_rule_is_told_at_its_field() {
    Framework framework =
        Framework.of(folder)
            .validator(
                (deployed, wanted) ->
                    ImmutableList.of(
                        SpecProblem.error(
                            ImmutableList.of("pods", "node", "count"), "is even", "write 3")));
    assertThat(validate(framework)).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(err.toString(StandardCharsets.UTF_8))
        .endsWith("svc.yml:3:10: pods.node.count: is even; write 3\n");
  }

  @Test
  void warnings_of_a_frameworks_own_rules_are_shown_and_let_the_spec_pass() {
    Framework framework =
        Framework.of(folder)
            .validator(
                (deployed, wanted) ->
                    ImmutableList.of(
                        SpecProblem.warning(ImmutableList.of("pods", "node"), "is odd", "look")));
    assertThat(validate(framework)).isEqualTo(ExitCode.DONE.code());
    assertThat(err.toString(StandardCharsets.UTF_8))
        .endsWith("svc.yml:3:3: warning: pods.node: is odd; look\n");
  }

  private int validate(Framework framework) {
    return MainstayCli.run(
        framework,
        CliRun.terminal(new ByteArrayOutputStream(), err, ImmutableMap.of()),
        List.of("validate"));
  }
}
