package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.Resource;

/**
 * One reserved resource or volume of a pod.
 *
 * @param owner {@link #EXECUTOR}, or the id of the resource set that it belongs to
 * @param id its {@code resource_id}
 * @param resource as it is offered back: with its reservation stack and, for a volume, its identity
 * @param phase how sure it is
 * @param operations ids of the operations that ask for it and have not been answered
 */
public record Holding(
    String owner,
    ResourceId id,
    Resource resource,
    Phase phase,
    ImmutableList<OperationId> operations) {

  /**
   * Owner of what the pod's executor holds: its own resources and the volumes shared by the pod's
   * tasks.
   */
  public static final String EXECUTOR = "";

  /** How sure a holding is. */
  public enum Phase {
    /** Asked for in an ACCEPT whose outcome is not known. */
    ASKED,
    /** Operation finished, or seen in an offer, or used by a task that ran. */
    HELD
  }

  public Holding held() {
    return phase == Phase.HELD
        ? this
        : new Holding(owner, id, resource, Phase.HELD, ImmutableList.of());
  }
}
