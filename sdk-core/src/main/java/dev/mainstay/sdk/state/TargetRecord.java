package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.ConfigId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which stored configuration the service should have.
 *
 * @param configId the target
 * @param run id of the plan run that brings the service there; another one when the same
 *     configuration becomes the target again
 * @param update it became the target after the first deployment was complete
 * @param deployed the last one that was rolled out completely, absent before the first deployment
 *     was
 * @param previous the one that was rolled out completely before, absent when there was none: where
 *     a rollback of a complete update leads
 * @param removal id of the run of plan decommission; the same as of the target before, as long as
 *     nothing else begins to leave: what was drained, and decided about it, counts. A record
 *     without it is one of before there was it, when it was the run
 * @param started the one that the inputs of the scheduler's last start gave: a start with the same
 *     inputs leaves the target as it is
 */
public record TargetRecord(
    ConfigId configId,
    String run,
    boolean update,
    @Nullable ConfigId deployed,
    @Nullable ConfigId previous,
    String removal,
    ConfigId started)
    implements StateRecord {

  public TargetRecord {
    removal = removal.isEmpty() ? run : removal;
  }

  /** The target of a service that begins. */
  public static TargetRecord first(ConfigId config) {
    return new TargetRecord(config, config.value(), false, null, null, config.value(), config);
  }

  /** Another target, for which nothing is to leave that has not begun to. */
  public TargetRecord withTarget(ConfigId config, String newRun) {
    return new TargetRecord(config, newRun, deployed != null, deployed, previous, removal, started);
  }

  /** Something else is to leave. */
  public TargetRecord withRemoval(String newRemoval) {
    return new TargetRecord(configId, run, update, deployed, previous, newRemoval, started);
  }

  /** With the configuration that the inputs of the last start gave. */
  public TargetRecord withStarted(ConfigId config) {
    return new TargetRecord(configId, run, update, deployed, previous, removal, config);
  }

  /** The target was rolled out completely. */
  public TargetRecord withDeployed() {
    return configId.equals(deployed)
        ? this
        : new TargetRecord(configId, run, update, configId, deployed, removal, started);
  }

  /**
   * Where a rollback leads that names no configuration: to the last one that was rolled out
   * completely and is not the target itself; empty when there is none.
   */
  public Optional<ConfigId> rollback() {
    return Optional.ofNullable(configId.equals(deployed) ? previous : deployed);
  }

  @Override
  public RecordKey key() {
    return RecordKey.target();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.target(this);
  }
}
