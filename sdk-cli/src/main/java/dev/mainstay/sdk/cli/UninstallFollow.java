package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.Plan;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the removal of a service until its scheduler says that it is gone, which it does for a
 * moment before it ends.
 */
final class UninstallFollow {

  private static final Duration INTERVAL = Duration.ofMillis(500);

  private static final int GONE = 410;

  private final ApiClient client;
  private final Terminal terminal;
  private final Duration patience;

  UninstallFollow(ApiClient client, Terminal terminal) {
    this(client, terminal, PatientClient.PATIENCE);
  }

  /**
   * For one uninstall.
   *
   * @param patience with a scheduler that does not answer
   */
  UninstallFollow(ApiClient client, Terminal terminal, Duration patience) {
    this.client = client;
    this.terminal = terminal;
    this.patience = patience;
  }

  /**
   * Shows how it comes along.
   *
   * @param timeout absent for none
   * @throws CommandFailure with {@code UNREACHABLE} when the scheduler ended without telling that
   *     the service is gone, and {@code TIMED_OUT} after the timeout
   */
  int follow(@Nullable Duration timeout) throws InterruptedException {
    RunDisplay display = terminal.live() ? new LiveDisplay(terminal) : new PlainDisplay(terminal);
    PatientClient patient =
        new PatientClient(client, patience, waits -> terminal.note(display, waits));
    long start = System.nanoTime();
    while (true) {
      Optional<ApiClient.Answer> answer = ask(patient, display);
      Duration running = Duration.ofNanos(System.nanoTime() - start);
      if (answer.isPresent()) {
        if (answer.get().status() == GONE) {
          display.end();
          terminal.print(client.message(answer.get()) + ", after " + TimeSpan.shown(running) + ".");
          return ExitCode.DONE.code();
        }
        show(answer.get(), display, running);
      }
      if (timeout != null && running.compareTo(timeout) >= 0) {
        display.end();
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            "the service is not gone after %s; its uninstall goes on, see 'mainstay plan show uninstall'"
                .formatted(TimeSpan.shown(timeout)));
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
    }
  }

  /** Absent while there is no answer. */
  private static Optional<ApiClient.Answer> ask(PatientClient patient, RunDisplay display) {
    try {
      return patient.ask("plans", Plan.UNINSTALL);
    } catch (CommandFailure e) {
      display.end();
      throw e.exitCode() == ExitCode.UNREACHABLE
          ? new CommandFailure(
              ExitCode.UNREACHABLE,
              "the scheduler did not say that the service is gone, and does not answer any more; its log"
                  + " tells how it ended, and started again it goes on",
              e)
          : e;
    }
  }

  private void show(ApiClient.Answer answer, RunDisplay display, Duration running) {
    if (answer.status() / 100 == 2) {
      display.show(
          ImmutableList.of(PlanJson.read(Plan.UNINSTALL, client.parse(answer.body()))),
          running,
          ImmutableList.of());
    } else {
      display.end();
      throw new CommandFailure(ExitCode.FAILED, client.message(answer));
    }
  }
}
