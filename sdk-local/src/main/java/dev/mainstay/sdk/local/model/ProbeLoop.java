package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.mesos.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries one probe again and again, one try at a time: first after the delay, then an interval after
 * each outcome (Mesos's {@code src/checks/checker_process.cpp}).
 *
 * <p>Tries whose outcome is known ({@link ContainerEvent.Probed#steadyFor}) and would change
 * nothing are left out; those that are made come when they would have come anyway.
 */
final class ProbeLoop {

  private final ModelContext context;
  private final ContainerId container;
  private final Probe probe;
  private final Duration interval;
  private final Duration timeout;
  private final IntPredicate outcome;
  private Timers.@Nullable Timer timer;
  private Instant tried = Instant.EPOCH;

  /** When the try after the last one would be, and from there in which steps. */
  private Instant next = Instant.EPOCH;

  private Duration step = Duration.ZERO;
  private long running = -1;
  private boolean stopped;

  /**
   * @param outcome is told of each, see {@link ContainerEvent.Probed#value()}; says whether the
   *     same outcome again would change nothing
   */
  ProbeLoop(
      ModelContext context,
      ContainerId container,
      Probe probe,
      Duration interval,
      Duration timeout,
      IntPredicate outcome) {
    this.context = context;
    this.container = container;
    this.probe = probe;
    this.interval = interval;
    this.timeout = timeout;
    this.outcome = outcome;
  }

  void startAfter(Duration delay) {
    timer = context.after(delay, this::tryOnce);
  }

  private void tryOnce() {
    running = context.freshProbeId();
    tried = context.now();
    context.emit(new ContainerCommand.RunProbe(running, container, probe, timeout));
  }

  /** Takes an outcome, unless it is another probe's or comes too late. */
  void probed(ContainerEvent.Probed event) {
    if (stopped || event.probeId() != running) {
      return;
    }
    running = -1;
    next = context.now().plus(interval);
    step = Duration.between(tried, next);
    boolean settled = outcome.test(event.value());
    if (stopped) {
      return; // the outcome ended the task
    }
    boolean skips = settled && step.compareTo(Duration.ZERO) > 0;
    timer = context.at(skips ? firstFrom(tried.plus(event.steadyFor())) : next, this::tryOnce);
  }

  /** What was said of later tries does not hold any more: they are made again. */
  void unsteady() {
    if (!stopped && running < 0 && timer != null && !next.equals(Instant.EPOCH)) {
      timer.cancel();
      timer = context.at(firstFrom(context.now()), this::tryOnce);
    }
  }

  /** The first of the times of tries that is not before this one. */
  private Instant firstFrom(Instant time) {
    if (!next.isBefore(time)) {
      return next;
    }
    long stepNanos = step.toNanos();
    long steps = (Duration.between(next, time).toNanos() + stepNanos - 1) / stepNanos;
    return next.plusNanos(steps * stepNanos);
  }

  void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel();
    }
  }
}
