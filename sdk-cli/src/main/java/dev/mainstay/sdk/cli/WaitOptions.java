package dev.mainstay.sdk.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a command follows what it has begun to its end. */
final class WaitOptions {

  @Option(names = "--wait", description = "Follow it until it is complete.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "With --wait: exit with 3 when it takes longer, such as 300s or 5m.")
  private @Nullable Duration timeout;

  /** Follows something to its end, within a time if one is given; the exit code. */
  interface Following {
    int follow(@Nullable Duration timeout) throws InterruptedException;
  }

  /** Refuses what makes no sense together; before anything is begun. */
  void check() {
    if (timeout != null && !wait) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "--timeout goes with --wait");
    }
  }

  boolean isGiven() {
    return wait;
  }

  /** Follows it, if that is wanted; the exit code. */
  int follow(Following following) throws InterruptedException {
    return wait ? following.follow(timeout) : ExitCode.DONE.code();
  }
}
