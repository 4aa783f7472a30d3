package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.AgentId;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.base.PodId;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.mesos.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A reserved resource or volume that the service has given up: it is destroyed and unreserved when
 * its agent offers it. The record lives until the resource is seen gone.
 *
 * @param id its {@code resource_id}
 * @param hostname the agent's, as it was last offered; empty where it is not known
 * @param pod the instance that held it, absent for what no record knew
 * @param resource as it was reserved, with a volume's identity
 * @param phase how sure it was when it was given up: what was only asked for may not exist
 * @param cause why it was given up, for people
 * @param problem why it could not be given back at the last try, for people; empty for nothing
 * @param unreserving id of the UNRESERVE that was last sent for it, absent before the first
 */
public record ReleasedRecord(
    ResourceId id,
    AgentId agentId,
    String hostname,
    @Nullable PodId pod,
    Resource resource,
    Holding.Phase phase,
    String cause,
    String problem,
    @Nullable OperationId unreserving)
    implements StateRecord {

  /** Given up now; its clean-up has not begun. */
  public static ReleasedRecord of(Holding holding, AgentPlace place, PodId pod, String cause) {
    return new ReleasedRecord(
        holding.id(),
        place.agentId(),
        place.hostname(),
        pod,
        holding.resource(),
        holding.phase(),
        cause,
        "",
        null);
  }

  /** What no record knew, and an operator said to give back. */
  public static ReleasedRecord unclaimed(
      ResourceId id, AgentId agentId, String hostname, Resource resource, String cause) {
    return new ReleasedRecord(
        id, agentId, hostname, null, resource, Holding.Phase.HELD, cause, "", null);
  }

  /** The agent as people know it: by its host name, else by its id. */
  public String agent() {
    return hostname.isEmpty() ? agentId.value() : hostname;
  }

  /** After an UNRESERVE was sent for it. */
  public ReleasedRecord withUnreserving(OperationId operation) {
    return new ReleasedRecord(
        id, agentId, hostname, pod, resource, phase, cause, problem, operation);
  }

  /** Giving it back did not work. */
  public ReleasedRecord withProblem(String what) {
    return new ReleasedRecord(
        id, agentId, hostname, pod, resource, phase, cause, what, unreserving);
  }

  @Override
  public RecordKey key() {
    return RecordKey.released(id);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.released(this);
  }
}
