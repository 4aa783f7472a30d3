package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Arguments of {@code run} that are refused before anything begins. */
final class RunArgumentsTest {

  @ParameterizedTest
  @CsvSource({
    "--agent-cpus, 1e30",
    "--agent-mem, 0",
    "--agent-disk, -5",
    "--agent-cpus, 0.0001",
    "--agent-cpus, NaN",
    "--agent-disk, Infinity",
  })
  void an_amount_that_no_agent_has_is_bad_input(String option, String value) {
    AgentArguments agents = CommandLine.populateCommand(new AgentArguments(), option + "=" + value);
    assertThatThrownBy(agents::agents)
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .hasMessageStartingWith(option + ": ")
        .hasMessageContaining("give 0.001 to");
  }

  @Test
  void agents_of_a_usual_size_are_made() {
    assertThat(CommandLine.populateCommand(new AgentArguments(), "--agents=2").agents()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--clean", "--agents=1", "--agent-mem=64", "--agent-zones=a,b"})
  void what_is_the_embedded_cluster_s_does_not_go_with_a_master(String option, @TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("svc.yml"),
        """
        name: greeter
        pods:
          web:
            count: 1
            tasks:
              server: {goal: RUNNING, cmd: ./run, cpus: 0.1, memory: 32}
        """);
    CliRun run =
        CliRun.in(folder, "run", folder.toString(), "--master", "zk://127.0.0.1:9/mesos", option);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "mainstay: %s is for the embedded cluster: it does not go with --master\n"
                .formatted(option.replaceFirst("=.*", "")));
    assertThat(folder.resolve(".mainstay")).doesNotExist();
  }
}
