package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import java.time.Instant;

/**
 * A stored, accepted target.
 *
 * @param acceptedAt when it became the target
 * @param inputs what it was made from
 * @param spec what came out
 */
public record ConfigurationRecord(
    ConfigId id, Instant acceptedAt, ServiceInputs inputs, ServiceSpec spec)
    implements StateRecord {
  @Override
  public RecordKey key() {
    return RecordKey.configuration(id);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.configuration(this);
  }
}
