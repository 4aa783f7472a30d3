package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} shows on a terminal of usual width. */
final class HelpTest {

  @Test
  void the_summary_of_every_command_is_one_whole_sentence_on_its_line() {
    CommandLine mainstay =
        MainstayCli.commands(
            null,
            CliRun.terminal(
                new ByteArrayOutputStream(), new ByteArrayOutputStream(), ImmutableMap.of()));
    assertSummaries(mainstay);
  }

  private static void assertSummaries(CommandLine group) {
    String usage = group.getUsageMessage(Ansi.OFF);
    for (Map.Entry<String, CommandLine> command : group.getSubcommands().entrySet()) {
      String summary = summary(command.getValue());
      assertThat(summary).as(command.getKey()).endsWith(".");
      assertThat(usage.lines())
          .anyMatch(
              line ->
                  line.strip().startsWith(command.getKey() + " ") && line.endsWith(" " + summary));
      assertSummaries(command.getValue());
    }
  }

  /** What picocli lists of a command: the header of its own 'help', the description of ours. */
  private static String summary(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    return usage.header().length > 0 ? usage.header()[0] : usage.description()[0];
  }
}
