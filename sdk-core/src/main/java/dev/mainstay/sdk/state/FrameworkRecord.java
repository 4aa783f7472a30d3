package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.FrameworkId;

/**
 * The framework id that the master gave the service. Written once; all later subscriptions use it.
 */
public record FrameworkRecord(FrameworkId frameworkId) implements StateRecord {
  @Override
  public RecordKey key() {
    return RecordKey.framework();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.framework(this);
  }
}
