package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mainstay logs}. */
@Command(name = "logs", description = "Prints the output of a task.")
final class LogsCommand implements Callable<Integer> {

  /** Between two looks at a file that is followed. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  @Mixin private final ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "TASK", description = "Such as broker-0-server, or a task id.")
  private String task = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on printing what the task adds, across its restarts.")
  private boolean follow;

  @Option(names = "--stderr", description = "The standard error instead of the standard output.")
  private boolean stderr;

  private final Terminal terminal;

  LogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = api.client(terminal);
    String taskId = "";
    long offset = 0;
    while (true) {
      ApiClient.Answer answer =
          client.ask("application/json", "logs", task + "?stderr=" + stderr + "&offset=" + offset);
      boolean starting = follow && !taskId.isEmpty() && answer.status() == 404;
      if (starting) {
        TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
        continue;
      }
      if (answer.status() != 200) {
        throw new CommandFailure(ExitCode.FAILED, client.message(answer));
      }
      if (api.json() && !follow) {
        terminal.out().print(answer.body());
        return ExitCode.DONE.code();
      }
      JsonNode piece = client.parse(answer.body());
      boolean restarted = !taskId.isEmpty() && !taskId.equals(piece.path("taskId").asText());
      taskId = piece.path("taskId").asText();
      if (restarted) {
        offset = 0;
        continue;
      }
      terminal.out().print(piece.path("data").asText());
      terminal.out().flush();
      offset = piece.path("nextOffset").asLong();
      boolean atEnd = piece.path("data").asText().isEmpty();
      if (atEnd && !follow) {
        return ExitCode.DONE.code();
      }
      if (atEnd) {
        TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
      }
    }
  }
}
