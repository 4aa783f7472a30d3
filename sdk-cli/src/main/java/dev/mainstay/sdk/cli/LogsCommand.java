package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Streams;
import java.time.Duration;
import java.util.Optional;
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

  private static final int NOT_FOUND = 404;

  @Mixin private final ApiOptions api = new ApiOptions();

  @Parameters(paramLabel = "TASK", description = "Such as broker-0-server, or a task id.")
  private String task = "";

  @Option(
      names = {"-f", "--follow"},
      description =
          "Go on printing what the task adds, across its restarts, until its pod is gone.")
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
    String first = client.get("application/json", path(0));
    if (follow) {
      return follow(client, client.parse(first));
    }
    if (api.json()) {
      terminal.out().print(first);
      return ExitCode.DONE.code();
    }
    JsonNode piece = client.parse(first);
    while (!piece.path("data").asText().isEmpty()) {
      print(piece);
      long next = piece.path("nextOffset").asLong();
      piece = client.json(path(next));
    }
    return ExitCode.DONE.code();
  }

  /** Ends with a failure alone, as when its pod is gone. */
  private int follow(ApiClient client, JsonNode first) throws InterruptedException {
    PatientClient patient =
        new PatientClient(
            client, PatientClient.PATIENCE, waits -> terminal.err().println("mainstay: " + waits));
    JsonNode piece = first;
    String taskId = piece.path("taskId").asText();
    while (true) {
      print(piece);
      long offset = piece.path("nextOffset").asLong();
      if (piece.path("data").asText().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
      }
      piece = next(client, patient, offset);
      if (!piece.path("taskId").asText().equals(taskId)) {
        // Another launch of it: its files begin anew.
        piece = next(client, patient, 0);
        taskId = piece.path("taskId").asText();
      }
    }
  }

  /** Waits for it while the task is launched again. */
  private JsonNode next(ApiClient client, PatientClient patient, long offset)
      throws InterruptedException {
    while (true) {
      Optional<ApiClient.Answer> answer = patient.ask(path(offset));
      boolean launchedAgain =
          answer.isPresent()
              && answer.get().status() == NOT_FOUND
              && mayComeBack(client, patient.ask("pod", "status"));
      if (answer.isPresent() && !launchedAgain) {
        return client.parse(client.body(answer.get()));
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
    }
  }

  /** A pod that exists, or that the target has, has the task. */
  private boolean mayComeBack(ApiClient client, Optional<ApiClient.Answer> pods) {
    return pods.isEmpty()
        || Streams.stream(client.parse(client.body(pods.get())).path("pods"))
            .flatMap(type -> Streams.stream(type.path("instances")))
            .flatMap(pod -> Streams.stream(pod.path("tasks")))
            .anyMatch(
                each ->
                    each.path("name").asText().equals(task)
                        || each.path("id").asText().equals(task));
  }

  private String[] path(long offset) {
    return new String[] {"logs", task + "?stderr=" + stderr + "&offset=" + offset};
  }

  /** What it has, or with {@code --json} the piece in a line. */
  private void print(JsonNode piece) {
    String data = piece.path("data").asText();
    if (data.isEmpty()) {
      return;
    }
    if (api.json()) {
      terminal.print(piece.toString());
    } else {
      terminal.out().print(data);
      terminal.out().flush();
    }
  }
}
