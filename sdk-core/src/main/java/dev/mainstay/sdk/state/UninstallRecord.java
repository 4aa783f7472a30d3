package dev.mainstay.sdk.state;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The service is to be removed with all that it holds. There is no way back.
 *
 * @param since when an operator said so
 * @param abandoned what was left on agents that were not heard of any more, for people
 * @param endedAt when all was gone, absent until then; what stays afterwards, so that a start does
 *     not take the service for a new one
 */
public record UninstallRecord(
    Instant since, ImmutableList<String> abandoned, @Nullable Instant endedAt)
    implements StateRecord {

  /** One that begins. */
  public UninstallRecord(Instant since) {
    this(since, ImmutableList.of(), null);
  }

  /** With one more thing that was left behind. */
  public UninstallRecord withAbandoned(String what) {
    return new UninstallRecord(
        since, ImmutableList.<String>builder().addAll(abandoned).add(what).build(), endedAt);
  }

  /** Nothing is left of the service. */
  public UninstallRecord ended(Instant now) {
    return new UninstallRecord(since, abandoned, now);
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
