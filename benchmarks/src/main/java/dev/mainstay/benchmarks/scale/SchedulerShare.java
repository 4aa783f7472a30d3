package dev.mainstay.benchmarks.scale;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.scheduler.Decision;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.store.RecordJson;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;

/**
 * Tells the scheduler's part of a run's cost from the rest: what {@code SchedulerCore.handle} uses,
 * and what it takes to write out the records of each commit in the store's form, which the
 * simulated store does not do by itself.
 */
final class SchedulerShare implements Observer {

  private final Meter meter;
  private final RecordJson<PodRecord> json = RecordJson.of(PodRecord.class);
  private Usage started = Usage.NONE;
  private Usage core = Usage.NONE;
  private Usage encoding = Usage.NONE;
  private long events;
  private long records;
  private long recordBytes;

  SchedulerShare(Meter meter) {
    this.meter = meter;
  }

  @Override
  public void deciding(SchedulerRun run, SchedulerEvent event) {
    started = meter.now();
  }

  @Override
  public void decided(SchedulerRun run, SchedulerEvent event, Decision decision) {
    core = core.plus(meter.now().minus(started));
    events++;
  }

  @Override
  public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
    Usage before = meter.now();
    for (StateChange change : changes) {
      if (change instanceof StateChange.Put put && put.record() instanceof PodRecord pod) {
        records++;
        recordBytes += json.write(pod).length;
      }
    }
    encoding = encoding.plus(meter.now().minus(before));
  }

  Usage core() {
    return core;
  }

  Usage encoding() {
    return encoding;
  }

  long events() {
    return events;
  }

  long records() {
    return records;
  }

  long recordBytes() {
    return recordBytes;
  }
}
