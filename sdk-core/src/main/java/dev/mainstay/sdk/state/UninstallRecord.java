package dev.mainstay.sdk.state;

import java.time.Instant;

/**
 * The service is to be removed with all that it holds. There is no way back.
 *
 * @param since when an operator said so
 */
public record UninstallRecord(Instant since) implements StateRecord {
  @Override
  public RecordKey key() {
    return RecordKey.uninstall();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.uninstall(this);
  }
}
