package dev.mainstay.benchmarks.scale;

import java.time.Duration;

/**
 * What a deployment cost.
 *
 * @param all everything on the thread: scheduler, model of the cluster, and what drives them
 * @param core deciding: the real scheduler's core
 * @param encoding writing out the records of each commit as the store keeps them
 * @param events that the scheduler decided about
 * @param records of pods that it made durable
 * @param recordBytes in the store's form
 * @param offers that it was made
 * @param calls that it sent
 * @param took virtual time until the last pod was there
 */
record DeployCost(
    Workload workload,
    Usage all,
    Usage core,
    Usage encoding,
    long events,
    long records,
    long recordBytes,
    long offers,
    long calls,
    Duration took) {

  DeployCost(
      Workload workload, Usage all, SchedulerShare share, long offers, long calls, Duration took) {
    this(
        workload,
        all,
        share.core(),
        share.encoding(),
        share.events(),
        share.records(),
        share.recordBytes(),
        offers,
        calls,
        took);
  }

  Usage scheduler() {
    return core.plus(encoding);
  }

  /** Of what is counted over the whole run, how much there was for each pod. */
  double perPod(long counted) {
    return (double) counted / workload.pods();
  }
}
