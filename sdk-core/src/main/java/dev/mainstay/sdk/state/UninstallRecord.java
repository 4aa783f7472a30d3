package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import java.time.Instant;

/**
 * The service is to be removed with all that it holds. There is no way back.
 *
 * @param since when an operator said so
 * @param abandoned what was left on agents that were not heard of any more, for people
 */
public record UninstallRecord(Instant since, ImmutableList<String> abandoned)
    implements StateRecord {

  /** One that begins. */
  public UninstallRecord(Instant since) {
    this(since, ImmutableList.of());
  }

  /** With one more thing that was left behind. */
  public UninstallRecord withAbandoned(String what) {
    return new UninstallRecord(
        since, ImmutableList.<String>builder().addAll(abandoned).add(what).build());
  }

  @Override
  public RecordKey key() {
    return RecordKey.uninstall();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.uninstall(this);
  }
}
