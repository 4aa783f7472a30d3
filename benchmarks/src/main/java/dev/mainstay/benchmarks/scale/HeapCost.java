package dev.mainstay.benchmarks.scale;

import dev.mainstay.sdk.launch.LaunchCustomizer;
import dev.mainstay.sdk.launch.LaunchSettings;
import dev.mainstay.sdk.scheduler.CoreSettings;
import dev.mainstay.sdk.scheduler.SchedulerCore;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateRecord;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What stays on the heap once a workload is deployed.
 *
 * @param all bytes of the scheduler, the model of the cluster and what drives them
 * @param scheduler bytes of a scheduler's core that begins with the deployed state
 * @param restart what it took to make that core of the records
 */
record HeapCost(Workload workload, long all, long scheduler, Usage restart) {

  static HeapCost of(Workload workload) {
    long before = LiveHeap.bytes();
    Deployment deployment = Deployment.of(workload);
    long all = LiveHeap.bytes() - before;
    List<StateRecord> records = new ArrayList<>(deployment.world().storage().records().values());
    Reference.reachabilityFence(deployment);
    deployment = null;

    Meter meter = new Meter();
    Usage begin = meter.now();
    SchedulerCore core = restarted(records);
    Usage restart = meter.now().minus(begin);
    records = List.of();
    long scheduler = LiveHeap.bytes() - before;
    checkKnows(core.state(), workload);
    return new HeapCost(workload, all, scheduler, restart);
  }

  private static SchedulerCore restarted(List<StateRecord> records) {
    ServiceState state = ServiceState.of(records);
    LaunchSettings launch =
        new LaunchSettings(
            state.specOf(state.target().orElseThrow().id()).role(), null, "127.0.0.1", 8080);
    return SchedulerCore.of(
        state, new CoreSettings(launch, LaunchCustomizer.NONE), UUID::randomUUID);
  }

  private static void checkKnows(ServiceState state, Workload workload) {
    long running = state.pods().stream().filter(PodRecord::hasActiveTask).count();
    if (running != workload.pods()) {
      throw new IllegalStateException("only " + running + " pods run of " + workload);
    }
  }
}
