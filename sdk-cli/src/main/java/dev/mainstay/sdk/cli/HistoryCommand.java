package dev.mainstay.sdk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mainstay history}. */
@Command(
    name = "history",
    description = {
      "Prints what happened to a running service, the newest last.",
      "It tells of launches, failures with their reason and their end, runs and steps of plans,",
      "configurations with what they changed, and what operators commanded."
    })
final class HistoryCommand implements Callable<Integer> {

  /** Between two looks at a history that is followed. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      description = "The newest N, ${DEFAULT-VALUE} without it.")
  private int lines = 50;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on printing what happens.")
  private boolean follow;

  private final Terminal terminal;

  HistoryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = api.client(terminal);
    String answer = client.get("application/json", path(lines, 0));
    if (api.json() && !follow) {
      terminal.out().print(answer);
      return ExitCode.DONE.code();
    }
    JsonNode history = client.parse(answer).path("history");
    print(history, true);
    long next = after(history, 0);
    PatientClient patient =
        new PatientClient(
            client, PatientClient.PATIENCE, waits -> terminal.err().println("mainstay: " + waits));
    while (follow) {
      TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
      Optional<ApiClient.Answer> more = patient.ask(path(Integer.MAX_VALUE, next));
      if (more.isPresent()) {
        JsonNode news = client.parse(client.body(more.get())).path("history");
        print(news, false);
        next = after(news, next);
      }
    }
    return ExitCode.DONE.code();
  }

  private static String path(int limit, long since) {
    return "history?limit=" + limit + "&since=" + since;
  }

  /** The number of what comes after the last of these. */
  private static long after(JsonNode history, long otherwise) {
    return history.isEmpty()
        ? otherwise
        : history.path(history.size() - 1).path("number").asLong() + 1;
  }

  private void print(JsonNode history, boolean withHead) {
    if (api.json()) {
      history.forEach(entry -> terminal.print(entry.toString()));
      return;
    }
    Table table = new Table("TIME", "KIND", "SUBJECT", "TEXT");
    for (JsonNode entry : history) {
      String by = entry.path("by").asText();
      table.row(
          ShortTime.of(entry.path("at").asText()),
          entry.path("kind").asText(),
          entry.path("subject").asText(),
          entry.path("text").asText() + (by.isEmpty() ? "" : " (by " + by + ")"));
    }
    ImmutableList<String> printed = table.lines();
    printed.subList(withHead ? 0 : 1, printed.size()).forEach(terminal::print);
  }
}
