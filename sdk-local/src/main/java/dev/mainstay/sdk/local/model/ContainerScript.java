package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.mesos.ExecutorInfo;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.TaskInfo;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How containers behave that are not real: what {@link ScriptedContainers} plays. */
public interface ContainerScript {

  /** How the next executor's set-up goes; the default is as measured, 0.2 s. */
  default Duration executorSetup() {
    return Duration.ofMillis(200);
  }

  /** Why an executor cannot be set up, as Mesos says it; empty when it can. */
  default Optional<String> executorFailure(ExecutorInfo executor) {
    return Optional.empty();
  }

  /** How a task will go, asked once, at its launch. */
  Life lifeOf(TaskInfo task);

  /**
   * The outcome of one try of a probe, as {@link ContainerEvent.Probed#value()}.
   *
   * @param sinceStart how long the task has run
   */
  int probe(TaskInfo task, Probe probe, Duration sinceStart);

  /**
   * For how long the outcome stays what {@link #probe} said, at most {@link #FOREVER}: tries in
   * that time are not made, and a quiet cluster costs nothing. When it changes after all, {@link
   * ScriptedContainers#probesMayDiffer} is to be called.
   */
  default Duration probeSteadyFor(TaskInfo task, Probe probe, Duration sinceStart) {
    return Duration.ZERO;
  }

  /** Longer than any simulation. */
  Duration FOREVER = Duration.ofDays(36_500);

  /**
   * A task's life.
   *
   * @param setup from the launch to its start
   * @param failure what goes wrong with the launch; absent when nothing does
   * @param failureMessage with {@code failure}
   * @param runtime until it ends by itself; absent for never
   * @param exitCode of that end
   * @param afterTerm from SIGTERM to its end; absent when it ignores SIGTERM
   * @param termExitCode its exit code after SIGTERM; absent when the signal ends it
   */
  record Life(
      Duration setup,
      ContainerEvent.LaunchFailed.@Nullable Cause failure,
      String failureMessage,
      @Nullable Duration runtime,
      int exitCode,
      @Nullable Duration afterTerm,
      @Nullable Integer termExitCode) {

    /** Runs until it is told to end, which takes it 50 ms. */
    public static final Life FOREVER =
        new Life(Duration.ofMillis(70), null, "", null, 0, Duration.ofMillis(50), null);

    public static Life endingAfter(Duration runtime, int exitCode) {
      return new Life(
          FOREVER.setup, null, "", runtime, exitCode, FOREVER.afterTerm, FOREVER.termExitCode);
    }

    public static Life failingToLaunch(ContainerEvent.LaunchFailed.Cause cause, String message) {
      return new Life(FOREVER.setup, cause, message, null, 0, FOREVER.afterTerm, null);
    }

    /** Only SIGKILL ends it. */
    public static Life ignoringTerm() {
      return new Life(FOREVER.setup, null, "", null, 0, null, null);
    }

    public Life withSetup(Duration newSetup) {
      return new Life(
          newSetup, failure, failureMessage, runtime, exitCode, afterTerm, termExitCode);
    }

    public Life withTermExitCode(int code) {
      return new Life(setup, failure, failureMessage, runtime, exitCode, afterTerm, code);
    }
  }
}
