package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.ConfigId;
import dev.mainstay.sdk.spec.ServiceInputs;
import dev.mainstay.sdk.spec.ServiceSpec;
import java.time.Instant;

/**
 * A stored, accepted target.
 *
 * @param acceptedAt when it became the target, the last time
 * @param origin how it did then, for people: "start", "update by the operator", "rollback by the
 *     operator"
 * @param inputs what it was made from
 * @param spec what came out
 */
public record ConfigurationRecord(
    ConfigId id, Instant acceptedAt, String origin, ServiceInputs inputs, ServiceSpec spec)
    implements StateRecord {

  /** The origin of one that a start of the scheduler gave. */
  public static final String START = "start";

  /** The same one that becomes the target once more. */
  public ConfigurationRecord acceptedAgain(Instant now, String newOrigin) {
    return new ConfigurationRecord(id, now, newOrigin, inputs, spec);
  }

  @Override
  public RecordKey key() {
    return RecordKey.configuration(id);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.configuration(this);
  }
}
