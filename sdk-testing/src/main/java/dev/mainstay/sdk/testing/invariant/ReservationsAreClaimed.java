package dev.mainstay.sdk.testing.invariant;

import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.local.model.ClusterImage;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.testing.world.World;
import java.util.Set;

/** Every reservation and volume on an agent is claimed by a durable record, or on its way out. */
final class ReservationsAreClaimed implements Checker {

  private final DurableRecords records;
  private final ClusterTruth truth;

  ReservationsAreClaimed(DurableRecords records, ClusterTruth truth) {
    this.records = records;
    this.truth = truth;
  }

  /** Only when a claim was dropped can this begin to be wrong. */
  @Override
  public void stepped(World world) {
    if (!records.hasDropped()) {
      return;
    }
    Set<ResourceId> dropped = records.takeDropped();
    if (dropped.isEmpty()) {
      return;
    }
    for (ClusterImage.Agent agent : world.cluster().image().agents()) {
      if (!agent.gone() && !truth.mayBeAbandoned(agent.id())) {
        agent.checkpointed().forEach(resource -> claimed(agent, resource, dropped));
      }
    }
  }

  private void claimed(ClusterImage.Agent agent, Resource resource, Set<ResourceId> dropped) {
    require(
        resource.resourceId().map(id -> !dropped.contains(id)).orElse(true),
        () ->
            "%s is reserved on %s as %s, and no record speaks of it any more"
                .formatted(resource.name(), agent.name(), resource.resourceId().orElseThrow()));
  }
}
