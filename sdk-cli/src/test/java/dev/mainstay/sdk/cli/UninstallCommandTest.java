package dev.mainstay.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.mainstay.sdk.cli.FakeScheduler.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code mainstay uninstall}: what it says, and what its end is. */
final class UninstallCommandTest {

  private static final String PLAN =
      """
      {"name": "uninstall", "strategy": "parallel", "status": "IN_PROGRESS", "errors": [],
       "phases": [{"id": "00000000-0000-0000-0000-000000000001", "name": "web-0",
         "strategy": "serial", "status": "IN_PROGRESS", "steps": [
           {"id": "00000000-0000-0000-0000-000000000002", "name": "web-0:[kill]",
            "status": "STARTED", "message": "waits for server to end"}]}]}
      """;

  private static CliRun ask(Answer plan, String... arguments) throws IOException {
    try (FakeScheduler scheduler =
        FakeScheduler.start(
            ImmutableMap.of(
                "/v1/uninstall",
                new Answer(200, "{\"message\": \"the service is removed\"}"),
                "/v1/plans/uninstall",
                plan))) {
      return CliRun.of(ImmutableMap.of("MAINSTAY_API", scheduler.url()), arguments);
    }
  }

  @Test
  void wait_ends_with_what_the_scheduler_says_at_its_end() throws IOException {
    CliRun run =
        ask(
            new Answer(410, "{\"message\": \"service hello is uninstalled\"}"),
            "uninstall",
            "--yes",
            "--wait");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out())
        .startsWith("the service is removed\nservice hello is uninstalled, after 0:0")
        .endsWith(".\n");
  }

  @Test
  void wait_shows_the_steps_and_is_3_after_its_timeout() throws IOException {
    CliRun run = ask(new Answer(202, PLAN), "uninstall", "--yes", "--wait", "--timeout", "1ms");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("  uninstall  web-0:[kill]  STARTED  waits for server to end\n");
    assertThat(run.err()).contains("its uninstall goes on, see 'mainstay plan show uninstall'");
  }

  @Test
  void a_scheduler_that_says_nothing_more_is_not_taken_for_a_service_that_is_gone() {
    // Nothing listens on the port that discards.
    UninstallFollow follow =
        new UninstallFollow(
            new ApiClient(URI.create("http://127.0.0.1:9")),
            CliRun.terminal(
                new ByteArrayOutputStream(), new ByteArrayOutputStream(), ImmutableMap.of()),
            Duration.ZERO);
    assertThatThrownBy(() -> follow.follow(null))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("did not say that the service is gone");
  }

  @Test
  void a_timeout_without_wait_is_refused_before_anything_is_done() throws IOException {
    CliRun run = ask(new Answer(202, PLAN), "uninstall", "--yes", "--timeout", "1s");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
