package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.cli.FakeScheduler.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commands that follow something over a while, and what the scheduler may do meanwhile. */
final class FollowTest {

  private static final Answer BUSY = new Answer(503, "{\"message\": \"the scheduler is busy\"}");
  private static final Answer COMPLETE =
      ok(
          """
          {"name": "backup", "status": "COMPLETE", "strategy": "serial", "errors": [], "phases": []}
          """);
  private static final String STARTED = "{\"message\": \"started plan backup\"}\n";

  private static CliRun ask(ImmutableListMultimap<String, Answer> answers, String... arguments)
      throws IOException {
    try (FakeScheduler scheduler = FakeScheduler.inTurn(answers)) {
      return CliRun.of(ImmutableMap.of("MAINSTAY_API", scheduler.url()), arguments);
    }
  }

  private static Answer ok(String body) {
    return new Answer(200, body);
  }

  private static Answer piece(String task, String data, int next) {
    return ok(
        "{\"taskId\": \"%s\", \"data\": \"%s\", \"nextOffset\": %d}".formatted(task, data, next));
  }

  private static final ImmutableListMultimap<String, Answer> BACKUP =
      ImmutableListMultimap.<String, Answer>builder()
          .put("/v1/plans/backup/start", ok(STARTED))
          .putAll("/v1/plans/backup", BUSY, BUSY, COMPLETE)
          .build();

  @Test
  void wait_bears_with_a_scheduler_that_is_busy_and_says_so_once() throws IOException {
    CliRun run = ask(BACKUP, "plan", "start", "backup", "--wait");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).startsWith("started plan backup\nComplete after");
    assertThat(run.err()).isEqualTo("mainstay: waiting: the scheduler is busy\n");
  }

  @Test
  void wait_leaves_the_standard_output_to_json() throws IOException {
    CliRun run = ask(BACKUP, "plan", "start", "backup", "--wait", "--json");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).isEqualTo(STARTED);
    assertThat(run.err()).contains("Complete after");
  }

  @Test
  void wait_bears_with_a_proxy_before_a_scheduler_that_is_restarted() throws IOException {
    CliRun run =
        ask(
            ImmutableListMultimap.<String, Answer>builder()
                .put("/v1/plans/backup/start", ok(STARTED))
                .putAll("/v1/plans/backup", page(502), page(503), new Answer(504, ""), COMPLETE)
                .build(),
            "plan",
            "start",
            "backup",
            "--wait");
    assertThat(run.err()).isEqualTo("mainstay: waiting: the scheduler does not answer\n");
    assertThat(run.out()).startsWith("started plan backup\nComplete after");
    assertThat(run.exitCode()).isEqualTo(0);
  }

  private static Answer page(int status) {
    return new Answer(status, "<html><h1>" + status + "</h1></html>");
  }

  @Test
  void a_proxy_whose_scheduler_does_not_come_back_is_exit_code_4() throws IOException {
    try (FakeScheduler scheduler =
        FakeScheduler.start(ImmutableMap.of("/v1/plans/deploy", page(502)))) {
      assertThatThrownBy(() -> follow(scheduler.url()).follow(ImmutableList.of("deploy"), null))
          .isInstanceOfSatisfying(
              CommandFailure.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
          .hasMessage(scheduler.url() + " answered 502");
    }
  }

  @Test
  void what_a_proxy_answers_is_told_by_its_status() throws IOException {
    try (FakeScheduler scheduler =
        FakeScheduler.start(ImmutableMap.of("/v1/pod/status", page(502)))) {
      CliRun run = CliRun.of(ImmutableMap.of("MAINSTAY_API", scheduler.url()), "pod", "status");
      assertThat(run.err()).isEqualTo("mainstay: " + scheduler.url() + " answered 502\n");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  /** Without patience. */
  private static PlanFollow follow(String api) {
    return new PlanFollow(
        new ApiClient(URI.create(api)),
        CliRun.terminal(
            new ByteArrayOutputStream(), new ByteArrayOutputStream(), ImmutableMap.of()),
        Duration.ZERO);
  }

  @Test
  void a_scheduler_that_does_not_come_back_is_exit_code_4() {
    // Nothing listens on the port that discards.
    PlanFollow follow = follow("http://127.0.0.1:9");
    assertThatThrownBy(() -> follow.follow(ImmutableList.of("deploy"), null))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("no scheduler answers");
  }

  @Test
  void history_goes_on_behind_a_scheduler_that_is_busy() throws IOException {
    Answer gone = new Answer(410, "{\"message\": \"service hello is uninstalled\"}");
    CliRun run =
        ask(
            ImmutableListMultimap.<String, Answer>builder()
                .putAll("/v1/history?limit=50&since=0", ok("{\"history\": [{\"number\": 7}]}"))
                .putAll(
                    "/v1/history?limit=2147483647&since=8",
                    BUSY,
                    ok("{\"history\": [{\"number\": 8}]}"))
                .put("/v1/history?limit=2147483647&since=9", gone)
                .build(),
            "history",
            "-f",
            "--json");
    assertThat(run.out()).isEqualTo("{\"number\":7}\n{\"number\":8}\n");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            mainstay: waiting: the scheduler is busy
            mainstay: service hello is uninstalled
            """);
  }

  private static final String PODS =
      """
      {"pods": [{"instances": [{"tasks": [{"name": "web-0-server", "id": "b"}]}]}]}
      """;

  /** The task is launched again once, as another; then its pod is given up. */
  private static final ImmutableListMultimap<String, Answer> LOGS =
      ImmutableListMultimap.<String, Answer>builder()
          .putAll(
              "/v1/logs/web-0-server?stderr=false&offset=0",
              piece("a", "first ", 6),
              piece("b", "again ", 7))
          .putAll(
              "/v1/logs/web-0-server?stderr=false&offset=6",
              new Answer(404, "{\"message\": \"no output yet\"}"),
              piece("b", "n", 7))
          .put(
              "/v1/logs/web-0-server?stderr=false&offset=7",
              new Answer(404, "{\"message\": \"no task 'web-0-server'; there are: web-1\"}"))
          .putAll("/v1/pod/status", ok(PODS), ok("{\"pods\": []}"))
          .build();

  @Test
  void logs_are_followed_across_a_launch_until_the_pod_is_gone() throws IOException {
    CliRun run = ask(LOGS, "logs", "web-0-server", "-f");
    assertThat(run.out()).isEqualTo("first again ");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("mainstay: no task 'web-0-server'; there are: web-1\n");
  }

  @Test
  void logs_that_are_followed_as_json_are_a_piece_a_line() throws IOException {
    assertThat(ask(LOGS, "logs", "web-0-server", "-f", "--json").out())
        .isEqualTo(
            """
            {"taskId":"a","data":"first ","nextOffset":6}
            {"taskId":"b","data":"again ","nextOffset":7}
            """);
  }
}
