package dev.mainstay.benchmarks.scale;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.scheduler.SchedulerEvent;
import dev.mainstay.sdk.scheduler.ServiceSnapshot;
import dev.mainstay.sdk.state.PodRecord;
import dev.mainstay.sdk.state.ServiceState;
import dev.mainstay.sdk.state.StateChange;
import dev.mainstay.sdk.testing.world.Observer;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import dev.mainstay.sdk.testing.world.World;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** A workload that is deployed, from the start of the scheduler to a minute after the last pod. */
final class Deployment {

  private static final Duration PATIENCE = Duration.ofHours(2);

  /** What the deployment caused is over by then: acknowledgements, and updates sent again. */
  private static final Duration AFTERWARDS = Duration.ofMinutes(1);

  private final Workload workload;
  private final World world;
  private final Progress progress = new Progress();
  private final DeployCost cost;

  private Deployment(Workload workload, Meter meter) {
    this.workload = workload;
    Usage begin = meter.now();
    SchedulerShare share = new SchedulerShare(meter);
    world = workload.world();
    world.observe(share);
    world.observe(progress);
    if (!world.await(PATIENCE, () -> progress.deployed.size() == workload.pods())) {
      throw new IllegalStateException(
          "only " + progress.deployed.size() + " pods are deployed of " + workload);
    }
    final Duration took = world.age();
    world.runFor(AFTERWARDS);
    Usage all = meter.now().minus(begin);
    checkComplete();
    cost = new DeployCost(workload, all, share, progress.offers, progress.calls, took);
  }

  static Deployment of(Workload workload) {
    return new Deployment(workload, new Meter());
  }

  private void checkComplete() {
    ServiceSnapshot snapshot = world.scheduler().snapshot().orElseThrow();
    Status status = PlanViews.of(snapshot.deploy(), snapshot.state(), world.now()).status();
    if (status != Status.COMPLETE) {
      throw new IllegalStateException("the deploy plan of " + workload + " is " + status);
    }
  }

  World world() {
    return world;
  }

  ServiceState state() {
    return world.scheduler().state().orElseThrow();
  }

  DeployCost cost() {
    return cost;
  }

  /** Which pods have reached their goal, and what went between the scheduler and the master. */
  private static final class Progress implements Observer {
    private final Set<PodId> deployed = new LinkedHashSet<>();
    private long offers;
    private long calls;

    @Override
    public void committed(SchedulerRun run, ImmutableList<StateChange> changes) {
      for (StateChange change : changes) {
        if (change instanceof StateChange.Put put
            && put.record() instanceof PodRecord pod
            && pod.tasks().values().stream().allMatch(task -> task.goal() != null)) {
          deployed.add(pod.id());
        }
      }
    }

    @Override
    public void received(SchedulerRun run, SchedulerEvent event) {
      if (event instanceof SchedulerEvent.Mesos mesos
          && mesos.event() instanceof MesosEvent.Offers made) {
        offers += made.offers().size();
      }
    }

    @Override
    public void arriving(SchedulerRun run, MesosCall call) {
      calls++;
    }
  }
}
