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
    Deployed deployed = deployed(workload, before);
    Restarted restarted = restarted(deployed.records());
    deployed.records().clear();
    long scheduler = LiveHeap.bytes() - before;
    checkKnows(restarted.core().state(), workload);
    return new HeapCost(workload, deployed.bytes(), scheduler, restarted.usage());
  }

  /** What a deployment left in the store, and how large it was with the cluster's model. */
  private record Deployed(long bytes, List<StateRecord> records) {}

  private static Deployed deployed(Workload workload, long before) {
    Deployment deployment = Deployment.of(workload);
    try {
      return new Deployed(
          LiveHeap.bytes() - before,
          new ArrayList<>(deployment.world().storage().records().values()));
    } finally {
      Reference.reachabilityFence(deployment);
    }
  }

  private record Restarted(SchedulerCore core, Usage usage) {}

  private static Restarted restarted(List<StateRecord> records) {
    Meter meter = new Meter();
    Usage begin = meter.now();
    SchedulerCore core = coreOf(records);
    return new Restarted(core, meter.now().minus(begin));
  }

  private static SchedulerCore coreOf(List<StateRecord> records) {
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
