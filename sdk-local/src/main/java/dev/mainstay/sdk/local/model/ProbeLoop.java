package dev.mainstay.sdk.local.model;

import dev.mainstay.sdk.mesos.Probe;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries one probe again and again, one try at a time: first after the delay, then an interval after
 * each outcome (Mesos's {@code src/checks/checker_process.cpp}).
 */
final class ProbeLoop {

  private final ModelContext context;
  private final ContainerId container;
  private final Probe probe;
  private final Duration interval;
  private final Duration timeout;
  private final IntConsumer outcome;
  private Timers.@Nullable Timer timer;
  private long running = -1;
  private boolean stopped;

  /**
   * @param outcome is told of each; see {@link ContainerEvent.Probed#value()}
   */
  ProbeLoop(
      ModelContext context,
      ContainerId container,
      Probe probe,
      Duration interval,
      Duration timeout,
      IntConsumer outcome) {
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
    context.emit(new ContainerCommand.RunProbe(running, container, probe, timeout));
  }

  /** Takes an outcome, unless it is another probe's or comes too late. */
  void probed(long probeId, int value) {
    if (stopped || probeId != running) {
      return;
    }
    running = -1;
    timer = context.after(interval, this::tryOnce);
    outcome.accept(value);
  }

  void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel();
    }
  }
}
