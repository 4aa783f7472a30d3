package dev.mainstay.sdk.state;

import dev.mainstay.sdk.base.FrameworkId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The framework id that the master gave the service. All later subscriptions use it.
 *
 * @param doubt whether the service had a life before this id, absent while nothing says so
 */
public record FrameworkRecord(FrameworkId frameworkId, @Nullable Doubt doubt)
    implements StateRecord {

  /**
   * A service that was never deployed under this id was offered reservations that a service of its
   * name made under another: its state may have been lost.
   *
   * @param settled an operator said how to go on; until then nothing is launched
   */
  public record Doubt(Instant since, boolean settled) {}

  /** What people are told while the service is in doubt. */
  public static final String IN_DOUBT =
      "state lost? Resources are reserved for a service of this name under another framework id, so"
          + " nothing is launched. Look at them with 'mainstay leftovers list'. If the service's"
          + " state is somewhere else, stop this scheduler and start it with that state; else"
          + " 'mainstay leftovers release --all' gives them back with all data in them, and"
          + " 'mainstay leftovers keep' goes on beside them";

  /** Of a service about which there is no doubt. */
  public FrameworkRecord(FrameworkId frameworkId) {
    this(frameworkId, null);
  }

  /** Nothing is launched before an operator says how to go on. */
  public boolean isInDoubt() {
    return doubt != null && !doubt.settled();
  }

  public FrameworkRecord doubtful(Instant since) {
    return new FrameworkRecord(frameworkId, new Doubt(since, false));
  }

  /** After an operator's word. */
  public FrameworkRecord settled() {
    return doubt == null ? this : new FrameworkRecord(frameworkId, new Doubt(doubt.since(), true));
  }

  @Override
  public RecordKey key() {
    return RecordKey.framework();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.framework(this);
  }
}
