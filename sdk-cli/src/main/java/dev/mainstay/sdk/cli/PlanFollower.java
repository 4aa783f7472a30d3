package dev.mainstay.sdk.cli;

import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.Status;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a plan of a running service, with a bar at each change, until it is complete or fails.
 */
final class PlanFollower {

  /** Between two looks. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** Characters of the bar. */
  private static final int WIDTH = 20;

  private final ApiClient client;
  private final Terminal terminal;
  private final String plan;
  private final @Nullable Duration timeout;
  private final long start = System.nanoTime();

  /**
   * For one plan.
   *
   * @param timeout absent to wait as long as it takes
   */
  PlanFollower(ApiClient client, Terminal terminal, String plan, @Nullable Duration timeout) {
    this.client = client;
    this.terminal = terminal;
    this.plan = plan;
    this.timeout = timeout;
  }

  ExitCode follow() {
    String shown = "";
    while (true) {
      PlanView view = PlanJson.read(plan, client.json("plans", plan));
      String line = line(view);
      if (!line.equals(shown)) {
        terminal.print(line);
        shown = line;
      }
      if (view.status() == Status.COMPLETE) {
        return ExitCode.DONE;
      }
      if (view.status() == Status.ERROR) {
        throw new CommandFailure(
            ExitCode.FAILED, "plan " + plan + " failed: " + String.join("; ", view.errors()));
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (timeout != null && waited.compareTo(timeout) > 0) {
        throw new CommandFailure(
            ExitCode.TIMED_OUT,
            "plan %s is %s after %s; see 'mainstay plan show %s'"
                .formatted(plan, view.status(), TimeSpan.shown(waited), plan));
      }
      pause();
    }
  }

  /** {@code [##### ] 1/4 IN_PROGRESS}. */
  static String line(PlanView view) {
    long all = view.steps();
    long done = view.completeSteps();
    int filled = all == 0 ? WIDTH : Math.toIntExact(WIDTH * done / all);
    return "[%s%s] %d/%d %s"
        .formatted("#".repeat(filled), " ".repeat(WIDTH - filled), done, all, view.status());
  }

  private void pause() {
    try {
      if (new CountDownLatch(1).await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted while following plan " + plan, e);
    }
  }
}
