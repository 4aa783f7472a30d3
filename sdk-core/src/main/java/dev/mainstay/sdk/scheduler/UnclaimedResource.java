package dev.mainstay.sdk.scheduler;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import java.time.Instant;

/**
 * A reservation or volume that was offered to the service and that none of its records knows. It is
 * left alone until an operator says to give it back.
 *
 * @param hostname of its agent
 * @param parts what is offered under its id: mostly one resource
 * @param service the service that its label names; empty when it names none
 * @param framework the framework that made it, by its label; empty like {@code service}
 * @param pod the instance that it was made for, by its label; empty like {@code service}
 * @param lastSeen when it was last offered
 */
public record UnclaimedResource(
    ResourceId id,
    AgentId agentId,
    String hostname,
    ImmutableList<Resource> parts,
    String service,
    String framework,
    String pod,
    Instant lastSeen) {

  public UnclaimedResource {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("resource " + id + " has no part");
    }
  }

  static UnclaimedResource of(
      ResourceId id, AgentId agentId, String hostname, ImmutableList<Resource> parts, Instant now) {
    ImmutableList<Reservation> stack = parts.get(0).reservations();
    ImmutableList<Label> labels = stack.get(stack.size() - 1).labels();
    return new UnclaimedResource(
        id,
        agentId,
        hostname,
        parts,
        Label.find(labels, Reservation.SERVICE_LABEL).orElse(""),
        Label.find(labels, Reservation.FRAMEWORK_LABEL).orElse(""),
        Label.find(labels, Reservation.POD_LABEL).orElse(""),
        now);
  }

  /** It has a persistent volume, and so it may have data. */
  public boolean isVolume() {
    return parts.stream().anyMatch(part -> part.persistence().isPresent());
  }
}
