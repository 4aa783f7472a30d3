package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A reserved resource or volume that the service has given up: it is destroyed and unreserved when
 * its agent offers it. The record lives until the resource is seen gone.
 *
 * @param id its {@code resource_id}
 * @param resource as it was reserved, with a volume's identity
 * @param cause why it was given up, for people
 * @param unreserving id of the UNRESERVE that was last sent for it, absent before the first
 */
public record ReleasedRecord(
    ResourceId id,
    AgentId agentId,
    Resource resource,
    String cause,
    @Nullable OperationId unreserving)
    implements StateRecord {
  @Override
  public RecordKey key() {
    return RecordKey.released(id);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.released(this);
  }
}
