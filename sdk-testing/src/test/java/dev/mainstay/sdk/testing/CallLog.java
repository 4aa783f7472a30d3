package dev.mainstay.sdk.testing;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.ArrayList;
import java.util.List;

/** The calls that reach the master from some moment on. */
final class CallLog implements Observer {

  private final List<MesosCall> calls = new ArrayList<>();

  /** From now on. */
  static CallLog of(Simulation simulation) {
    CallLog log = new CallLog();
    simulation.world().observe(log);
    return log;
  }

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    calls.add(call);
  }

  ImmutableList<MesosCall> all() {
    return ImmutableList.copyOf(calls);
  }
}
