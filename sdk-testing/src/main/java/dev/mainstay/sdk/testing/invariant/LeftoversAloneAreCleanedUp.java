package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.testing.world.SchedulerRun;
import java.util.List;

/** Nothing that a pod holds, by the durable records, is destroyed or unreserved. */
final class LeftoversAloneAreCleanedUp implements Checker {

  private final DurableRecords records;

  LeftoversAloneAreCleanedUp(DurableRecords records) {
    this.records = records;
  }

  @Override
  public void arriving(SchedulerRun run, MesosCall call) {
    if (!(call instanceof MesosCall.Accept accept)) {
      return;
    }
    for (Operation operation : accept.operations()) {
      if (operation instanceof Operation.Unreserve unreserve) {
        released("unreserved", unreserve.resources());
      } else if (operation instanceof Operation.Destroy destroy) {
        released("destroyed", destroy.volumes());
      }
    }
  }

  private void released(String what, List<Resource> resources) {
    for (Resource resource : resources) {
      require(
          resource.resourceId().map(id -> !records.isHeld(id)).orElse(false),
          () ->
              "%s %s is %s and a pod holds it"
                  .formatted(resource.name(), resource.resourceId().orElse(null), what));
    }
  }
}
