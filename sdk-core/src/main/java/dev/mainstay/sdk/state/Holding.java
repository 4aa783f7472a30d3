package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.Resource;

/**
 * One reserved resource or volume of a pod.
 *
 * @param owner {@link #EXECUTOR}, or the id of the resource set that it belongs to
 * @param name what it is to its owner: the resource's name, a port's name or a volume's path
 * @param id its {@code resource_id}
 * @param resource as it is offered back: with its reservation stack and, for a volume, its identity
 * @param phase how sure it is
 * @param operations ids of the operations that ask for it and have not been answered
 */
public record Holding(
    String owner,
    String name,
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

  public boolean isHeld() {
    return phase == Phase.HELD;
  }

  public Holding held() {
    return phase == Phase.HELD
        ? this
        : new Holding(owner, name, id, resource, Phase.HELD, ImmutableList.of());
  }

  /** After one of its operations finished: held when that was the last one. */
  public Holding finished(OperationId operation) {
    if (!operations.contains(operation)) {
      return this;
    }
    ImmutableList<OperationId> left =
        operations.stream()
            .filter(id -> !id.equals(operation))
            .collect(ImmutableList.toImmutableList());
    return left.isEmpty() ? held() : new Holding(owner, name, id, resource, phase, left);
  }

  /** The same resource for another owner in the pod. */
  public Holding withOwner(String newOwner) {
    return newOwner.equals(owner)
        ? this
        : new Holding(newOwner, name, id, resource, phase, operations);
  }

  /** It is a persistent volume. */
  public boolean isVolume() {
    return resource.persistence().isPresent();
  }
}
