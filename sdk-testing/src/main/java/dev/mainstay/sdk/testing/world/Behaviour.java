package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.local.model.ContainerEvent.LaunchFailed;
import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.local.model.ContainerScript.Life;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the processes of a task behave: from what a process does by itself to how it takes to being
 * stopped. A value; each method gives a changed copy.
 *
 * @param life start, end by itself, and end when told to
 * @param readyAfter how long after its start the readiness check begins to pass; {@link
 *     ContainerScript#FOREVER} for never
 * @param unhealthyAfter how long after its start the health check begins to fail
 */
public record Behaviour(Life life, Duration readyAfter, Duration unhealthyAfter) {

  private static final Duration USUAL_READY = Duration.ofSeconds(2);
  private static final Duration USUAL_END = Duration.ofSeconds(1);

  /** Runs until it is told to end, and is ready two seconds after its start. */
  public static Behaviour running() {
    return new Behaviour(Life.FOREVER, USUAL_READY, ContainerScript.FOREVER);
  }

  /** Does its work in a second, and ends well. */
  public static Behaviour finishing() {
    return ending(USUAL_END, 0);
  }

  /** Ends by itself so long after its start, with this exit code. */
  public static Behaviour ending(Duration runtime, int exitCode) {
    return new Behaviour(Life.endingAfter(runtime, exitCode), USUAL_READY, ContainerScript.FOREVER);
  }

  /** Crashes a second after each start, with exit code 1. */
  public static Behaviour crashing() {
    return ending(USUAL_END, 1);
  }

  /** Is never started: its container cannot be set up. */
  public static Behaviour failingToStart(String message) {
    return new Behaviour(
        Life.failingToLaunch(LaunchFailed.Cause.SETUP, message),
        USUAL_READY,
        ContainerScript.FOREVER);
  }

  /** Takes so long from the launch to its start: downloads, mostly. */
  public Behaviour startingAfter(Duration setup) {
    return new Behaviour(life.withSetup(setup), readyAfter, unhealthyAfter);
  }

  /** Its readiness check passes from so long after its start on. */
  public Behaviour readyAfter(Duration time) {
    return new Behaviour(life, time, unhealthyAfter);
  }

  /** Its readiness check never passes. */
  public Behaviour neverReady() {
    return readyAfter(ContainerScript.FOREVER);
  }

  /** Its health check fails from so long after its start on. */
  public Behaviour unhealthyAfter(Duration time) {
    return new Behaviour(life, readyAfter, time);
  }

  /** Ends so long after it was told to (SIGTERM); SIGKILL ends it at once. */
  public Behaviour stoppingAfter(Duration time) {
    return stopping(time, life.termExitCode());
  }

  /** Ends with this exit code when it is told to, instead of by the signal. */
  public Behaviour stoppingWith(int exitCode) {
    return stopping(life.afterTerm(), exitCode);
  }

  /** Does not end when it is told to: only SIGKILL ends it. */
  public Behaviour ignoringTerm() {
    return stopping(null, null);
  }

  private Behaviour stopping(@Nullable Duration afterTerm, @Nullable Integer exitCode) {
    Life stopped =
        new Life(
            life.setup(),
            life.failure(),
            life.failureMessage(),
            life.runtime(),
            life.exitCode(),
            afterTerm,
            exitCode);
    return new Behaviour(stopped, readyAfter, unhealthyAfter);
  }
}
