package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows a plan of a running service until it is complete. */
final class PlanFollow {

  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final ApiClient client;
  private final Terminal terminal;

  PlanFollow(ApiClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  /**
   * Shows how it comes along.
   *
   * @param timeout absent for none
   * @return the exit code: {@code FAILED} when a step needs an operator because of an error
   */
  int follow(String name, @Nullable Duration timeout) throws InterruptedException {
    RunDisplay display = terminal.live() ? new LiveDisplay(terminal) : new PlainDisplay(terminal);
    long start = System.nanoTime();
    while (true) {
      Duration running = Duration.ofNanos(System.nanoTime() - start);
      PlanView plan = PlanJson.read(name, client.json("plans", name));
      display.show(ImmutableList.of(plan), running, ImmutableList.of());
      if (plan.status() == Status.COMPLETE) {
        display.end();
        terminal.print("Complete after " + TimeSpan.shown(running) + ".");
        return ExitCode.DONE.code();
      }
      if (plan.status() == Status.ERROR) {
        display.end();
        throw new CommandFailure(
            ExitCode.FAILED,
            plan.errors().isEmpty()
                ? "the plan stopped with an error; see 'mainstay plan show " + name + "'"
                : String.join("; ", plan.errors()));
      }
      if (timeout != null && running.compareTo(timeout) >= 0) {
        display.end();
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            "the plan is not complete after %s; it goes on, see 'mainstay plan show %s'"
                .formatted(TimeSpan.shown(timeout), name));
      }
      TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
    }
  }
}
