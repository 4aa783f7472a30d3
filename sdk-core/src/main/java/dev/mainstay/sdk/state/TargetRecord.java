package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.ConfigId;

/** Which stored configuration the service should have. */
public record TargetRecord(ConfigId configId) implements StateRecord {
  @Override
  public RecordKey key() {
    return RecordKey.target();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.target(this);
  }
}
